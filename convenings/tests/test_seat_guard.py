"""Fifty teams and a hundred and twenty seats, all at the same moment, in real transactions on the real database."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from convenings import registering, seating
from convenings.models import Convening, Registration, Seat
from convenings.registering import register_team
from districts.models import Side
from districts.tests.factories import create_district, create_user
from lmi_portal.tests.at_once import begin_without_a_lock, postgresql

from .factories import create_convening, team_of

pytestmark = pytest.mark.django_db(transaction=True)


def contenders(count, *, size):
    for _n in range(count):
        district = create_district()
        yield {"district": district, "registered_by": create_user(), "seats": team_of(size, district=district)}


def rush(convening, teams, *, before=lambda: None):
    """All teams press the button at once; returns what each of them saw."""
    start = Barrier(len(teams))

    def press(team):
        try:
            before()
            connection.ensure_connection()
            start.wait(timeout=60)
            fields = {"side": Side.MANAGEMENT, "submission": uuid4(), "now": timezone.now()}
            return register_team(convening=convening, **team, **fields).state
        except OperationalError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(teams)) as pool:
        return list(pool.map(press, teams))


def test_fifty_teams_of_six_for_120_seats_make_twenty_confirmed_and_a_line_of_thirty():
    convening = create_convening(capacity=120)

    seen = rush(convening, list(contenders(50, size=6)))

    assert sorted(seen) == ["confirmed"] * 20 + ["waitlisted"] * 30
    assert Seat.objects.held().count() == 120
    line = list(Registration.objects.in_line().values_list("place_in_line", flat=True))
    assert line == list(range(1, 31))


def test_two_tabs_of_one_district_make_one_registration():
    convening, district, user = create_convening(), create_district(), create_user()
    submission = uuid4()
    same = {"district": district, "registered_by": user, "seats": team_of(3, district=district)}
    start = Barrier(8)

    def press(_tab):
        try:
            start.wait(timeout=60)
            fields = {"side": Side.MANAGEMENT, "submission": submission, "now": timezone.now()}
            return register_team(convening=convening, **same, **fields).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(press, range(8)))

    assert set(answers) == {Registration.objects.get().pk}


def test_control_without_the_lock_two_teams_take_the_same_seats(monkeypatch):
    """PostgreSQL oversells. SQLite's lock is its immediate transaction: without it somebody gets an error."""
    convening = create_convening(capacity=6)
    counted = Barrier(2)
    honest_count = seating.seats_left

    def count_at_the_same_time(convening):
        left = honest_count(convening)
        counted.wait(timeout=30)
        return left

    monkeypatch.setattr(registering, "lock_convening", lambda convening: Convening.objects.get(pk=convening.pk))
    monkeypatch.setattr(seating, "seats_left", count_at_the_same_time)

    seen = rush(convening, list(contenders(2, size=6)), before=begin_without_a_lock)

    if postgresql():
        assert seen == ["confirmed", "confirmed"]
        assert Seat.objects.held().count() == 12
    else:
        assert sorted(type(answer) for answer in seen if answer != "confirmed") == [OperationalError]
