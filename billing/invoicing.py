"""Bills and their invoices: one standing invoice says what is due; a change takes it back and issues another."""

from collections import Counter as Tally
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record

from .accounting import account_of, lock_account
from .allocating import allocate, take_off
from .invoice_letters import tell_of_invoices
from .ledger_entries import enter
from .models import Bill, Counter, CreditNote, Invoice, InvoiceLine, Payee
from .models.account import NOTHING
from .numbering import next_number
from .paper_facts import bill_to_facts, dollars_text, line_facts, payee_facts
from .refusing import CannotBill

Cause = CreditNote.Cause
Series = Counter.Series


@dataclass(frozen=True)
class Item:
    """One position to bill: `kind` is an InvoiceLine.Kind, `amount` Decimal dollars, negative for a waiver."""

    kind: str
    label: str
    amount: Decimal
    person: str = ""
    note: str = ""


@dataclass(frozen=True)
class Terms:
    """What an invoice says beside its lines.

    `subject` is the facts of the gathering ({title, days, place, includes, team, code}), `sentences` the cancellation
    terms, `pay_by_on` the day by which the gathering wants to be paid (None: the payee's own terms).
    """

    subject: dict
    sentences: tuple = ()
    pay_by_on: date | None = None


def open_bill(*, district, code, subject, subject_key, team, path, pays_by, purchase_order, opened_by, now):
    """The Bill on which a team's invoices will be; nothing is owed by it yet."""
    return Bill.objects.create(
        account=account_of(district, now=now),
        code=code,
        subject=subject,
        subject_key=subject_key,
        team=team,
        path=path,
        pays_by=pays_by,
        purchase_order=purchase_order,
        opened_by=opened_by,
        opened_at=now,
    )


@transaction.atomic
def settle_bill(*, bill, items, terms, cause, by, now, reason="", again=False):
    """Make the bill's one standing invoice say `items`; return (credit note or None, invoice or None).

    Nothing happens where its money is the same already, whoever sits on the seats, unless `again` asks for the same
    money under other particulars; that is due when it was, or today where that has passed. Money that was paid moves
    from the old invoice to the new one; what is left of it stays as the account's credit. Call it in the transaction
    of the deed that changed the team.
    """
    account = lock_account(bill.account)
    # Chosen meanwhile, a purchase order is on the invoice all the same.
    bill.refresh_from_db(fields=["pays_by", "purchase_order"])
    latest = bill.invoices.select_related("credit_note").order_by("pk").last()
    is_same = _says_the_same(latest, items)
    if is_same and not again:
        return None, None
    standing = None if latest is None or latest.is_credited() else latest
    today = timezone.localdate(now)
    due = sum((item.amount for item in items), NOTHING)
    if due < 0:
        raise CannotBill(_("A bill cannot come to less than nothing."))
    # Who owes the same or less has no more time for it, or the reminders would begin anew with every seat dropped.
    if standing and due <= standing.total:
        terms = replace(terms, pay_by_on=min(terms.pay_by_on or standing.due_on, standing.due_on))
    wants_invoice = any(item.amount for item in items)
    credit_number = next_number(Series.CREDIT_NOTE, on=today) if standing else None
    number = next_number(Series.INVOICE, on=today) if wants_invoice else None
    credit_note, freed = None, []
    if standing:
        freed = take_off(standing.allocations, by=by, now=now, reason=str(credit_number))
        credit_note = _credit(standing, credit_number, account, cause, reason, number, by=by, now=now)
    invoice = None
    if wants_invoice:
        paid = min(due, sum((amount for _payment, _old, amount in freed), NOTHING))
        invoice = _issue(bill, account, number, items, terms, credit_note, paid, by=by, now=now)
        _move(freed, invoice, by=by, now=now)
    tell_of_invoices(bill, account, credit_note=credit_note, invoice=invoice, now=now)
    return credit_note, invoice


@transaction.atomic
def reissue_invoice(*, bill, by, now, reason, invoice=None):
    """Take the standing invoice back and issue it again with today's bill-to, purchase order and payee.

    `invoice` is the one that the person saw standing, if they saw one. Returns (credit note, invoice). Raises
    CannotBill where none stands, or another.
    """
    # Before the lock a change of the team could still be on its way, and would be overwritten by what stood before it.
    lock_account(bill.account)
    standing = bill.invoices.standing().first()
    if standing is None:
        raise CannotBill(_("There is no invoice to issue again."))
    if invoice is not None and invoice.pk != standing.pk:
        raise CannotBill(_("%(invoice)s was taken back already.") % {"invoice": invoice})
    items = [
        Item(line.kind, line.label, line.amount, person=line.person, note=line.note) for line in standing.lines.all()
    ]
    terms = Terms(standing.facts["subject"], tuple(standing.facts["terms"]))
    return settle_bill(
        bill=bill, items=items, terms=terms, cause=Cause.REISSUE, by=by, now=now, reason=reason, again=True
    )


