from datetime import timedelta

import pytest

from convenings.models import ReminderRule
from districts.tests.factories import create_district

from .beats import NOW, at, create_reminding_convening, register_at, reminders_sent, run
from .factories import team_of, unnamed

pytestmark = pytest.mark.django_db


def test_roster_is_asked_for_weekly_until_it_is_complete():
    convening, district = create_reminding_convening(("roster", 7)), create_district()
    team = register_at(convening, district=district, seats=unnamed(team_of(2, district=district)))

    posted = [run(NOW + timedelta(days=days)) for days in range(22)]
    team.seats.update(name="Somebody")
    posted += [run(NOW + timedelta(days=days)) for days in range(22, 40)]

    assert [day for day, count in enumerate(posted) if count] == [7, 14, 21]
    assert reminders_sent() == [("convenings/email/reminder_roster", team.registered_by.email)] * 3


def test_roster_is_not_asked_for_once_the_convening_begins():
    convening, district = create_reminding_convening(("roster", 7)), create_district()
    now = at(10, 28, 12)
    register_at(convening, now=now, district=district, seats=unnamed(team_of(2, district=district)))

    assert [run(now + timedelta(days=days)) for days in range(21)] == [0] * 21


def test_complete_roster_is_not_asked_for():
    register_at(create_reminding_convening(("roster", 7)), size=2)

    assert [run(NOW + timedelta(days=days)) for days in (0, 7, 14)] == [0, 0, 0]


@pytest.mark.parametrize(
    ("days", "asked_on"), [(7, [3, 6, 9, 14, 21, 28]), (2, [3, 6, 9, 12, 14, 16, 18, 20, 22, 24, 26, 28])]
)
def test_roster_is_asked_for_in_the_new_rhythm_once_staff_change_it(days, asked_on):
    convening, district = create_reminding_convening(("roster", 3)), create_district()
    register_at(convening, district=district, seats=unnamed(team_of(2, district=district)))

    posted = [run(NOW + timedelta(days=day)) for day in range(11)]
    ReminderRule.objects.update(days=days)
    posted += [run(NOW + timedelta(days=day)) for day in range(11, 30)]

    assert [day for day, count in enumerate(posted) if count] == asked_on
