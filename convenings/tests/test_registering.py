from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.utils import timezone

from convenings.models import Convening, Registration
from convenings.refusing import CannotRegister
from districts.models import Organization, Side
from districts.tests.factories import create_district, create_unit, create_user
from lmi_portal.audit.models import Entry
from lmi_portal.outbox.models import Email

from .factories import create_convening, register, team_of, unnamed

pytestmark = pytest.mark.django_db


def test_register_team_confirms_while_seats_last():
    convening = create_convening(capacity=4)

    states = [register(convening, size=2).state for _n in range(3)]

    assert states == ["confirmed", "confirmed", "waitlisted"]


def test_register_team_puts_a_team_that_fits_behind_a_larger_one_that_waits():
    convening = create_convening(capacity=4)
    register(convening, size=2)
    register(convening, size=3)

    small = register(convening, size=2)

    assert (small.state, small.place_in_line) == ("waitlisted", 2)


def test_register_team_without_a_capacity_confirms_everyone():
    convening = create_convening(capacity=None)

    assert register(convening, size=12).state == "confirmed"


def test_register_team_seats_each_request_in_its_order():
    district = create_district()
    unit = create_unit(district, organization="CSEA 127", kind="classified")
    requests = team_of(3, district=district)

    registration = register(create_convening(), district=district, seats=requests)

    seats = registration.seats.all()
    assert [(seat.position, seat.name, seat.email, seat.side) for seat in seats] == [
        (index, request.name, request.email, request.place.side) for index, request in enumerate(requests, start=1)
    ]
    assert (seats[0].label, seats[0].unit) == ("CSEA 127 lead", unit)


def test_register_team_shortens_the_label_of_a_unit_with_a_long_name():
    district = create_district()
    create_unit(district, label="U" * 60)
    Organization.objects.update(name="A" * 150, short_name="")

    registration = register(create_convening(), district=district)

    assert registration.seats.first().label == "A" * 119 + "…"


def test_register_team_prices_each_seat():
    registration = register(create_convening(fee=Decimal("60.00")), size=3)

    assert [seat.price for seat in registration.seats.all()] == [Decimal("60.00")] * 3


def test_register_team_sent_twice_registers_once():
    convening, district, user, submission = create_convening(), create_district(), create_user(), uuid4()
    fields = {"district": district, "registered_by": user, "submission": submission}

    first, second = register(convening, **fields), register(convening, **fields)

    assert first == second
    assert Registration.objects.count() == 1
    assert Email.objects.filter(to=user.email, template__startswith="convenings/").count() == 1


def test_register_team_sent_again_under_another_name_registers_once():
    convening, district, user, submission = create_convening(), create_district(), create_user(), uuid4()
    fields = {"district": district, "registered_by": user, "submission": submission}

    first, second = register(convening, **fields), register(convening, **fields, team_name="Elementary")

    assert first == second
    assert Registration.objects.count() == 1


def test_register_team_refuses_another_person_the_form_of_the_first():
    submission = uuid4()
    register(create_convening(), submission=submission)

    with pytest.raises(CannotRegister, match="already used"):
        register(create_convening(), submission=submission)


def test_register_team_refuses_a_second_team_without_a_name_of_its_own():
    convening, district = create_convening(), create_district()
    register(convening, district=district)

    with pytest.raises(CannotRegister, match="already registered a team") as refusal:
        register(convening, district=district)

    assert refusal.value.field == "team_name"
    assert register(convening, district=district, team_name="Elementary").team_name == "Elementary"


def test_register_team_takes_the_same_team_name_in_other_letters_for_the_same_team():
    convening, district = create_convening(), create_district()
    register(convening, district=district, team_name="Elementary")

    with pytest.raises(CannotRegister, match="named “ELEMENTARY”"):
        register(convening, district=district, team_name="ELEMENTARY")


@pytest.mark.parametrize("side", [Side.LABOR, Side.MANAGEMENT])
def test_register_team_refuses_a_team_from_one_side_only(side):
    district = create_district()
    one_sided = [request for request in team_of(3, district=district) if request.place.side == side]

    with pytest.raises(CannotRegister, match="is missing") as refusal:
        register(create_convening(), district=district, seats=one_sided)

    assert refusal.value.field == "seats"
    assert not Registration.objects.exists()


