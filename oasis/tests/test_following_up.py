"""Contact attempts and appointments."""

from datetime import timedelta

import pytest
from django.utils import timezone

from oasis.appointing import make_appointment, say_kept
from oasis.contacting import log_attempt
from oasis.models import Referral
from oasis.moves import STAFF
from oasis.moving import make_move
from oasis.referring import send_off
from oasis.refusing import CannotMove

from .factories import create_referral

pytestmark = pytest.mark.django_db


def handed_out():
    referral = create_referral(kind="informational")
    return send_off(referral=referral, by=referral.owner, version=0, now=timezone.now())


def attempt(referral, *, reached):
    return log_attempt(referral=referral, way="phone", was_reached=reached, by=referral.owner, now=timezone.now())


def close(referral, outcome):
    return make_move(
        referral=referral,
        move="close",
        actor=STAFF,
        version=referral.version,
        outcome=outcome,
        outcome_source="staff",
        now=timezone.now(),
    )


def test_the_first_attempt_that_reaches_the_family_is_the_first_contact():
    referral = handed_out()
    attempt(referral, reached=False)
    first = attempt(referral, reached=True)
    attempt(referral, reached=True)

    assert Referral.objects.get().first_contact_at == first.tried_at


def test_unable_to_contact_needs_three_attempts_in_vain():
    referral = handed_out()
    attempt(referral, reached=False)
    attempt(referral, reached=False)
    with pytest.raises(CannotMove) as refusal:
        close(referral, "unable_to_contact")
    attempt(referral, reached=False)

    assert close(referral, "unable_to_contact").is_loop_closed() is False
    assert str(refusal.value) == "“Unable to contact” needs three logged attempts; 2 so far."


def test_what_is_over_takes_no_more_attempts():
    referral = close(handed_out(), "received_full")

    with pytest.raises(CannotMove):
        attempt(referral, reached=True)


def test_a_new_appointment_takes_the_place_of_the_one_to_come():
    referral, now = handed_out(), timezone.now()
    fields = {"actor": STAFF, "by": referral.owner, "now": now}
    referral = make_appointment(referral=referral, starts_at=now + timedelta(days=1), version=1, **fields)

    referral = make_appointment(referral=referral, starts_at=now + timedelta(days=2), version=2, **fields)

    assert list(referral.appointments.values_list("kept", flat=True)) == ["cancelled", ""]
    assert referral.state == "scheduled"


def test_an_appointment_lies_ahead_and_is_kept_only_once_it_has_begun():
    referral, now = handed_out(), timezone.now()
    fields = {"referral": referral, "actor": STAFF, "by": referral.owner, "version": 1, "now": now}
    with pytest.raises(CannotMove):
        make_appointment(starts_at=now, **fields)
    appointment = make_appointment(starts_at=now + timedelta(days=1), **fields).appointments.get()

    with pytest.raises(CannotMove):
        say_kept(appointment=appointment, kept="yes", by=referral.owner, now=now)
    say_kept(appointment=appointment, kept="no", by=referral.owner, now=now + timedelta(days=2))

    assert referral.appointments.get().kept == "no"
