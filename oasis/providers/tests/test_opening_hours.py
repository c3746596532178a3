"""Rules of schedules on days that a calendar tells: November 2, 2026 is a Monday, and clocks go back on November 1."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from oasis.providers.models import Schedule
from oasis.providers.opening_hours import schedules_open_at, schedules_open_on

from .factories import create_service

pytestmark = pytest.mark.django_db

PACIFIC = ZoneInfo("America/Los_Angeles")


def create_schedule(**fields):
    hours = {"opens_at": time(9), "closes_at": time(17)}
    return Schedule.objects.create(service=create_service(), **hours | fields)


def is_open(moment, **fields):
    schedule = create_schedule(**fields)
    at = datetime.fromisoformat(moment).replace(tzinfo=PACIFIC)
    return schedule in schedules_open_at(at)


@pytest.mark.parametrize(
    ("moment", "fields", "expected"),
    [
        ("2026-11-02 09:00", {"byday": "MO,WE"}, True),
        ("2026-11-02 17:00", {"byday": "MO,WE"}, False),
        ("2026-11-03 12:00", {"byday": "MO,WE"}, False),
        ("2026-11-02 12:00", {"byday": "", "freq": "WEEKLY", "starts_on": "2026-10-05"}, True),
        ("2026-11-02 12:00", {"byday": "MO", "valid_from_on": "2026-11-03"}, False),
        ("2026-11-02 12:00", {"byday": "MO", "valid_to_on": "2026-11-01"}, False),
        ("2026-11-02 12:00", {"byday": "MO", "valid_from_on": "2026-11-02", "valid_to_on": "2026-11-02"}, True),
    ],
    ids=["opens", "closes", "other-day", "day-of-the-first", "not-yet", "no-more", "this-day-alone"],
)
def test_weekly_rules(moment, fields, expected):
    assert is_open(moment, **fields) is expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [("2026-11-06 23:00", True), ("2026-11-07 01:59", True), ("2026-11-07 02:00", False), ("2026-11-07 23:00", False)],
    ids=["evening", "past-midnight", "closed", "next-evening"],
)
def test_hours_run_past_midnight(moment, expected):
    assert is_open(moment, byday="FR", opens_at=time(22), closes_at=time(2)) is expected


def test_last_night_of_a_rule_ends_on_the_morning_after_it():
    night = {"byday": "FR", "opens_at": time(22), "closes_at": time(2), "valid_to_on": "2026-11-06"}

    assert is_open("2026-11-07 01:00", **night)


def test_same_hours_to_open_and_close_mean_around_the_clock():
    night = {"byday": "MO", "opens_at": time(0), "closes_at": time(0)}

    assert is_open("2026-11-02 03:00", **night)
    assert not is_open("2026-11-03 03:00", **night)


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ({"byday": "1MO"}, [2]),
        ({"byday": "2TU,4TU"}, [10, 24]),
        ({"byday": "-1FR"}, [27]),
        ({"byday": "SU"}, [1, 8, 15, 22, 29]),
        ({"bymonthday": "1,15"}, [1, 15]),
        ({"bymonthday": "-1"}, [30]),
        ({"byday": "FR", "bymonthday": "13"}, [13]),
    ],
    ids=["first-monday", "2nd-and-4th", "last-friday", "each-sunday", "days", "last-day", "friday-the-13th"],
)
def test_monthly_rules(rule, days):
    schedule = create_schedule(freq=Schedule.Frequency.MONTHLY, **rule)

    noons = [datetime(2026, 11, day, 12, tzinfo=PACIFIC) for day in range(1, 31)]

    assert [noon.day for noon in noons if schedule in schedules_open_at(noon)] == days


def test_every_second_week_counts_from_the_first_day():
    schedule = create_schedule(freq="WEEKLY", byday="MO", interval=2, starts_on="2026-11-04")

    mondays = [datetime(2026, 11, day, 12, tzinfo=PACIFIC) for day in (2, 9, 16, 23, 30)]

    assert [noon.day for noon in mondays if schedule in schedules_open_at(noon)] == [16, 30]


def test_every_second_week_from_nobody_knows_when_is_never_surely_open():
    assert not is_open("2026-11-02 12:00", freq="WEEKLY", byday="MO", interval=2)


def test_moments_are_read_at_pacific_time():
    schedule = create_schedule(byday="SU")
    # 4:30 p.m. here; the clocks have just gone back.
    at = datetime(2026, 11, 1, 19, 30, tzinfo=ZoneInfo("America/New_York"))

    assert schedule in schedules_open_at(at)


def test_days_alone_say_nothing_about_now():
    schedule = create_schedule(byday="MO", opens_at=None, closes_at=None)

    assert schedule not in schedules_open_at(datetime(2026, 11, 2, 12, tzinfo=PACIFIC))
    assert schedule in schedules_open_on("MO", today=datetime(2026, 11, 3).date())


def test_days_of_rules_that_have_ended_are_over():
    over = create_schedule(byday="MO", valid_to_on="2026-11-02")
    monthly = create_schedule(byday="-1MO", freq="MONTHLY")

    open_on = schedules_open_on("MO", today=datetime(2026, 11, 3).date())

    assert over not in open_on
    assert monthly in open_on
