import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from districts.models import Side
from districts.tests.factories import create_district, create_unit
from lmi_portal.accounts.tests.factories import create_user
from lmi_portal.audit.models import Entry
from lmi_portal.outbox.models import Email
from wellbeing.committee.composing import composition_of
from wellbeing.committee.seating import correct_seat, end_seat, hand_over_co_chair, name_member
from wellbeing.models import JobClass, Shift
from wellbeing.refusing import CannotDo

from .factories import co_chair, create_employee, create_program, create_seat
from .meetings import create_meeting

pytestmark = pytest.mark.django_db


def name(program, *, side=Side.LABOR, by=None, **fields):
    defaults = {
        "unit": program.district.units.filter(kind="classified").first() if side == Side.LABOR else None,
        "job_class": JobClass.FOOD if side == Side.LABOR else JobClass.ADMINISTRATION,
        "shift": Shift.EARLY,
        "name": "Ana Ruiz",
        "email": "Ana.Ruiz@example.org",
        "is_co_chair": False,
    }
    by = by or co_chair(program, side)
    return name_member(program=program, side=side, by=by, now=timezone.now(), **defaults | fields)


def test_a_side_names_its_member_who_is_told_with_the_meetings_to_come():
    program = create_program()
    meeting = create_meeting(program)

    seat = name(program)

    assert (seat.side, seat.email, seat.since_on) == ("labor", "ana.ruiz@example.org", timezone.localdate())
    letters = Email.objects.filter(to=seat.email).order_by("reason").values_list("reason", flat=True)
    assert list(letters) == [f"committee_meeting:{meeting.pk}:0", f"committee_seat:{seat.pk}"]
    entry = Entry.objects.get(deed="name_committee_member")
    assert (entry.subject_key, entry.changes) == (str(program.pk), {"seat": [None, seat.pk], "side": ["", "labor"]})


@pytest.mark.parametrize(
    ("side", "other"), [(Side.LABOR, Side.MANAGEMENT), (Side.MANAGEMENT, Side.LABOR)], ids=["labor", "management"]
)
def test_no_side_names_the_other_s_members(side, other):
    program = create_program()
    seat = program.seats.get(side=side)
    them, now = co_chair(program, other), timezone.now()

    for deed in [
        lambda: name(program, side=side, by=them),
        lambda: end_seat(seat=seat, by=them, now=now),
        lambda: hand_over_co_chair(seat=seat, by=them, now=now),
        lambda: correct_seat(seat=seat, unit=seat.unit, job_class="office", shift="day", name="X", by=them, now=now),
    ]:
        with pytest.raises(CannotDo, match="Each side names its own members"):
            deed()
    assert list(program.seats.current()) == list(program.seats.all())


def test_a_member_who_is_no_co_chair_names_nobody():
    program = create_program()
    user = create_user()
    create_seat(program, user=user)

    with pytest.raises(CannotDo):
        name(program, by=user)


def test_the_unit_is_one_of_the_district_and_management_sits_for_none():
    program = create_program()
    elsewhere = create_unit(create_district())

    for fields in [{"unit": elsewhere}, {"unit": None}, {"side": Side.MANAGEMENT, "unit": elsewhere}]:
        with pytest.raises(CannotDo) as refusal:
            name(program, **fields)
        assert refusal.value.field == "unit"


def test_nobody_has_two_seats_and_no_side_two_co_chairs():
    program = create_program()
    name(program)

    with pytest.raises(CannotDo, match="has a seat"):
        name(program)
    with pytest.raises(CannotDo, match="has a co-chair"):
        name(program, email="other@example.org", is_co_chair=True)


def test_control_the_database_knows_one_co_chair_per_side_too():
    program = create_program()

    with pytest.raises(IntegrityError), transaction.atomic():
        create_seat(program, is_co_chair=True)


def test_the_co_chair_is_handed_over_and_told():
    program = create_program()
    old, seat = program.seats.get(side=Side.LABOR), create_seat(program)

    hand_over_co_chair(seat=seat, by=co_chair(program, Side.LABOR), now=timezone.now())

    assert list(program.seats.co_chairs().filter(side=Side.LABOR)) == [seat]
    old.refresh_from_db()
    assert (old.is_co_chair, old.until_on) == (False, None)
    assert Email.objects.filter(to=seat.email, reason__startswith="committee_co_chair:").count() == 1


def test_an_ended_seat_is_history_and_its_person_may_be_named_again():
    program = create_program()
    seat = name(program)

    end_seat(seat=seat, by=co_chair(program, Side.LABOR), now=timezone.now())

    seat.refresh_from_db()
    assert seat.until_on == timezone.localdate()
    assert composition_of(program).past == [seat]
    assert Email.objects.filter(to=seat.email, reason=f"committee_seat_ended:{seat.pk}").count() == 1
    with pytest.raises(CannotDo, match="has ended already"):
        end_seat(seat=seat, by=co_chair(program, Side.LABOR), now=timezone.now())
    assert name(program) != seat


def test_what_is_corrected_is_recorded_without_the_name():
    program = create_program()
    seat = name(program)

    correct_seat(
        seat=seat,
        unit=seat.unit,
        job_class=JobClass.OFFICE,
        shift=seat.shift,
        name="Ana Ruíz",
        by=co_chair(program, Side.LABOR),
        now=timezone.now(),
    )

    changes = Entry.objects.get(deed="correct_committee_seat").changes
    assert changes == {"seat": [None, seat.pk], "job_class": ["food", "office"], "name": ["", "corrected"]}


def test_who_is_missing_is_said_by_unit_job_class_and_shift():
    program = create_program(with_co_chairs=False)
    create_employee(program, job_class=JobClass.FOOD, shift=Shift.NIGHT)
    create_employee(program, job_class=JobClass.TEACHING)
    create_seat(program)

    composition = composition_of(program)

    classified = program.district.units.get(kind="classified")
    assert composition.units_without == [str(classified)]
    assert composition.job_classes_without == ["Kitchen and food"]
    assert composition.shifts_without == ["Night"]
    assert composition.lacks == [
        "Labor has no co-chair yet.",
        "Management has no co-chair yet.",
        "Labor has fewer than two seats.",
        "Management has fewer than two seats.",
        f"No seat for {classified}.",
    ]


def test_a_whole_committee_lacks_nothing():
    program = create_program()
    name(program)
    name(program, side=Side.MANAGEMENT, email="boss@example.org")

    assert composition_of(program).lacks == []
    assert len(composition_of(program).job_classes_without) == len(JobClass) - 3
