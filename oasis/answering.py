"""What a provider answers: a move of the referral, made by whoever opened its link with the code."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lmi_portal.outbox.posting import post_email
from oasis.providers.correcting import propose_corrections
from oasis.providers.models import Service

from .appointing import make_appointment
from .models import Consent, DeclineReason, OutcomeSource, ProviderLink
from .moves import PROVIDER, moves_from
from .moving import make_move
from .provider_links import note_use, opens
from .refusing import CannotMove

# In the order in which they are offered; *open* is made by the code.
ANSWERS = ["accept", "schedule", "waitlist", "ask_info", "start_service", "close", "decline"]


def answers_open_to(referral, *, on):
    """The Moves that the provider may make now, without telling what came of it where no consent lets it."""
    moves = {move.name: move for move in moves_from(referral.state, actor=PROVIDER, kind=referral.kind)}
    if not may_tell_outcome(referral, on=on):
        moves.pop("close", None)
    return [moves[name] for name in ANSWERS if name in moves]


def may_tell_outcome(referral, *, on):
    """Whether a consent covers what goes back: that the provider tells the school what became of the student."""
    minor = Consent.Relation.MINOR_STUDENT
    consents = Consent.objects.active(on=on).filter(
        student=referral.student_id,
        direction=Consent.Direction.BACK,
        recipients__provider=referral.service.provider_id,
    )
    return (consents.filter(relation=minor) if referral.is_confidential else consents.exclude(relation=minor)).exists()


@transaction.atomic
def answer_referral(*, link, move, version, now, address="", starts_at=None, place="", is_full=False, **told):
    """Make the provider's `move` and write to who cares for the referral; returns the Referral.

    `told` is what make_move takes beside: note, reason, outcome. `starts_at` and `place` make an appointment,
    `is_full` proposes to staff that the directory says so of the service. Raises CannotMove and Outdated.
    """
    # Whoever makes a new link locks the referral before the links, so the link is not locked here.
    link = ProviderLink.objects.select_related("referral__service").get(pk=link.pk)
    if not opens(link, now=now):
        raise CannotMove(_("This link has ended. Open the newest e-mail, or ask for a new link."))
    referral = link.referral
    if move == "close" and not may_tell_outcome(referral, on=timezone.localdate(now)):
        raise CannotMove(_("The family has not agreed that you tell the school what came of it."))
    if move == "close":
        told["outcome_source"] = OutcomeSource.PROVIDER
    common = {"referral": referral, "actor": PROVIDER, "version": version, "now": now}
    if move == "schedule":
        referral = make_appointment(**common, starts_at=starts_at, place=place, note=told.get("note", ""))
    else:
        referral = make_move(**common, move=move, **told)
    if is_full and told.get("reason") == DeclineReason.NO_CAPACITY:
        full = {"capacity": Service.Capacity.FULL.value}
        propose_corrections(service=referral.service, proposed=full, sent_to=link.email, now=now)
    note_use(link, f"answered: {move}", now=now, address=address)
    _tell_owner(referral, now=now)
    return referral


def _tell_owner(referral, *, now):
    post_email(
        to=referral.owner.email,
        reason=f"provider_answered:{referral.number}:{referral.version}",
        template="oasis/email/provider_answered",
        context={
            "number": referral.number,
            "link": settings.SITE_URL + reverse("oasis:referral", args=[referral.number]),
        },
        now=now,
    )
