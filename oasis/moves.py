"""Every move that a referral can make: from which states, to which, by whom. Nothing else moves a referral.

Words for states were compared with those of findhelp, FHIR's Gravity IG, Caredove, RefNet and California's closed-loop
referral rules (DHCS); the table is our own.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from .models import ReferralEvent, State

S = State
STAFF, PROVIDER = ReferralEvent.Actor.STAFF, ReferralEvent.Actor.PROVIDER
FAMILY, CLOCK = ReferralEvent.Actor.FAMILY, ReferralEvent.Actor.CLOCK

# Where a provider has the referral before it.
WITH_PROVIDER = frozenset({S.SENT, S.OPENED, S.NEEDS_INFO, S.ACCEPTED, S.WAITLISTED, S.SCHEDULED, S.IN_SERVICE})
AGREED = frozenset({S.ACCEPTED, S.WAITLISTED, S.SCHEDULED, S.IN_SERVICE})


@dataclass(frozen=True)
class Move:
    """`label` is on the button; `asks` names what must come with it: note, reason, outcome, appointment.

    A move `by_owner_or_lead` is made by who cares for the referral, or who leads at its site, and no one else of staff.
    """

    name: str
    label: str
    sources: frozenset
    target: str
    actors: frozenset
    asks: frozenset = field(default_factory=frozenset)
    only_kind: str = ""
    by_owner_or_lead: bool = False


def _move(name, label, sources, target, *actors, asks=(), only_kind="", by_owner_or_lead=False):
    return Move(
        name, label, frozenset(sources), target, frozenset(actors), frozenset(asks), only_kind, by_owner_or_lead
    )


MOVES = {
    move.name: move
    for move in [
        _move("ask_consent", _("Ask for consent"), [S.DRAFT], S.AWAITING_CONSENT, STAFF),
        _move("make_ready", _("Consent is here"), [S.DRAFT, S.AWAITING_CONSENT], S.READY, STAFF, FAMILY),
        _move("lose_consent", _("Consent ended"), [S.READY], S.AWAITING_CONSENT, STAFF, FAMILY, CLOCK),
        _move("send", _("Send to the provider"), [S.READY], S.SENT, STAFF, only_kind="direct"),
        _move(
            "hand_out",
            _("Handed to the family"),
            [S.DRAFT, S.AWAITING_CONSENT, S.READY],
            S.SENT,
            STAFF,
            only_kind="informational",
        ),
        _move("open", _("Opened"), [S.SENT], S.OPENED, PROVIDER, only_kind="direct"),
        _move(
            "ask_info",
            _("Ask for more"),
            WITH_PROVIDER - {S.SENT, S.NEEDS_INFO},
            S.NEEDS_INFO,
            PROVIDER,
            asks=["note"],
            only_kind="direct",
        ),
        _move(
            "give_info",
            _("Answer the provider"),
            [S.NEEDS_INFO],
            S.OPENED,
            STAFF,
            asks=["note"],
            only_kind="direct",
        ),
        _move(
            "accept",
            _("Accept"),
            [S.SENT, S.OPENED, S.NEEDS_INFO, S.WAITLISTED],
            S.ACCEPTED,
            PROVIDER,
            STAFF,
        ),
        _move(
            "waitlist",
            _("Put on the waiting list"),
            [S.SENT, S.OPENED, S.NEEDS_INFO, S.ACCEPTED],
            S.WAITLISTED,
            PROVIDER,
            STAFF,
        ),
        _move(
            "schedule",
            _("Enter an appointment"),
            [S.SENT, S.OPENED, S.NEEDS_INFO, S.ACCEPTED, S.WAITLISTED, S.SCHEDULED],
            S.SCHEDULED,
            PROVIDER,
            STAFF,
            asks=["appointment"],
        ),
        _move(
            "start_service",
            _("The service has begun"),
            [S.ACCEPTED, S.WAITLISTED, S.SCHEDULED],
            S.IN_SERVICE,
            PROVIDER,
            STAFF,
        ),
        _move("decline", _("Decline"), WITH_PROVIDER - {S.IN_SERVICE}, S.DECLINED, PROVIDER, STAFF, asks=["reason"]),
        _move("recall", _("Recall"), [S.SENT], S.RECALLED, STAFF, FAMILY, CLOCK, only_kind="direct"),
        _move(
            "withdraw",
            _("Withdraw"),
            {S.DRAFT, S.AWAITING_CONSENT, S.READY} | WITH_PROVIDER,
            S.WITHDRAWN,
            STAFF,
            FAMILY,
            asks=["note"],
        ),
        _move(
            "expire",
            _("Expired"),
            [S.AWAITING_CONSENT, S.READY, S.SENT, S.OPENED, S.NEEDS_INFO],
            S.EXPIRED,
            CLOCK,
        ),
        _move(
            "close",
            _("Close with an outcome"),
            WITH_PROVIDER | {S.DECLINED, S.EXPIRED},
            S.CLOSED,
            STAFF,
            PROVIDER,
            asks=["outcome"],
        ),
        _move(
            "enter_in_error",
            _("Entered in error"),
            [state for state in S if state != S.ENTERED_IN_ERROR],
            S.ENTERED_IN_ERROR,
            STAFF,
            asks=["note"],
            by_owner_or_lead=True,
        ),
    ]
}

# What a provider may report as an outcome ends what was agreed; it closes nothing that it never took on.
PROVIDER_CLOSES = AGREED


def moves_from(state, *, actor, kind, is_owner_or_lead=True):
    """The Moves that `actor` may make of a referral of `kind` in `state`, in the table's order.

    No provider hears from the portal of what is handed to a family, so none moves it.
    """
    if actor == PROVIDER and kind != "direct":
        return []
    return [
        move
        for move in MOVES.values()
        if state in move.sources
        and actor in move.actors
        and move.only_kind in {"", kind}
        and (is_owner_or_lead or not move.by_owner_or_lead)
        and not (move.name == "close" and actor == PROVIDER and state not in PROVIDER_CLOSES)
    ]
