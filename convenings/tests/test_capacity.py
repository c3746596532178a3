from datetime import timedelta

import pytest
from django.utils import timezone

from convenings.capacity import CannotChangeCapacity, change_capacity
from convenings.models import Convening
from districts.tests.factories import create_district, create_user
from lmi_portal.audit.models import Entry

from .factories import create_convening, register

pytestmark = pytest.mark.django_db


def states_of(*registrations):
    for registration in registrations:
        registration.refresh_from_db()
    return [registration.state for registration in registrations]


def test_more_capacity_promotes_from_the_line_in_strict_order():
    convening, staff = create_convening(capacity=4), create_user()
    teams = [register(convening, size=size) for size in (4, 3, 2, 2)]

    change_capacity(convening=convening, capacity=8, by=staff, now=timezone.now())

    assert states_of(*teams) == ["confirmed", "confirmed", "waitlisted", "waitlisted"]
    entry = Entry.objects.get(done_by=staff, deed="change_capacity")
    assert entry.changes == {"capacity": [4, 8]}


def test_no_limit_promotes_everyone():
    convening = create_convening(capacity=3)
    teams = [register(convening, size=size) for size in (2, 3, 2)]

    change_capacity(convening=convening, capacity=None, by=create_user(), now=timezone.now())

    assert states_of(*teams) == ["confirmed"] * 3


def test_capacity_cannot_fall_below_the_seats_held():
    convening = create_convening(capacity=10)
    register(convening, size=3)

    with pytest.raises(CannotChangeCapacity) as refusal:
        change_capacity(convening=convening, capacity=2, by=create_user(), now=timezone.now())

    assert str(refusal.value) == "3 seats are held already: the capacity cannot be lower than that."
    assert Convening.objects.get().capacity == 10


def test_capacity_cannot_fall_below_a_team_that_waits():
    convening = create_convening(capacity=6)
    register(convening, size=2)
    waiting = register(convening, size=5, district=create_district(name="Colton"))

    with pytest.raises(CannotChangeCapacity) as refusal:
        change_capacity(convening=convening, capacity=4, by=create_user(), now=timezone.now())

    assert (
        str(refusal.value) == "Colton waits for 5 seats and would hold up the line: change or cancel that team first."
    )
    assert states_of(waiting) == ["waitlisted"]
    assert Convening.objects.get().capacity == 6


def test_same_capacity_writes_nothing():
    convening, staff = create_convening(capacity=10), create_user()

    change_capacity(convening=convening, capacity=10, by=staff, now=timezone.now())

    assert not Entry.objects.filter(done_by=staff).exists()


@pytest.mark.parametrize(("state", "days"), [("held", 0), ("closed", 31)], ids=["held", "over"])
def test_capacity_of_the_past_does_not_move_the_line(state, days):
    convening = create_convening(capacity=2)
    teams = [register(convening, size=2), register(convening, size=2)]
    Convening.objects.update(state=state)

    change_capacity(convening=convening, capacity=9, by=create_user(), now=timezone.now() + timedelta(days=days))

    assert states_of(*teams) == ["confirmed", "waitlisted"]
