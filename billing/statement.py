"""A statement of an account: what was owed at first, every change since, and what is open, by age."""

from datetime import datetime, time, timedelta

from django.db.models import Sum
from django.utils import timezone

from .models import Entry, Language, Payee, Payment
from .models.account import NOTHING, to_the_cent
from .numbering import fiscal_year_of
from .paper_facts import bill_to_facts, dollars_text, payee_facts

Kind = Entry.Kind
Method = Payment.Method
# Days past due up to which an open amount counts as each age; what is older is “over_90”.
AGES = [("current", 0), ("days_1_30", 30), ("days_31_60", 60), ("days_61_90", 90)]
OLDEST = "over_90"
# What papers say is long, and a statement prints none of it.
FROZEN = [
    f"{paper}__facts"
    for paper in ("invoice", "credit_note", "credit_note__invoice", "payment", "bounce__payment", "refund__payment")
]

# Papers have their own words in each language, whatever the portal itself speaks.
WORDS = {
    Language.ENGLISH: {
        "takes back": "Takes back {}",
        "bounced": "Returned by the bank",
        Method.CHECK: "Check",
        Method.ACH: "ACH",
        Method.CARD_DESK: "Card",
        Method.CARD_ONLINE: "Card",
    },
    Language.SPANISH: {
        "takes back": "Anula {}",
        "bounced": "Devuelto por el banco",
        Method.CHECK: "Cheque",
        Method.ACH: "ACH",
        Method.CARD_DESK: "Tarjeta",
        Method.CARD_ONLINE: "Tarjeta",
    },
}


def first_day_of_fiscal_year(day):
    """1 July on or before `day`: where a statement begins unless somebody asks for another day."""
    return day.replace(year=fiscal_year_of(day), month=7, day=1)


def statement_facts(account, *, as_of, since=None):
    """The facts of a statement of both Pacific days `since` and `as_of` and all between, for papers.render_pdf.

    Money as "1250.00", days as "2026-11-22"; the entries are the ledger's, so the last of them ends at the balance.
    """
    since = min(since or first_day_of_fiscal_year(as_of), as_of)
    begins_at, ends_at = _midnight(since), _midnight(as_of + timedelta(days=1))
    before = account.entries.filter(made_at__lt=begins_at).aggregate(n=to_the_cent(Sum("amount")))["n"] or NOTHING
    entries, balance = _entries(account, begins_at, ends_at, before)
    open_invoices = _open_invoices(account, ends_at)
    return {
        "kind": "statement",
        "as_of": as_of.isoformat(),
        "since": since.isoformat(),
        "payee": payee_facts(Payee.current(), account),
        "bill_to": bill_to_facts(account),
        "opening_balance": dollars_text(before),
        "entries": entries,
        "balance": dollars_text(balance),
        "open_invoices": [_invoice_facts(invoice, as_of) for invoice in open_invoices],
        "aging": {age: dollars_text(amount) for age, amount in aging_of(open_invoices, on=as_of).items()},
    }


def aging_of(invoices, *, on):
    """Decimal dollars by age on the Pacific day `on`, of Invoices with their `open_amount`."""
    ages = dict.fromkeys([*(age for age, _days in AGES), OLDEST], NOTHING)
    for invoice in invoices:
        past_due = (on - invoice.due_on).days
        ages[next((age for age, days in AGES if past_due <= days), OLDEST)] += invoice.open_amount
    return ages


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))


def _entries(account, begins_at, ends_at, balance):
    rows = (
        account.entries.filter(made_at__gte=begins_at, made_at__lt=ends_at)
        .select_related("invoice__bill", "credit_note__invoice", "payment", "bounce__payment", "refund__payment")
        .defer(*FROZEN)
        .order_by("made_at", "pk")
    )
    words = WORDS[account.language]
    entries = []
    for row in rows:
        balance += row.amount
        number, note = _TOLD[row.kind](row, words)
        entries.append(
            {
                "on": timezone.localdate(row.made_at).isoformat(),
                "kind": str(row.kind),
                "number": number,
                "note": note,
                "amount": dollars_text(row.amount),
                "balance": dollars_text(balance),
            }
        )
    return entries, balance


def _of_invoice(row, words):
    return row.invoice.number, row.invoice.bill.subject


def _of_credit_note(row, words):
    return row.credit_note.number, words["takes back"].format(row.credit_note.invoice.number)


def _of_payment(row, words):
    return row.payment.number, f"{words[row.payment.method]} {row.payment.reference}".strip()


def _of_bounce(row, words):
    return row.bounce.payment.number, words["bounced"]


def _of_refund(row, words):
    return row.refund.payment.number, f"{words[row.refund.method]} {row.refund.reference}".strip()


_TOLD = {
    Kind.INVOICED: _of_invoice,
    Kind.CREDITED: _of_credit_note,
    Kind.PAID: _of_payment,
    Kind.BOUNCED: _of_bounce,
    Kind.REFUNDED: _of_refund,
}


def _open_invoices(account, ends_at):
    """The account's invoices of which something was open at the end of that day, the first due first."""
    return list(account.invoices.open_at(ends_at).defer("facts").order_by("due_on", "pk"))


def _invoice_facts(invoice, as_of):
    return {
        "number": invoice.number,
        "issued_on": invoice.issued_on.isoformat(),
        "due_on": invoice.due_on.isoformat(),
        "total": dollars_text(invoice.total),
        "open": dollars_text(invoice.open_amount),
        "days_past_due": max((as_of - invoice.due_on).days, 0),
    }
