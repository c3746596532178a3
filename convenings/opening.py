"""The states of a convening: announced, open, closed, held or cancelled; only these deeds change them.

draft → save the date → open ⇄ closed → held, and from each of the middle three → cancelled.
"""

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from billing.numbering import lock_counters
from lmi_portal.audit.recording import record
from lmi_portal.outbox.posting import post_emails

from .charging import Cause, charge_team, lock_accounts
from .circulars import circulars, teams_to_tell
from .keeping import fees_of_organizer, keep_fees
from .models import Convening, Registration
from .refusing import pacific
from .seating import lock_convening, seats_with_money

State = Convening.State

FROM_STATES = {
    State.SAVE_THE_DATE: {State.DRAFT},
    State.OPEN: {State.DRAFT, State.SAVE_THE_DATE, State.CLOSED},
    State.CLOSED: {State.OPEN},
    State.HELD: {State.SAVE_THE_DATE, State.OPEN, State.CLOSED},
    State.CANCELLED: {State.SAVE_THE_DATE, State.OPEN, State.CLOSED},
}


class CannotChangeState(Exception):
    """Why a convening stays in its state, in words for staff."""


@transaction.atomic
def announce_convening(*, convening, by, now):
    """Show a draft to the public as a date to save. Raises CannotChangeState unless it is a draft."""
    return _move(lock_convening(convening), State.SAVE_THE_DATE, deed="announce_convening", by=by, now=now)


@transaction.atomic
def open_convening(*, convening, by, now):
    """Open registration, from a draft, a saved date, or once more after closing.

    Raises CannotChangeState without a first day, fee or closing date, or for a partner's event.
    """
    return _move(lock_convening(convening), State.OPEN, deed="open_convening", by=by, now=now)


@transaction.atomic
def close_convening(*, convening, by, now):
    """Take no more teams, before the closing date if need be. Raises CannotChangeState unless it is open."""
    return _move(lock_convening(convening), State.CLOSED, deed="close_convening", by=by, now=now)


@transaction.atomic
def mark_held(*, convening, by, now):
    """Make the convening part of the past. Raises CannotChangeState before its last day has come (Pacific)."""
    return _move(lock_convening(convening), State.HELD, deed="mark_held", by=by, now=now)


@transaction.atomic
def cancel_convening(*, convening, reason, by, now):
    """Call a convening off: every standing team is cancelled for that reason, nobody moves up, and all are told.

    What they owed is credited, but for what the terms let the initiative keep. Raises CannotChangeState without a
    reason, for a draft, and for one that is held or cancelled already.
    """
    convening = lock_convening(convening)
    if not reason.strip():
        raise CannotChangeState(_("Say why: the reason is what the teams are told."))
    with_money = Prefetch("seats", seats_with_money())
    teams = list(teams_to_tell(convening).with_bill().prefetch_related(None).prefetch_related(with_money))
    lock_accounts(convening, *teams)
    _move(convening, State.CANCELLED, deed="cancel_convening", by=by, now=now, reason=["", reason])
    for team in teams:
        team.convening, before = convening, team.state
        keep_fees(team, fees_of_organizer(team, team.seats.all(), now=now), by=by, now=now)
        team.state, team.cancelled_at, team.cancel_reason = Registration.State.CANCELLED, now, reason
        team.place_in_line, team.revision = None, team.revision + 1
        changes = {"state": [before, team.state], "reason": ["", reason]}
        record(deed="cancel_registration", on=team, by=by, now=now, changes=changes)
    fields = ["state", "cancelled_at", "cancel_reason", "place_in_line", "revision"]
    Registration.objects.bulk_update(teams, fields, batch_size=500)
    lock_counters(on=timezone.localdate(now))
    for team in teams:
        charge_team(team, cause=Cause.CANCELLATION, by=by, now=now, reason=reason)
    letters = circulars(
        convening,
        teams,
        news="convening_cancelled",
        reason=f"convening_cancelled:{convening.pk}",
        why=reason,
    )
    post_emails(letters, now=now)
    return convening


def refuse_move(convening, state, *, now):
    """Raise CannotChangeState unless the convening can pass to `state` now."""
    if convening.state not in FROM_STATES[state]:
        raise CannotChangeState(
            _("It is “%(now)s” now, and from there it cannot become “%(wanted)s”.")
            % {"now": convening.get_state_display(), "wanted": State(state).label}
        )
    if state == State.OPEN:
        _refuse_unready(convening, now=now)
    if state == State.HELD and (convening.ends_on is None or timezone.localdate(now) < convening.ends_on):
        raise CannotChangeState(_("Its last day has not come yet, so it cannot have been held."))


def _refuse_unready(convening, *, now):
    closes_at = convening.registration_closes_at
    if convening.kind == Convening.Kind.PARTNER:
        raise CannotChangeState(_("A partner’s event takes registrations on its own page, so it cannot open here."))
    if convening.starts_on is None:
        raise CannotChangeState(_("It has no day yet: add its days first."))
    if convening.is_over(now=now):
        raise CannotChangeState(_("Its last day is over: move its days first."))
    if closes_at is None:
        raise CannotChangeState(_("It has no closing date yet: say when registration closes first."))
    if closes_at <= now:
        raise CannotChangeState(
            _("Registration closed on %(moment)s: set a later closing date first.") % {"moment": pacific(closes_at)}
        )
    if convening.fee_rule == Convening.FeeRule.NOT_ANNOUNCED:
        raise CannotChangeState(_("Its fee is not announced yet: say what it costs, or that it is free, first."))


def _move(convening, state, *, deed, by, now, **changes):
    refuse_move(convening, state, now=now)
    changes["state"] = [convening.state, state.value]
    convening.state = state
    convening.save(update_fields=["state", "updated_at"])
    record(deed=deed, on=convening, by=by, now=now, changes=changes)
    return convening
