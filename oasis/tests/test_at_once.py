"""What two people, or two beats, do at the same moment happens once."""

import pytest
from django.utils import timezone

from lmi_portal.outbox.models import Email
from lmi_portal.tests.at_once import press_at_once
from oasis.handing_over import CannotHandOver
from oasis.models import Disclosure, Referral, ReferralEvent
from oasis.provider_codes import CannotOpen, open_link, send_code
from oasis.reminding import remind_providers

from .factories import create_assignment, create_referral
from .provider_browser import mailed_code, sent_link
from .test_clock import at, sent_at
from .test_handing_over import accept, offer

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_code_typed_twice_at_once_opens_once():
    link = sent_link()
    send_code(link=link, now=timezone.now())
    code = mailed_code()

    came = press_at_once([lambda: open_link(link=link, code=code, now=timezone.now())] * 2, refusals=CannotOpen)

    assert came == ["CannotOpen", "done"]
    assert (ReferralEvent.objects.filter(move="open").count(), Disclosure.objects.count()) == (1, 1)


def test_wrong_codes_at_once_are_counted_each():
    link = sent_link()
    send_code(link=link, now=timezone.now())

    press_at_once([lambda: open_link(link=link, code="x", now=timezone.now())] * 4, refusals=CannotOpen)

    link.refresh_from_db()
    assert link.wrong_codes == 4


def test_a_caseload_accepted_twice_at_once_changes_hands_once():
    giver = create_assignment()
    taker = create_assignment(site=giver.site)
    hand_over = offer(giver, taker, [create_referral(logged_by=giver)])

    came = press_at_once([lambda: accept(hand_over, taker)] * 2, refusals=CannotHandOver)

    assert came == ["CannotHandOver", "done"]
    assert Referral.objects.get().owner == taker.user


def test_a_referral_offered_to_two_at_once_is_offered_to_one():
    giver = create_assignment()
    takers = [create_assignment(site=giver.site) for _each in range(2)]
    referral = create_referral(logged_by=giver)

    presses = [lambda taker=taker: offer(giver, taker, [referral]) for taker in takers]
    came = press_at_once(presses, refusals=CannotHandOver)

    assert came == ["CannotHandOver", "done"]
    assert referral.hand_overs.count() == 1


def test_two_beats_at_once_remind_once():
    sent_at(at(2026, 11, 9))

    press_at_once([lambda: remind_providers(now=at(2026, 11, 12))] * 2, refusals=CannotOpen)

    assert Email.objects.filter(template="oasis/email/provider_reminder").count() == 1
