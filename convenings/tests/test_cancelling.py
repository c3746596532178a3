from datetime import timedelta

import pytest
from django.utils import timezone

from convenings.cancelling import cancel_registration
from convenings.models import Registration
from convenings.refusing import CannotRegister
from lmi_portal.audit.models import Entry
from lmi_portal.outbox.models import Email

from .factories import create_convening, register

pytestmark = pytest.mark.django_db


def cancel(registration, *, reason="Snow", now=None):
    cancel_registration(
        registration=registration, cancelled_by=registration.registered_by, reason=reason, now=now or timezone.now()
    )


def states_of(*registrations):
    return [Registration.objects.get(pk=registration.pk).state for registration in registrations]


def test_cancelling_lets_the_line_move_up_in_strict_order():
    convening = create_convening(capacity=4)
    small, other = register(convening, size=2), register(convening, size=2)
    large, last = register(convening, size=3), register(convening, size=2)

    cancel(small)
    after_two_seats = states_of(large, last)
    cancel(other)

    assert after_two_seats == ["waitlisted", "waitlisted"]
    assert states_of(large, last) == ["confirmed", "waitlisted"]


def test_waiting_team_that_cancels_leaves_the_line_in_its_order():
    convening = create_convening(capacity=2)
    held, first, second = [register(convening, size=2) for _n in range(3)]

    cancel(first)
    cancel(held)

    assert states_of(first, second) == ["cancelled", "confirmed"]


def test_cancelling_twice_counts_once():
    team = register(create_convening())

    cancel(team, reason="Snow")
    cancel(team, reason="Rain")

    assert Registration.objects.get().cancel_reason == "Snow"
    assert Email.objects.filter(template="convenings/email/registration_cancelled").count() == 1


def test_cancelling_logs_the_reason():
    team = register(create_convening())

    cancel(team)

    entry = Entry.objects.get(deed="cancel_registration")
    assert (entry.done_by, entry.changes) == (
        team.registered_by,
        {"state": ["confirmed", "cancelled"], "reason": ["", "Snow"]},
    )


def test_cancelling_is_refused_once_the_last_day_has_passed():
    convening = create_convening(capacity=2)
    came, waiting = register(convening, size=2), register(convening, size=2)

    with pytest.raises(CannotRegister, match="its record of teams stays as it is"):
        cancel(came, now=timezone.now() + timedelta(days=31))

    assert states_of(came, waiting) == ["confirmed", "waitlisted"]