@transaction.atomic
def write_off_invoice(*, invoice, by, reason, now):
    """Take an invoice back with nothing in its place; money that was paid for it becomes the account's credit.

    Returns the credit note. Raises CannotBill where it was taken back already.
    """
    account = lock_account(invoice.account)
    if CreditNote.objects.filter(invoice=invoice).exists():
        raise CannotBill(_("This invoice was taken back already."))
    number = next_number(Series.CREDIT_NOTE, on=timezone.localdate(now))
    take_off(invoice.allocations, by=by, now=now, reason=str(number))
    credit_note = _credit(invoice, number, account, Cause.WRITE_OFF, reason, None, by=by, now=now)
    tell_of_invoices(invoice.bill, account, credit_note=credit_note, invoice=None, now=now)
    return credit_note


def _says_the_same(latest, items):
    wanted = Tally((item.kind, item.amount) for item in items if item.amount)
    # What staff wrote off stays so until the money changes.
    speaks = latest is not None and (not latest.is_credited() or latest.credit_note.cause == Cause.WRITE_OFF)
    return wanted == (Tally(latest.lines.exclude(amount=0).values_list("kind", "amount")) if speaks else Tally())


def _credit(invoice, number, account, cause, reason, successor, *, by, now):
    today = timezone.localdate(now)
    said = invoice.facts
    facts = {key: said[key] for key in ("payee", "bill_to", "purchase_order", "subject", "lines", "total")}
    facts |= {
        "kind": "credit_note",
        "number": str(number),
        "issued_on": today.isoformat(),
        "invoice": invoice.number,
        "invoice_issued_on": invoice.issued_on.isoformat(),
        "replaced_by": str(successor or ""),
        "reason": reason or str(Cause(cause).label),
    }
    credit_note = CreditNote.objects.create(
        **number.as_fields(),
        facts=facts,
        language=invoice.language,
        invoice=invoice,
        account=account,
        cause=cause,
        reason=reason,
        total=invoice.total,
        issued_on=today,
        issued_at=now,
        issued_by=by,
    )
    enter(account=account, paper=credit_note, by=by, now=now)
    record(deed="issue_credit_note", on=credit_note, by=by, now=now, changes={"invoice": ["", invoice.number]})
    return credit_note


def _issue(bill, account, number, items, terms, credit_note, paid, *, by, now):
    today = timezone.localdate(now)
    payee = Payee.current()
    due_on = max(today, terms.pay_by_on or today + timedelta(days=payee.net_days))
    total = sum((item.amount for item in items), NOTHING)
    facts = {
        "kind": "invoice",
        "number": str(number),
        "issued_on": today.isoformat(),
        "due_on": due_on.isoformat(),
        "net_days": (due_on - today).days,
        "pay_by_is_set": terms.pay_by_on is not None,
        "payee": payee_facts(payee, account),
        "bill_to": bill_to_facts(account),
        "purchase_order": bill.purchase_order.number if bill.purchase_order else "",
        "purchase_order_to_follow": bill.awaits_purchase_order(),
        "subject": terms.subject,
        "lines": line_facts(items),
        "total": dollars_text(total),
        "paid_before": dollars_text(paid),
        "amount_due": dollars_text(total - paid),
        "replaces": credit_note and {"invoice": credit_note.facts["invoice"], "credit_note": credit_note.number},
        "terms": [str(sentence) for sentence in terms.sentences],
    }
    invoice = Invoice.objects.create(
        **number.as_fields(),
        facts=facts,
        language=account.language,
        bill=bill,
        account=account,
        purchase_order=bill.purchase_order,
        replaces=credit_note,
        total=total,
        issued_on=today,
        due_on=due_on,
        issued_at=now,
        issued_by=by,
    )
    InvoiceLine.objects.bulk_create(
        InvoiceLine(
            invoice=invoice,
            position=position,
            kind=item.kind,
            label=item.label,
            person=item.person,
            note=item.note,
            amount=item.amount,
        )
        for position, item in enumerate(items, start=1)
    )
    enter(account=account, paper=invoice, by=by, now=now)
    record(deed="issue_invoice", on=invoice, by=by, now=now, changes={"total": ["", dollars_text(total)]})
    return invoice


def _move(freed, invoice, *, by, now):
    """Set the money that paid the old invoice against the new one, the earliest payment first."""
    left = invoice.total
    for payment, _old, amount in freed:
        moved = min(amount, left)
        if moved:
            allocate(payment, invoice, moved, by=by, now=now, reason=invoice.facts["replaces"]["credit_note"])
            left -= moved
