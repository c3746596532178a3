"""A charter is written: the first version, and each amendment as the next one, until it is offered or withdrawn."""

from django.db import transaction
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record
from lmi_portal.outbox.posting import post_emails
from wellbeing.meanwhile import CHANGED, ChangedMeanwhile
from wellbeing.models import Charter, Program
from wellbeing.refusing import CannotDo

from .letters import to_all, to_leads
from .signatories import lock_charter, named_for, places_of, refuse_without_both_kinds
from .wording import fingerprint_of, texts_of

State = Charter.State


@transaction.atomic
def save_draft(*, program, texts, reason, read, by, side, now):
    """Write the draft of `program`, or begin one: the next version. Returns the Charter.

    `texts` is {name of the field: text}; `reason` says why the charter in force is amended; `read` is the fingerprint
    of the draft that was on the writer's screen, empty where none was there yet. A new draft takes over who signs the
    charter in force, and the leads of both sides are told of it. Raises CannotDo.
    """
    program = Program.objects.select_for_update(of=["self"]).select_related("district").get(pk=program.pk)
    refuse_without_both_kinds(places_of(program.district))
    # Whoever offers or withdraws it meanwhile holds its row.
    draft = program.charters.open().select_for_update(of=["self"]).first()
    standing = program.charters.in_force().first()
    _refuse(draft, read=read, reason=reason, is_amendment=standing is not None)
    is_new = draft is None
    if is_new:
        last = program.charters.first()
        draft = Charter(program=program, version=last.version + 1 if last else 1, drafted_at=now, drafted_by=by)
    for name, text in texts.items():
        setattr(draft, name, text)
    draft.amendment_reason = reason if standing else ""
    draft.save()
    record(deed="draft_charter" if is_new else "edit_charter", on=draft, by=by, now=now)
    if is_new:
        _take_over_signatories(draft, standing)
        post_emails(to_leads(program, "charter_drafted", charter=draft, by=by, side=side), now=now)
    return draft


def _refuse(draft, *, read, reason, is_amendment):
    if draft and draft.state == State.OFFERED:
        raise CannotDo(_("The charter is out for signature, so its text stays as it is: withdraw it first."))
    if read and not draft:
        raise ChangedMeanwhile(
            _("The draft was withdrawn meanwhile. What you typed is below: saving it begins a new one."),
            mark="",
            saved={},
        )
    if draft and fingerprint_of(draft) != read:
        raise ChangedMeanwhile(
            str(CHANGED),
            mark=fingerprint_of(draft),
            saved=texts_of(draft) | {"reason": draft.amendment_reason},
        )
    if is_amendment and not reason:
        raise CannotDo(_("Say why the charter is amended: all who sign it read the reason."), field="reason")


def _take_over_signatories(draft, standing):
    offered = {place.key for place in places_of(draft.program.district)}
    for key, row in named_for(standing).items() if standing else ():
        if key in offered:
            draft.signatories.create(capacity=row.capacity, unit=row.unit, name=row.name, email=row.email)


@transaction.atomic
def withdraw_charter(*, charter, by, side, now):
    """Take back a draft, or a charter that is out for signature; its links open nothing any more. Raises CannotDo.

    An earlier charter stays in force. Those who were asked to sign are told, and the leads of both sides.
    """
    charter = lock_charter(charter)
    was = charter.state
    if was not in {State.DRAFT, State.OFFERED}:
        raise CannotDo(_("Only a charter that is being written or signed is withdrawn."))
    charter.state, charter.ended_at = State.WITHDRAWN, now
    charter.save(update_fields=["state", "ended_at"])
    record(deed="withdraw_charter", on=charter, by=by, now=now, changes={"state": [was, charter.state]})
    if was == State.OFFERED:
        letters = to_all(charter, "charter_withdrawn", by=by, side=side)
    else:
        letters = to_leads(charter.program, "charter_withdrawn", charter=charter, by=by, side=side)
    post_emails(letters, now=now)
    return charter


def draft_texts(program):
    """What an editor begins with: the draft's texts, those in force, or those last withdrawn; None where none are."""
    charters = program.charters
    charter = charters.open().first() or charters.in_force().first() or charters.first()
    return texts_of(charter) if charter else None
