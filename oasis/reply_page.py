"""What a provider's link shows: the number alone, or with the code the little that the family agreed to."""

from dataclasses import dataclass

from django.utils import timezone

from .answering import answers_open_to, may_tell_outcome
from .covering import consents_covering
from .disclosable import disclosable_fields
from .models import ReferralEvent, State
from .move_wording import CONVERSATION
from .moves import AGREED


@dataclass(frozen=True)
class Opened:
    """All of one referral that its provider sees."""

    referral: object
    consent: object
    fields: list
    answers: list
    conversation: list  # of (event, what happened)
    appointment: object
    lacks_consent_back: bool


def opened_of(referral, *, now):
    """The Opened of a referral, or None where it is over or no consent covers it any more: then it is a number."""
    on = timezone.localdate(now)
    consent = None if referral.closed_at else consents_covering(referral, on=on).first()
    if consent is None:
        return None
    return Opened(
        referral=referral,
        consent=consent,
        fields=disclosable_fields(referral, consent, on=on),
        answers=answers_open_to(referral, on=on),
        conversation=conversation_of(referral),
        appointment=_appointment(referral, now),
        lacks_consent_back=referral.state in AGREED and not may_tell_outcome(referral, on=on),
    )


def _appointment(referral, now):
    """The one that stands: a question asked meanwhile takes nothing back, and the family is reminded of it."""
    standing = referral.appointments.filter(kept="")
    if referral.state != State.SCHEDULED:
        standing = standing.filter(starts_at__gt=now)
    return standing.order_by("starts_at").last()


def conversation_of(referral):
    """The provider's own answers and staff's answers to its questions, each with words for it.

    What staff note among themselves is not here.
    """
    events = referral.events.order_by("version")
    provider = ReferralEvent.Actor.PROVIDER
    shown = [event for event in events if event.actor == provider or event.move == "give_info"]
    return [(event, CONVERSATION[event.move]) for event in shown]
