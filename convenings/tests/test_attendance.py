from datetime import date, timedelta

import pytest
from django.utils import timezone

from convenings.attendance import CannotRecordAttendance, Recorded, record_attendance
from convenings.models import Convening, Registration
from districts.models import Evidence
from districts.tests.factories import create_district, create_evidence, create_unit, create_user
from lmi_portal.audit.models import Entry
from lmi_portal.tests.at_once import press_at_once

from .factories import create_convening, register, team_of

pytestmark = pytest.mark.django_db
DEEDS = ["record_attendance", "take_back_attendance"]


def hold(convening, **fields):
    """The convening, held since its teams registered."""
    Convening.objects.filter(pk=convening.pk).update(state="held", **fields)
    convening.refresh_from_db()
    return convening


def come(convening, *teams, by=None):
    came = [team.pk for team in teams]
    return record_attendance(convening=convening, came=came, recorded_by=by or create_user(), now=timezone.now())


def on_record():
    return set(Evidence.objects.values_list("district", "kind", "what"))


def test_team_that_came_is_on_record_of_its_district():
    district, staff = create_district(), create_user()
    create_unit(district, organization="SJTA")
    convening = create_convening(title="Valley", slug="valley", starts_on=date(2026, 9, 1), ends_on=date(2026, 9, 2))
    team = register(convening, district=district, seats=team_of(3, district=district))

    outcome = come(hold(convening), team, by=staff)

    row = Evidence.objects.get()
    assert (row.district, row.kind, row.what) == (district, "attended", "Took part in Valley.")
    assert (row.happened_on, row.path, row.key) == (date(2026, 9, 1), "/convenings/valley/", f"team:{team.code}")
    assert row.roles == ["SJTA lead", "Superintendent or designee", "Cabinet member"]
    assert (row.source, row.strength, row.recorded_by) == ("attendance recorded by LMI staff", 1, staff)
    assert outcome == Recorded(new=1, changed=0, taken_back=0)


def test_team_that_did_not_come_is_not_on_record():
    convening = create_convening()
    came, _stayed = register(convening), register(convening)

    come(hold(convening), came)

    assert on_record() == {(came.district_id, "attended", f"Took part in {convening.title}.")}


def test_host_is_on_record_as_host():
    host = create_district()
    convening = create_convening(host=host)
    team = register(convening)

    come(hold(convening), team)

    row = Evidence.objects.get(kind="hosted")
    assert (row.district, row.what, row.key) == (host, f"Hosted {convening.title}.", f"host:{convening.pk}")


def test_host_that_is_on_record_by_hand_is_not_said_twice():
    host = create_district()
    convening = create_convening(host=host)
    create_evidence(host, kind="hosted", path=convening.get_absolute_url())

    come(hold(convening))

    assert Evidence.objects.get().key == ""


def test_second_host_takes_the_place_of_the_first():
    first, second = create_district(), create_district()
    convening = create_convening(host=first)
    come(hold(convening))

    outcome = come(hold(convening, host=second))

    assert (Evidence.objects.get().district, outcome) == (second, Recorded(new=0, changed=1, taken_back=0))


def test_host_that_is_none_any_more_is_taken_back():
    convening = create_convening(host=create_district())
    come(hold(convening))

    come(hold(convening, host=None))

    assert not Evidence.objects.exists()


def test_team_unticked_on_a_second_visit_is_taken_back():
    convening = create_convening()
    first, second = register(convening), register(convening)
    come(hold(convening), first, second)

    outcome = come(convening, second)

    assert outcome == Recorded(new=0, changed=0, taken_back=1)
    assert Evidence.objects.get().district == second.district


def test_what_others_recorded_stays():
    convening = create_convening()
    team = register(convening)
    by_hand = create_evidence(team.district)
    elsewhere = create_evidence(team.district, key="team:ELSEWHERE")

    come(hold(convening))

    assert set(Evidence.objects.all()) == {by_hand, elsewhere}


def test_said_twice_nothing_changes():
    convening = create_convening(host=create_district())
    team = register(convening)
    come(hold(convening), team)
    rows = list(Evidence.objects.values())

    outcome = come(convening, team)

    assert outcome == Recorded(new=0, changed=0, taken_back=0)
    assert list(Evidence.objects.values()) == rows
    assert Entry.objects.filter(deed__in=DEEDS).count() == 2


