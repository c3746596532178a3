from concurrent.futures import ThreadPoolExecutor
from datetime import date, time
from threading import Event
from time import sleep

import pytest
from django.db import connection, transaction
from django.utils import timezone

from convenings.cancelling import cancel_registration
from convenings.models import Convening, Reminder, ReminderRule
from convenings.opening import cancel_convening, mark_held
from convenings.reminding import add_default_rules, plan_reminders, post_due_reminders
from convenings.seating import lock_convening
from districts.tests.factories import create_district, create_user

from .beats import FIRST_DAY, NOW, at, create_reminding_convening, register_at, reminders_sent, run
from .factories import team_of, unnamed

pytestmark = pytest.mark.django_db


def states():
    return sorted(Reminder.objects.values_list("state", flat=True))


def test_default_rules_are_two_weeks_three_days_and_a_day_before_weekly_and_the_day_after():
    convening = create_reminding_convening()

    add_default_rules(convening)

    rules = convening.reminder_rules.values_list("kind", "days", "send_time", "is_on")
    assert list(rules) == [
        ("after", 1, time(8), True),
        ("before", 14, time(8), True),
        ("before", 3, time(8), True),
        ("before", 1, time(8), True),
        ("roster", 7, time(8), True),
    ]


def test_reminders_are_due_at_eight_in_california_on_both_sides_of_the_clock_change():
    convening = create_reminding_convening(("before", 14), ("before", 3), ("before", 1), ("after", 1))
    register_at(convening, size=2)

    plan_reminders(now=NOW)

    due = sorted(timezone.localtime(moment) for moment in set(Reminder.objects.values_list("due_at", flat=True)))
    assert due == [at(10, 21), at(11, 1), at(11, 3), at(11, 5)]
    assert [moment.tzname() for moment in due] == ["PDT", "PST", "PST", "PST"]


def test_each_named_seat_is_reminded_once_however_often_beat_comes():
    convening = create_reminding_convening(("before", 3))
    team = register_at(convening, size=2)
    run(NOW)

    posted = [run(at(11, 1, 7, 59)), run(at(11, 1)), run(at(11, 1)), run(at(11, 1, 8, 1))]

    assert posted == [0, 2, 0, 0]
    template = "convenings/email/reminder_before"
    assert reminders_sent() == sorted((template, seat.email) for seat in team.seats.all())


def test_late_registrant_gets_no_reminder_whose_time_has_passed():
    convening = create_reminding_convening(("before", 14), ("before", 3))

    register_at(convening, now=at(10, 25), size=2)
    plan_reminders(now=at(10, 25))

    assert {reminder.rule.days for reminder in Reminder.objects.all()} == {3}


def test_seat_named_later_gets_those_still_to_come():
    convening, district = create_reminding_convening(("before", 14), ("before", 3)), create_district()
    team = register_at(convening, district=district, seats=unnamed(team_of(2, district=district)))
    run(at(10, 21))
    seat = team.seats.first()
    seat.name, seat.email = "Late Comer", "late@example.org"
    seat.save()

    run(at(10, 25))
    run(at(11, 1))

    assert reminders_sent() == [("convenings/email/reminder_before", "late@example.org")]


def test_another_person_in_the_seat_gets_those_still_to_come():
    convening = create_reminding_convening(("before", 14), ("before", 3))
    seat = register_at(convening, size=2).seats.first()
    run(NOW)
    run(at(10, 21))
    first = seat.email
    seat.name, seat.email = "Second", "second@example.org"
    seat.save()

    run(at(11, 1))

    sent = [to for _template, to in reminders_sent()]
    assert (sent.count(first), sent.count("second@example.org"), len(sent)) == (1, 1, 4)


def test_waiting_team_is_not_reminded():
    convening = create_reminding_convening(("before", 3), capacity=2)
    register_at(convening, size=2)
    register_at(convening, size=2)

    run(NOW)

    assert run(at(11, 1)) == 2


def cancel_team(convening):
    team = convening.registrations.get()
    cancel_registration(registration=team, cancelled_by=create_user(), reason="Budget", now=NOW)


def cancel_all(convening):
    cancel_convening(convening=convening, reason="Smoke", by=create_user(), now=NOW)


def switch_off(convening):
    convening.reminder_rules.update(is_on=False)


@pytest.mark.parametrize(("deed", "posted"), [(cancel_team, 0), (cancel_all, 0), (switch_off, 0), (str, 2)])
def test_what_no_longer_makes_sense_is_skipped(deed, posted):
    convening = create_reminding_convening(("before", 3))
    register_at(convening, size=2)
    plan_reminders(now=NOW)

    deed(convening)

    assert run(at(11, 1)) == posted


def test_rule_that_is_off_plans_nothing():
    convening = create_reminding_convening(("before", 3))
    register_at(convening, size=2)
    ReminderRule.objects.update(is_on=False)

    plan_reminders(now=NOW)

    assert Reminder.objects.count() == 0


def move_to(convening, day):
    Convening.objects.filter(pk=convening.pk).update(starts_on=day, ends_on=day)


