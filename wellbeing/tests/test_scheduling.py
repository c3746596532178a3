from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from lmi_portal.outbox.models import Email
from wellbeing.activities.scheduling import add_activity, cancel_activity, change_activity, open_activity
from wellbeing.models import Activity
from wellbeing.refusing import CannotDo

from .activity_factories import create_activity, fill
from .factories import create_program

pytestmark = pytest.mark.django_db


def pacific(*parts):
    return timezone.make_aware(datetime(*parts))


AUGUST = pacific(2026, 8, 10, 9)


def on_the_wall(activities):
    return [f"{timezone.localtime(each.starts_at):%m-%d %H:%M %Z}" for each in activities.order_by("starts_at")]


def create_series(program, **fields):
    times = {"starts_at": pacific(2027, 3, 4, 15, 30), "ends_at": pacific(2027, 3, 4, 16, 15)}
    return create_activity(program, **times | {"every_weeks": 1, "until_on": date(2027, 3, 25)} | fields)


def test_a_series_stays_at_its_time_on_the_wall_through_the_change_of_the_clocks():
    program = create_program()

    create_series(program)

    assert on_the_wall(program.activities) == [
        "03-04 15:30 PST",
        "03-11 15:30 PST",
        "03-18 15:30 PDT",
        "03-25 15:30 PDT",
    ]
    lengths = {each.ends_at - each.starts_at for each in program.activities.all()}
    assert lengths == {timedelta(minutes=45)}


def test_a_series_at_an_hour_that_a_spring_night_leaves_out_ends_after_it_begins():
    program = create_program()
    times = {"starts_at": pacific(2027, 3, 7, 2, 30), "ends_at": pacific(2027, 3, 7, 3, 0)}

    create_series(program, until_on=date(2027, 3, 21), **times)

    lengths = [each.ends_at - each.starts_at for each in program.activities.order_by("starts_at")]
    assert lengths == [timedelta(minutes=30)] * 3


def test_control_a_week_of_hours_would_move_it_on_the_wall():
    start = pacific(2027, 3, 11, 15, 30).astimezone(UTC)

    assert f"{timezone.localtime(start + timedelta(weeks=1)):%H:%M}" == "16:30"


def test_a_new_time_moves_this_and_the_later_ones_alone():
    program = create_program()
    create_series(program)
    second = program.activities.order_by("starts_at")[1]

    times = {"starts_at": pacific(2027, 3, 12, 7, 0), "ends_at": pacific(2027, 3, 12, 8, 0)}
    facts = {"later": True, "by": program.begun_by, "now": pacific(2027, 3, 1, 9)}
    change_activity(activity=second, title="Early walk", place="Gym", **facts, **times)

    assert on_the_wall(program.activities) == [
        "03-04 15:30 PST",
        "03-12 07:00 PST",
        "03-19 07:00 PDT",
        "03-26 07:00 PDT",
    ]
    assert program.activities.filter(title="Early walk").count() == 3


def test_one_of_a_series_is_canceled_alone_or_with_the_later_ones():
    program = create_program()
    create_series(program)
    first, second = program.activities.order_by("starts_at")[:2]
    facts = {"reason": "The park is closed.", "by": program.begun_by, "now": pacific(2027, 3, 1, 9)}

    cancel_activity(activity=first, **facts)
    alone = [each.state for each in program.activities.order_by("starts_at")]
    cancel_activity(activity=second, later=True, **facts)

    assert alone == ["cancelled", "open", "open", "open"]
    assert {each.state for each in program.activities.all()} == {"cancelled"}


@pytest.mark.parametrize("until_on", [date(2027, 3, 5), date(2030, 3, 5)], ids=["only one", "too many"])
def test_a_series_has_more_than_one_and_an_end(until_on):
    with pytest.raises(CannotDo) as refusal:
        create_series(create_program(), until_on=until_on)

    assert refusal.value.field == "until_on"
    assert Activity.objects.count() == 0


def on(day):
    return {"starts_at": pacific(*day, 15), "ends_at": pacific(*day, 16)}