def test_second_visit_takes_up_what_has_changed():
    convening = create_convening(slug="valley")
    team = register(convening)
    come(hold(convening), team)

    outcome = come(hold(convening, title="The Valley", slug="the-valley"), team)

    row = Evidence.objects.get()
    assert (row.what, row.path) == ("Took part in The Valley.", "/convenings/the-valley/")
    assert outcome == Recorded(new=0, changed=1, taken_back=0)


def test_each_row_is_in_the_audit_trail():
    staff, convening = create_user(), create_convening(host=create_district())
    first, second = register(convening), register(convening)
    come(hold(convening), first, by=staff)
    come(convening, second, by=staff)

    entries = Entry.objects.filter(deed__in=DEEDS).order_by("pk")

    assert list(entries.values_list("deed", "subject_label", "done_by")) == [
        ("record_attendance", str(first), staff.pk),
        ("record_attendance", convening.title, staff.pk),
        ("record_attendance", str(second), staff.pk),
        ("take_back_attendance", str(first.district), staff.pk),
    ]
    assert entries[3].changes == {"what": [f"Took part in {convening.title}.", ""]}


def test_two_teams_of_a_district_are_two_rows():
    convening, district = create_convening(), create_district()
    teams = [register(convening, district=district, team_name=name) for name in ("North", "South")]

    come(hold(convening), *teams)

    assert {what for _district, _kind, what in on_record()} == {
        f"Took part in {convening.title} with the team “North”.",
        f"Took part in {convening.title} with the team “South”.",
    }


def test_convening_without_a_day_says_what_is_known_of_it():
    convening = hold(create_convening(host=create_district()), starts_on=None, ends_on=None, dates_note="Late in 2015.")

    come(convening)

    row = Evidence.objects.get()
    assert (row.happened_on, row.when_note) == (None, "Late in 2015.")


def test_convening_remembers_that_attendance_was_recorded():
    convening = create_convening()
    register(convening)
    hold(convening)
    assert list(Convening.objects.without_attendance()) == [convening]

    come(convening)

    assert list(Convening.objects.without_attendance()) == []


def test_nothing_is_awaited_where_no_team_was_confirmed():
    hold(create_convening())
    cancelled = create_convening(fee_rule="free")
    Registration.objects.filter(pk=register(cancelled).pk).update(state="cancelled", cancelled_at=timezone.now())
    hold(cancelled)
    register(create_convening())

    assert list(Convening.objects.without_attendance()) == []


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("draft", "It is “Draft”: nobody has come to it."),
        ("cancelled", "It is “Cancelled”: nobody has come to it."),
        ("open", "Its last day has not passed yet: who came is recorded afterwards."),
        ("closed", "Its last day has not passed yet: who came is recorded afterwards."),
    ],
)
def test_attendance_is_refused_before_it_can_be_known(state, sentence):
    convening = create_convening()
    team = register(convening)
    Convening.objects.filter(pk=convening.pk).update(state=state)

    with pytest.raises(CannotRecordAttendance, match=sentence):
        come(convening, team)

    assert not Evidence.objects.exists()


def test_convening_that_is_over_need_not_be_marked_as_held_first():
    convening = create_convening()
    team = register(convening)
    yesterday = timezone.localdate() - timedelta(days=1)
    Convening.objects.filter(pk=convening.pk).update(starts_on=yesterday, ends_on=yesterday)

    assert come(convening, team).new == 1


@pytest.mark.parametrize("state", ["waitlisted", "cancelled", "elsewhere"])
def test_only_confirmed_teams_of_the_convening_can_have_come(state):
    convening = create_convening(capacity=2)
    team = register(convening)
    other = register(create_convening() if state == "elsewhere" else convening)
    if state == "cancelled":
        Registration.objects.filter(pk=other.pk).update(state="cancelled", cancelled_at=timezone.now())

    with pytest.raises(CannotRecordAttendance, match=r"Choose among the teams that are confirmed now\."):
        come(hold(convening), team, other)

    assert not Evidence.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_the_same_moment_record_once():
    convening, staff = create_convening(host=create_district()), create_user()
    team = register(convening)
    hold(convening)
    outcomes = []

    press_at_once([lambda: outcomes.append(come(convening, team, by=staff))] * 4, refusals=())

    assert sorted(outcome.new for outcome in outcomes) == [0, 0, 0, 2]
    assert Evidence.objects.count() == 2
