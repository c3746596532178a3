"""What the bank says came in: brought in from its file, accepted as payments, or set aside."""

from collections import Counter as Tally
from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record

from .accounting import lock_account
from .models import BankImport, BankLine, Payment
from .paying import record_payment
from .refusing import CannotBill

State = BankLine.State
BATCH = 500


@dataclass(frozen=True)
class Imported:
    """How a file was taken in: `left_out` lines were of outgoing money or of none."""

    bank_import: BankImport
    left_out: int


@transaction.atomic
def import_bank_file(*, bank_file, file_name, imported_by, now):
    """Keep the incoming transactions of a bank_file.BankFile that no file brought before; return what was Imported.

    The same line counts as often as one file holds it: two alike deposits of one day are two, the same file twice
    adds nothing.
    """
    bank_import = BankImport.objects.create(
        file_name=file_name[:200],
        imported_at=now,
        imported_by=imported_by,
        lines_read=len(bank_file.transactions),
        lines_new=0,
    )
    seen = Tally()
    lines = [_line_of(bank_import, one, seen) for one in bank_file.transactions]
    # Two people may bring the same file in at the same moment: the unique fingerprint decides.
    BankLine.objects.bulk_create(lines, ignore_conflicts=True, batch_size=BATCH)
    bank_import.lines_new = bank_import.lines.count()
    bank_import.save(update_fields=["lines_new"])
    record(
        deed="import_bank_file",
        on=bank_import,
        by=imported_by,
        now=now,
        changes={"lines": ["", str(bank_import.lines_new)]},
    )
    return Imported(bank_import, bank_file.left_out)


def method_of(line):
    """How the money seems to have come: a short number is a check's, unless the bank says ACH."""
    is_check = line.reference.isdigit() and len(line.reference) <= 10 and "ach" not in line.description.lower().split()
    return Payment.Method.CHECK if is_check else Payment.Method.ACH


@transaction.atomic
def accept_bank_line(*, line, account, method, reference, accepted_by, now, pays=(), note=""):
    """Take a line as a payment of the account, received when the bank posted it; `pays` as in record_payment.

    Returns the Payment; of a line that was accepted before, that one. Raises CannotBill.
    """
    line = _lock(line)
    if line.state == State.ACCEPTED:
        return line.payment
    _refuse_decided(line)
    payment = record_payment(
        account=account,
        method=method,
        amount=line.amount,
        received_on=line.posted_on,
        recorded_by=accepted_by,
        now=now,
        pays=pays,
        reference=reference,
        note=note or line.description,
    )
    _decide(line, State.ACCEPTED, by=accepted_by, now=now, payment=payment)
    return payment


@transaction.atomic
def match_bank_line(*, line, payment, matched_by, now):
    """The line is of a payment that staff recorded before the bank told of it. Raises CannotBill."""
    line = _lock(line)
    _refuse_decided(line)
    # Two lines of one payment take turns.
    lock_account(payment.account)
    if payment.amount != line.amount:
        raise CannotBill(_("%(payment)s is of another amount.") % {"payment": payment})
    if BankLine.objects.filter(payment=payment).exists():
        raise CannotBill(_("Another line of the bank’s is of %(payment)s already.") % {"payment": payment})
    _decide(line, State.ACCEPTED, by=matched_by, now=now, payment=payment)
    return line


@transaction.atomic
def set_aside_bank_line(*, line, reason, set_aside_by, now):
    """The line is no payment of a district's. Raises CannotBill where it was accepted."""
    line = _lock(line)
    if line.state == State.SET_ASIDE:
        return line
    _refuse_decided(line)
    _decide(line, State.SET_ASIDE, by=set_aside_by, now=now, reason=reason)
    return line


@transaction.atomic
def take_up_bank_line(*, line, taken_up_by, now):
    """A line that was set aside waits for staff again. Raises CannotBill where it was accepted."""
    line = _lock(line)
    if line.state == State.ACCEPTED:
        raise CannotBill(_("This line was accepted as %(payment)s.") % {"payment": line.payment})
    _decide(line, State.WAITING, by=taken_up_by, now=now)
    return line


def _line_of(bank_import, one, seen):
    said = "\x1f".join([one.posted_on.isoformat(), one.description, one.reference, f"{one.amount:.2f}"])
    seen[said] += 1
    return BankLine(
        bank_import=bank_import,
        fingerprint=sha256(f"{said}\x1f{seen[said]}".encode()).hexdigest(),
        posted_on=one.posted_on,
        description=one.description[:300],
        reference=one.reference,
        amount=one.amount,
    )


def _lock(line):
    """Lines are locked before accounts, so that a line accepted twice at once is accepted once."""
    return BankLine.objects.select_for_update(of=("self",)).select_related("payment").get(pk=line.pk)


def _refuse_decided(line):
    if line.state == State.ACCEPTED:
        raise CannotBill(_("This line was accepted already, as %(payment)s.") % {"payment": line.payment})
    if line.state == State.SET_ASIDE:
        raise CannotBill(_("This line was set aside: %(reason)s") % {"reason": line.reason})


def _decide(line, state, *, by, now, payment=None, reason=""):
    before = line.state
    line.state, line.payment, line.reason = state, payment, reason
    line.decided_at, line.decided_by = (None, None) if state == State.WAITING else (now, by)
    line.save(update_fields=["state", "payment", "reason", "decided_at", "decided_by"])
    changes = {"state": [before, state], "payment": ["", str(payment or "")], "reason": ["", reason]}
    record(deed="decide_bank_line", on=line, by=by, now=now, changes={k: v for k, v in changes.items() if v[1]})
