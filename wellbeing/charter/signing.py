"""A charter is signed, by each for their own side; the last signature puts it in force.

An electronic signature is a sound, symbol or process that somebody adopts with the intent to sign: the typed name under
the whole text, by a link that was mailed to that person, after both agreed to deal electronically (Uniform Electronic
Transactions Act, Civil Code §§ 1633.2(h), 1633.5(b), 1633.7 and 1633.9).
"""

from django.db import transaction
from django.utils.translation import gettext as _

from lmi_portal.accents import without_accents
from lmi_portal.audit.recording import record
from lmi_portal.outbox.posting import post_emails
from wellbeing.models import Charter, Signature
from wellbeing.refusing import CannotDo

from .letters import copy_for, to_all, to_leads
from .signatories import MUST_SIGN, lock_charter
from .wording import fingerprint_of

State = Charter.State
PLAIN = str.maketrans({**dict.fromkeys("’‘ʼʻ´`", "'"), **dict.fromkeys("‐‑–", "-")})


@transaction.atomic
def sign_charter(*, signatory, typed_name, has_agreed, read, now):
    """Sign as `signatory` the text of the fingerprint `read`; returns the Signature. Raises CannotDo.

    The last of those who were asked puts the charter in force in the same transaction, and the earlier version ends.
    """
    charter = lock_charter(signatory.charter)
    signatory = _still_asked(charter, signatory)
    if not has_agreed:
        raise CannotDo(_("Tick that you agree to sign electronically."), field="has_agreed")
    if not _is_full_name_of(signatory.name, typed_name):
        raise CannotDo(_("Type your full name: %(name)s.") % {"name": signatory.name}, field="typed_name")
    if not read == charter.text_sha256 == fingerprint_of(charter):
        raise CannotDo(_("This is not the text that was offered: open the link once more and read it again."))
    signature = Signature.objects.create(
        signatory=signatory, typed_name=typed_name.strip(), text_sha256=charter.text_sha256, signed_at=now
    )
    if signatory.declined_at:
        signatory.declined_at, signatory.decline_reason = None, ""
        signatory.save(update_fields=["declined_at", "decline_reason"])
    changes = {"signed as": ["", str(signatory)], "fingerprint": ["", charter.text_sha256]}
    record(deed="sign_charter", on=charter, by=None, by_label=signatory.email, now=now, changes=changes)
    post_emails([copy_for(signatory, signature)], now=now)
    if is_signed_by_all(charter):
        _put_in_force(charter, now=now)
    return signature


@transaction.atomic
def decline_charter(*, signatory, reason, now):
    """Say no, and why; the leads of both sides are told. It can be signed later all the same. Raises CannotDo."""
    charter = lock_charter(signatory.charter)
    signatory = _still_asked(charter, signatory)
    if not reason:
        raise CannotDo(_("Say why: both sides read the reason."), field="reason")
    signatory.declined_at, signatory.decline_reason = now, reason
    signatory.save(update_fields=["declined_at", "decline_reason"])
    record(deed="decline_charter", on=charter, by=None, by_label=signatory.email, now=now)
    letters = to_leads(
        charter.program, "charter_declined", charter=charter, who=signatory.name, reason=reason, part=now.isoformat()
    )
    post_emails(letters, now=now)


def _still_asked(charter, signatory):
    """The row as it stands under the lock: whoever was asked in their place since signs, and nobody else."""
    row = charter.signatories.select_related("unit__organization").filter(pk=signatory.pk).first()
    if row is None or (row.email, row.asked_at) != (signatory.email, signatory.asked_at):
        raise CannotDo(_("A newer link was sent, so this one no longer counts."))
    if charter.state != State.OFFERED:
        raise CannotDo(_("This charter is not out for signature any more."))
    if hasattr(row, "signature"):
        raise CannotDo(_("You have signed already."))
    row.charter = charter
    return row


def is_signed_by_all(charter):
    """Whether all have signed, among them the superintendent and presidents of both kinds of units."""
    rows = list(charter.signatories.select_related("unit", "signature"))
    kinds = {row.unit.kind for row in rows if row.unit}
    has_both_sides = any(row.unit is None for row in rows) and kinds >= MUST_SIGN
    return has_both_sides and all(hasattr(row, "signature") for row in rows)


def _put_in_force(charter, *, now):
    charter.program.charters.in_force().update(state=State.REPLACED, ended_at=now)
    charter.state, charter.in_force_at = State.IN_FORCE, now
    charter.save(update_fields=["state", "in_force_at"])
    changes = {"state": [State.OFFERED, State.IN_FORCE]}
    record(deed="charter_in_force", on=charter, by=None, now=now, changes=changes)
    post_emails(to_all(charter, "charter_in_force", attachment="charter_pdf"), now=now)


def _is_full_name_of(name, typed):
    """Whether `typed` has the family name of who was asked and a given name: a mistyped middle name stops nobody.

    Nor does an apostrophe or hyphen that a phone makes another of.
    """
    asked, words = [without_accents(text).translate(PLAIN).casefold().split() for text in (name, typed)]
    return asked[-1] in words and len(words) >= min(2, len(asked))