def of_walk(program, *, now=AUGUST):
    return {"program": program, "by": program.begun_by, "now": now, "kind": "calm", "title": "Walk", "place": "Gate"}


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ((1990, 3, 5), "Choose today or a day to come."),
        ((2026, 8, 9), "Choose today or a day to come."),
        ((2029, 7, 1), "Choose a day up to the school year 2028–29."),
        ((2098, 3, 5), "Choose a day up to the school year 2028–29."),
    ],
    ids=["long ago", "yesterday", "in three school years", "mistyped"],
)
def test_an_activity_is_held_from_today_to_two_school_years_ahead(day, sentence):
    program = create_program()
    activity = add_activity(**of_walk(program), **on((2026, 8, 11)))

    with pytest.raises(CannotDo, match=sentence) as added:
        add_activity(**of_walk(program), **on(day))
    with pytest.raises(CannotDo, match=sentence) as changed:
        change_activity(activity=activity, by=program.begun_by, now=AUGUST, **on(day))

    assert (added.value.field, changed.value.field) == ("starts_at", "starts_at")
    assert [each.starts_at for each in program.activities.all()] == [pacific(2026, 8, 11, 15)]


@pytest.mark.parametrize("day", [(2026, 8, 10), (2029, 6, 30)], ids=["today", "at the end of the second year ahead"])
def test_control_the_first_and_the_last_day_are_taken(day):
    program = create_program()

    assert add_activity(**of_walk(program), **on(day)).starts_at == pacific(*day, 15)


def test_a_series_ends_within_two_school_years():
    told = {"every_weeks": 8, "until_on": date(2029, 9, 1)}

    with pytest.raises(CannotDo, match="up to the school year 2028–29") as refusal:
        add_activity(**of_walk(create_program()), **on((2026, 8, 11)), **told)

    assert refusal.value.field == "until_on"


def test_what_is_over_is_set_right_among_days_past():
    program = create_program()
    activity = add_activity(**of_walk(program), **on((2026, 8, 11)))

    change_activity(activity=activity, by=program.begun_by, now=pacific(2026, 9, 1, 9), **on((2026, 8, 12)))

    assert program.activities.get().starts_at == pacific(2026, 8, 12, 15)


def test_whoever_signed_up_is_told_once_of_a_move_and_of_the_end():
    program = create_program()
    activity = create_activity(program, capacity=1)
    rows = fill(activity, 2)
    rows[0].activity.sign_ups.update(reminded_at=timezone.now())
    facts = {"activity": activity, "by": program.begun_by, "now": timezone.now()}
    later = {"starts_at": activity.starts_at + timedelta(hours=2), "ends_at": activity.ends_at + timedelta(hours=2)}

    change_activity(**facts, **later, place="Front gate", description="Another text.")
    change_activity(**facts, **later, place="Front gate", description="And another.")
    cancel_activity(**facts, reason="The leader is away.")

    reasons = [email.reason.split(":")[0] for email in Email.objects.order_by("pk")][2:]
    assert reasons == ["wellbeing_moved"] * 2 + ["wellbeing_canceled"] * 2
    assert [row.reminded_at for row in activity.sign_ups.all()] == [None, None]


def test_a_draft_moves_without_a_word():
    program = create_program()
    activity = create_activity(program, is_open=False)

    times = {"starts_at": activity.starts_at, "ends_at": activity.ends_at}
    change_activity(activity=activity, by=program.begun_by, now=timezone.now(), place="Elsewhere", **times)

    assert Email.objects.count() == 0


def test_it_opens_with_a_lead_of_each_side_alone():
    program = create_program()
    activity = create_activity(program, is_open=False, management_lead=None)

    with pytest.raises(CannotDo, match="lead of each side"):
        open_activity(activity=activity, by=program.begun_by, now=timezone.now())


def test_what_is_open_keeps_a_lead_of_each_side():
    activity = create_activity(create_program())
    same = {name: getattr(activity, name) for name in ["starts_at", "ends_at"]}
    deed = {"activity": activity, "by": activity.program.begun_by, "now": timezone.now()}

    with pytest.raises(CannotDo, match="Name a lead of each side first"):
        change_activity(**deed, **same, labor_lead=None)

    activity.refresh_from_db()
    assert activity.labor_lead is not None


def test_work_sites_are_made_by_their_names_once():
    program = create_program()

    for name in ["North  School", "north school"]:
        create_activity(program, worksite_name=name)

    assert [site.name for site in program.worksites.all()] == ["North School"]


def test_what_is_added_is_a_draft():
    program = create_program()
    facts = {"starts_at": pacific(2027, 3, 4, 15), "ends_at": pacific(2027, 3, 4, 16), "title": "Walk", "place": "Gate"}

    activity = add_activity(program=program, by=program.begun_by, now=timezone.now(), kind="calm", **facts)

    assert activity.state == Activity.State.DRAFT
