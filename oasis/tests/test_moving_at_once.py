from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.utils import timezone

from lmi_portal.tests.at_once import press_at_once
from oasis.models import Referral, ReferralEvent
from oasis.moves import PROVIDER, STAFF
from oasis.moving import make_move
from oasis.refusing import CannotMove

from .factories import create_consent, create_referral

pytestmark = pytest.mark.django_db(transaction=True)


def sent_referral():
    referral = create_referral()
    create_consent(referral.student, provider=referral.service.provider)
    for name in ("make_ready", "send"):
        referral = make_move(
            referral=referral, move=name, actor=STAFF, version=referral.version, now=timezone.now() - timedelta(hours=1)
        )
    return referral


def deeds_of(referral):
    """The provider opens what staff recall at the same moment; both saw version 2."""
    fields = {"referral": referral, "version": referral.version, "now": timezone.now()}
    return [
        partial(make_move, move="recall", actor=STAFF, **fields),
        partial(make_move, move="open", actor=PROVIDER, **fields),
    ]


def test_of_two_people_at_once_the_second_is_told():
    referral = sent_referral()

    came = press_at_once(deeds_of(referral), refusals=(CannotMove,))

    assert came == ["Outdated", "done"]
    assert ReferralEvent.objects.filter(referral=referral).count() == 3


def test_control_who_does_not_say_what_they_saw_undoes_the_other():
    """As of the newest version, whatever it is: what was put on a waiting list is accepted, and nobody is told."""
    referral = sent_referral()

    for name in ("waitlist", "accept"):
        newest = Referral.objects.get(pk=referral.pk).version
        moved = make_move(referral=referral, move=name, actor=STAFF, version=newest, now=timezone.now())

    assert moved.state == "accepted"


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time anyway.")
def test_without_the_lock_the_number_of_the_event_still_tells_the_second(monkeypatch):
    """Two read version 2 together; one row for version 3 is all that the database takes."""
    referral = sent_referral()
    monkeypatch.setattr(Referral.objects, "select_for_update", lambda **which: Referral.objects.all())

    came = press_at_once(deeds_of(referral), refusals=(CannotMove,))

    assert came == ["Outdated", "done"]
    assert Referral.objects.get(pk=referral.pk).version == 3
