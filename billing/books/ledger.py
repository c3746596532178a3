"""The ledger against the papers it is of."""

from django.db.models import F

from billing.checking import book_check
from billing.models import Account, Bounce, CreditNote, Entry, Invoice, Payment, Refund
from billing.models.account import to_the_cent, total_of

Kind = Entry.Kind

# Which entry each paper must have: its kind, whose account, and its effect on what is owed.
_ENTRIES = [
    (Invoice, Kind.INVOICED, "number", F("account"), F("total")),
    (CreditNote, Kind.CREDITED, "number", F("account"), -F("total")),
    (Payment, Kind.PAID, "number", F("account"), -F("amount")),
    (Bounce, Kind.BOUNCED, "payment__number", F("payment__account"), F("payment__amount")),
    (Refund, Kind.REFUNDED, "payment__number", F("payment__account"), F("amount")),
]


@book_check("Every paper has its one entry in the ledger")
def papers_have_their_entries():
    """One at most is the database's promise (the entry's one-to-one fields)."""
    for model, kind, number, account, amount in _ENTRIES:
        off = to_the_cent(F("entry__amount") - amount)
        rows = model.objects.annotate(off=off).exclude(entry__kind=kind, entry__account=account, off=0)
        for paper, entry, entered in rows.values_list(number, "entry", "entry__amount").iterator():
            what = f"{paper} ({kind.label.lower()})"
            if entry is None:
                yield f"{what} has no entry in the ledger."
            else:
                yield f"{what} has an entry of ${entered:,.2f} that is not its own in kind, account or amount."


@book_check("Every balance = invoiced − credited − paid + bounced + refunded")
def balances_add_up():
    accounts = Account.objects.with_balance().annotate(
        invoiced=total_of(Invoice.objects.all(), by="account", field="total"),
        credited=total_of(CreditNote.objects.all(), by="account", field="total"),
        paid=total_of(Payment.objects.all(), by="account"),
        bounced=total_of(Payment.objects.filter(bounce__isnull=False), by="account"),
        refunded=total_of(Refund.objects.all(), by="payment__account"),
    )
    sums = ("balance", "invoiced", "credited", "paid", "bounced", "refunded")
    for cd_code, balance, invoiced, credited, paid, bounced, refunded in accounts.values_list(
        "district__cd_code", *sums
    ).iterator():
        due = invoiced - credited - paid + bounced + refunded
        if balance != due:
            yield f"The account of district {cd_code} has a balance of ${balance:,.2f}, its papers come to ${due:,.2f}."
