"""Proving that what a referral's row says is what its events tell: the events are the truth."""

from django.db.models import Prefetch

from .models import ContactAttempt, Referral, ReferralEvent
from .moves import MOVES
from .moving import draw_state

DRAWN = ["state", "version", "sent_at", "acknowledged_at", "outcome", "outcome_source", "closed_at"]
CHUNK = 500


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