def test_register_team_counts_a_seat_to_be_named_for_its_side():
    district = create_district()

    registration = register(create_convening(), district=district, seats=unnamed(team_of(2, district=district)))

    assert [str(seat) for seat in registration.seats.all()] == [
        "Certificated employees’ lead – to be named",
        "Superintendent or designee – to be named",
    ]


def test_register_team_takes_one_side_where_both_are_only_advised():
    district = create_district()
    labor_only = team_of(1, district=district)

    registration = register(create_convening(both_sides="advised"), district=district, seats=labor_only)

    assert registration.state == "confirmed"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"state": Convening.State.CANCELLED}, "This convening has been cancelled."),
        ({"state": Convening.State.HELD}, "This convening is over."),
        ({"state": Convening.State.DRAFT}, "Registration is not open yet."),
        ({"state": Convening.State.SAVE_THE_DATE}, "Registration is not open yet."),
        ({"state": Convening.State.CLOSED}, "Registration for this convening is closed."),
        ({"kind": Convening.Kind.PARTNER}, "This is a partner’s event: it takes registrations on its own page."),
    ],
    ids=["cancelled", "held", "draft", "save-the-date", "closed", "partner"],
)
def test_register_team_refuses_a_convening_that_takes_no_teams(fields, sentence):
    with pytest.raises(CannotRegister) as refusal:
        register(create_convening(**fields))

    assert str(refusal.value) == sentence


def test_register_team_refuses_before_the_opening_and_after_the_closing():
    opens_at = timezone.now() + timedelta(days=1)
    convening = create_convening(registration_opens_at=opens_at)

    with pytest.raises(CannotRegister, match=r"Registration opens on .* P[SD]T"):
        register(convening, now=opens_at - timedelta(seconds=1))
    with pytest.raises(CannotRegister, match=r"Registration closed on .* P[SD]T"):
        register(convening, now=convening.registration_closes_at)
    assert register(convening, now=opens_at).state == "confirmed"


def test_register_team_refuses_more_seats_than_a_team_may_take():
    with pytest.raises(CannotRegister, match="may take 3 seats at this convening, and you asked for 4"):
        register(create_convening(team_limit=3), size=4)


def test_register_team_refuses_no_seats():
    with pytest.raises(CannotRegister, match="at least one seat"):
        register(create_convening(), seats=[])


def test_register_team_refuses_the_same_address_twice_whatever_its_letters():
    district = create_district()
    requests = team_of(2, district=district)
    twice = [*requests, requests[0].__class__(place=requests[1].place, name="B", email=requests[0].email.upper())]

    with pytest.raises(CannotRegister, match="already in seat 1") as refusal:
        register(create_convening(), district=district, seats=twice)

    assert refusal.value.field == (2, "email")


def test_register_team_keeps_names_exactly():
    district = create_district()
    names = ["Zoë Núñez-O’Brien 🍎", "محمد الأمين", "Nguyễn Thị Minh"]
    requests = [
        request.__class__(place=request.place, name=name)
        for request, name in zip(team_of(3, district=district), names, strict=True)
    ]

    registration = register(create_convening(), district=district, seats=requests)

    assert [seat.name for seat in registration.seats.all()] == names


def test_register_team_writes_what_happened_and_tells_everyone_once():
    district, user = create_district(), create_user(email="lead@example.org")
    requests = team_of(2, district=district)

    registration = register(create_convening(), district=district, registered_by=user, seats=requests)

    entry = Entry.objects.get(subject_key=str(registration.pk), subject_type="convenings.registration")
    assert (entry.deed, entry.done_by) == ("register_team:confirmed", user)
    letters = Email.objects.filter(reason__endswith=f":{registration.code}:0").values_list("to", "template")
    assert sorted(letters) == sorted(
        [("lead@example.org", "convenings/email/registration_confirmed")]
        + [(request.email, "convenings/email/seat_confirmed") for request in requests]
    )


def test_register_team_refused_leaves_nothing_behind():
    with pytest.raises(CannotRegister):
        register(create_convening(team_limit=1), size=2)

    assert not Registration.objects.exists()
    assert not Email.objects.filter(template__startswith="convenings/").exists()


def test_register_team_refuses_a_team_that_no_line_would_ever_seat():
    with pytest.raises(CannotRegister, match="has 4 seats in all, and the team has 5") as refusal:
        register(create_convening(capacity=4), size=5)

    assert refusal.value.field == "seats"
