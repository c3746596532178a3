"""The one deed that moves a referral: an event is written, and the state drawn from it, or neither."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .covering import refuse_without_consent
from .due_dates import draw_due_date
from .leading import owns_or_leads
from .models import OVER, ContactAttempt, DeclineReason, Outcome, Referral, ReferralEvent, State
from .moves import MOVES, STAFF, moves_from
from .refusing import CannotMove, CannotRefer, Outdated
from .training import refuse_untrained

ATTEMPTS_BEFORE_UNREACHABLE = 3
DISCLOSING = {"send", "give_info"}
REFERRING = {"send", "hand_out"}
# What a provider answers, whether it typed it itself or told it to staff.
ANSWERS = {"accept", "waitlist", "schedule", "start_service", "decline", "ask_info"}


@transaction.atomic
def make_move(
    *,
    referral,
    move,
    actor,
    by=None,
    version,
    now,
    reason="",
    outcome="",
    outcome_source="",
    note="",
):
    """Make the move named `move`, write its event and return the referral as it is then.

    `version` is the one that the person saw: raises Outdated where somebody moved it since; CannotMove where the table
    (oasis/moves.py) has no such move, or what it asks for is missing; CannotSend where no consent covers a disclosure.
    """
    row = (
        Referral.objects.select_for_update(of=["self"])
        .select_related("service__provider", "student")
        .get(pk=referral.pk)
    )
    if row.version != version:
        raise Outdated(
            _("Somebody else changed referral %(number)s meanwhile: it is now “%(state)s”. Look again first.")
            % {"number": row.number, "state": row.get_state_display()}
        )
    step = _step(row, move, actor)
    if actor == STAFF and step.by_owner_or_lead and not owns_or_leads(by, row, now=now):
        raise CannotMove(_("Only who cares for this referral, or who leads at its school, may do this."))
    _refuse_incomplete(row, step, reason=reason, outcome=outcome, outcome_source=outcome_source, note=note)
    if by and move in REFERRING:
        _refuse_untrained(by, now=now)
    if row.kind == Referral.Kind.DIRECT and move in DISCLOSING | {"make_ready"}:
        row.consent = refuse_without_consent(row, now=now)
    event = ReferralEvent(
        referral=row,
        version=version + 1,
        move=move,
        state=step.target,
        actor=actor,
        moved_at=now,
        moved_by=by,
        reason=reason,
        outcome=outcome,
        outcome_source=outcome_source,
        note=note,
    )
    draw_state(row, event)
    draw_due_date(row, since=now)
    try:
        with transaction.atomic():
            event.save()
    except IntegrityError as error:
        raise Outdated(_("Somebody else changed this referral at the same moment. Look again.")) from error
    row.save()
    return row


def _step(row, move, actor):
    step = next((each for each in moves_from(row.state, actor=actor, kind=row.kind) if each.name == move), None)
    if step is None:
        label = MOVES[move].label if move in MOVES else move
        raise CannotMove(
            _("“%(move)s” is not possible while the referral is “%(state)s”.")
            % {"move": label, "state": row.get_state_display()}
        )
    return step


def _refuse_untrained(user, *, now):
    try:
        refuse_untrained(user, on=timezone.localdate(now))
    except CannotRefer as refusal:
        raise CannotMove(str(refusal)) from refusal


def _refuse_incomplete(row, step, *, reason, outcome, outcome_source, note):
    if "note" in step.asks and not note.strip():
        raise CannotMove(_("Say why in a few words."), field="note")
    if "reason" in step.asks and reason not in DeclineReason.values:
        raise CannotMove(_("Choose the reason."), field="reason")
    if "outcome" not in step.asks:
        return
    if not outcome or not outcome_source:
        raise CannotMove(_("Say what came of it, and who said so."), field="outcome")
    attempts = ContactAttempt.objects.filter(referral=row, was_reached=False).count()
    if outcome == Outcome.UNABLE_TO_CONTACT and attempts < ATTEMPTS_BEFORE_UNREACHABLE:
        raise CannotMove(
            _("“Unable to contact” needs three logged attempts; %(count)d so far.") % {"count": attempts},
            field="outcome",
        )
    if outcome == Outcome.REFERRED_ELSEWHERE and not row.children.exclude(state=State.ENTERED_IN_ERROR).exists():
        raise CannotMove(_("“Referred elsewhere” needs the new referral first."), field="outcome")


def draw_state(row, event):
    """All that the row repeats of its events, so that lists and clocks need not add them up.

    Drawn anew from an empty row over all events in their order, it must come out the same (oasis/checking.py).
    """
    row.state, row.version = event.state, event.version
    if event.move in {"send", "hand_out"}:
        row.sent_at = event.moved_at
    # That the link was opened is no answer: reminders go on until one comes.
    is_answer = (event.actor == ReferralEvent.Actor.PROVIDER and event.move != "open") or event.move in ANSWERS
    if is_answer and row.acknowledged_at is None:
        row.acknowledged_at = event.moved_at
    if event.outcome:
        row.outcome, row.outcome_source = event.outcome, event.outcome_source
    row.closed_at = event.moved_at if row.state in {*OVER, State.DECLINED} else None
