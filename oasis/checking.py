"""Proving that what a referral's row says is what its events tell: the events are the truth."""

from itertools import islice

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lmi_portal.outbox.posting import post_emails

from .models import ContactAttempt, Referral, ReferralEvent
from .moves import MOVES
from .moving import draw_state

DRAWN = ["state", "version", "sent_at", "acknowledged_at", "outcome", "outcome_source", "closed_at"]
CHUNK = 500
NUMBERS_IN_A_LETTER = 20


def check_referrals(referrals=None):
    """Yield (number, sentence) for each difference among `referrals`, all of them by default, with flat memory."""
    referrals = Referral.objects.all() if referrals is None else referrals
    events = ReferralEvent.objects.defer("note").order_by("version")
    attempts = ContactAttempt.objects.filter(was_reached=True).defer("note").order_by("tried_at")
    told = referrals.only("number", "kind", "first_contact_at", *DRAWN).order_by("pk")
    told = told.prefetch_related(
        Prefetch("events", queryset=events, to_attr="told"),
        Prefetch("contact_attempts", queryset=attempts, to_attr="reached"),
    )
    for referral in told.iterator(chunk_size=CHUNK):
        for sentence in _differences(referral):
            yield referral.number, sentence


def tell_of_differences(*, now):
    """Write to superusers once a night where a referral differs; return how many do.

    The letter tells numbers alone; `manage.py check_referrals` says what differs.
    """
    numbers = list(dict.fromkeys(number for number, _sentence in check_referrals()))
    if numbers:
        first = ", ".join(islice(numbers, NUMBERS_IN_A_LETTER))
        says = _("%(count)d referrals do not say what their events tell, among them: %(numbers)s.")
        context = {
            "subject": _("Referrals differ from their events"),
            "paragraphs": [
                says % {"count": len(numbers), "numbers": first},
                _("Run manage.py check_referrals: somebody changed rows behind the portal, or it has a fault."),
            ],
            "url": settings.SITE_URL + reverse("admin:index"),
            "label": _("Open the staff area"),
        }
        reason = f"referrals_differ:{timezone.localdate(now):%Y-%m-%d}"
        readers = get_user_model().objects.filter(is_active=True, is_superuser=True)
        post_emails(
            [{"to": each.email, "reason": reason, "template": "email/plain", "context": context} for each in readers],
            now=now,
        )
    return len(numbers)


def _differences(referral):
    drawn = Referral(kind=referral.kind)
    for number, event in enumerate(referral.told, start=1):
        if event.version != number:
            yield f"event {number} is missing"
            return
        move = MOVES.get(event.move)
        if move is None or drawn.state not in move.sources or event.actor not in move.actors:
            yield f"event {number}, {event.move} by {event.actor}, is no move from {drawn.state}"
        elif event.state != move.target:
            yield f"event {number}, {event.move}, led to {event.state}, where the table says {move.target}"
        draw_state(drawn, event)
    drawn.first_contact_at = referral.reached[0].tried_at if referral.reached else None
    for name in [*DRAWN, "first_contact_at"]:
        kept, wanted = getattr(referral, name), getattr(drawn, name)
        if kept != wanted:
            yield f"{name} is {kept or 'empty'}, where the events tell {wanted or 'nothing'}"