def test_moved_date_moves_what_is_planned_and_repeats_nothing_posted():
    convening = create_reminding_convening(("before", 14), ("before", 3))
    register_at(convening, size=2)
    run(NOW)
    run(at(10, 21))

    move_to(convening, date(2026, 12, 2))
    posted = [run(moment) for moment in (at(11, 1), at(11, 18), at(11, 29))]

    assert posted == [0, 0, 2]
    assert states() == ["posted"] * 4


def test_date_moved_nearer_skips_what_would_be_in_the_past():
    convening = create_reminding_convening(("before", 14), ("before", 3))
    register_at(convening, size=2)
    run(NOW)

    move_to(convening, date(2026, 10, 9))

    assert [run(at(10, 2)), run(at(10, 6))] == [0, 2]
    assert states() == ["posted", "posted", "skipped", "skipped"]


def test_date_moved_away_again_revives_what_was_skipped():
    convening = create_reminding_convening(("before", 14))
    register_at(convening, size=2)
    run(NOW)
    move_to(convening, date(2026, 10, 9))
    run(at(10, 2))

    move_to(convening, FIRST_DAY)

    assert [run(at(10, 3)), run(at(10, 21))] == [0, 2]


@pytest.mark.parametrize(("moment", "posted"), [(at(11, 1, 23), 2), (at(11, 2, 9), 0)], ids=["short", "long"])
def test_reminders_after_a_standstill_are_made_up_for_only_when_it_was_short(moment, posted):
    convening = create_reminding_convening(("before", 3))
    register_at(convening, size=2)
    plan_reminders(now=NOW)

    assert post_due_reminders(now=moment) == posted


def test_thanks_go_out_the_day_after_even_once_marked_held():
    convening = create_reminding_convening(("after", 1))
    team = register_at(convening, size=2)
    run(NOW)
    mark_held(convening=convening, by=create_user(), now=at(11, 4, 18))

    run(at(11, 5))

    template = "convenings/email/reminder_after"
    assert reminders_sent() == sorted((template, seat.email) for seat in team.seats.all())


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_remind_everyone_once():
    convening = create_reminding_convening(("before", 3))
    for _n in range(3):
        register_at(convening, size=4)

    def beat(moment):
        try:
            return run(moment)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        planned = list(pool.map(beat, [NOW, NOW]))
        posted = list(pool.map(beat, [at(11, 1), at(11, 1)]))

    assert (planned, sum(posted)) == ([0, 0], 12)
    assert (len(reminders_sent()), states()) == (12, ["posted"] * 12)


@pytest.mark.plants_a_difference
@pytest.mark.django_db(transaction=True)
def test_planning_waits_for_a_team_that_drops_a_seat():
    convening = create_reminding_convening(("before", 3))
    team = register_at(convening, size=3)
    seat_is_gone = Event()

    def drop_a_seat():
        try:
            with transaction.atomic():
                lock_convening(convening)
                team.seats.last().delete()
                seat_is_gone.set()
                sleep(0.3)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        dropping = pool.submit(drop_a_seat)
        seat_is_gone.wait()
        plan_reminders(now=NOW)
        dropping.result()

    assert sorted(Reminder.objects.values_list("seat", flat=True)) == sorted(team.seats.values_list("pk", flat=True))


def test_person_with_seats_on_two_teams_is_reminded_once():
    convening = create_reminding_convening(("before", 3))
    teams = [register_at(convening, size=2) for _n in range(2)]
    for team in teams:
        team.seats.filter(position=1).update(name="Both", email="both@example.org")

    run(NOW)
    run(at(11, 1))

    assert [to for _template, to in reminders_sent()].count("both@example.org") == 1


@pytest.mark.parametrize("teams", [1, 3])
def test_planning_takes_as_many_queries_for_many_seats(django_assert_num_queries, teams):
    convening = create_reminding_convening(("before", 14), ("before", 3), ("roster", 7))
    for _n in range(teams):
        district = create_district()
        team = team_of(3, district=district)
        register_at(convening, district=district, seats=team[:2] + unnamed(team[2:]))

    with django_assert_num_queries(11):
        plan_reminders(now=NOW)

    assert Reminder.objects.count() == teams * (2 * 2 + 1)


def test_planning_again_writes_nothing(django_assert_num_queries):
    convening, district = create_reminding_convening(("before", 14), ("roster", 7)), create_district()
    team = team_of(3, district=district)
    register_at(convening, district=district, seats=team[:2] + unnamed(team[2:]))
    plan_reminders(now=NOW)

    with django_assert_num_queries(9) as queries:
        plan_reminders(now=NOW)

    assert {query["sql"].split()[0] for query in queries.captured_queries} == {"SELECT", "SAVEPOINT", "RELEASE"}


@pytest.mark.parametrize("teams", [1, 3])
def test_posting_takes_as_many_queries_for_many_seats(django_assert_num_queries, teams):
    convening = create_reminding_convening(("before", 3))
    for _n in range(teams):
        register_at(convening, size=3)
    plan_reminders(now=NOW)

    with django_assert_num_queries(7):
        assert post_due_reminders(now=at(11, 1)) == teams * 3
