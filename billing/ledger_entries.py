"""One ledger entry for each change of what is owed, in the transaction that changes it."""

from .models import Bounce, CreditNote, Entry, Invoice, Payment, Refund

Kind = Entry.Kind

_ENTRY_OF = {
    Invoice: lambda paper: {"kind": Kind.INVOICED, "invoice": paper, "amount": paper.total},
    CreditNote: lambda paper: {"kind": Kind.CREDITED, "credit_note": paper, "amount": -paper.total},
    Payment: lambda paper: {"kind": Kind.PAID, "payment": paper, "amount": -paper.amount},
    Bounce: lambda paper: {"kind": Kind.BOUNCED, "bounce": paper, "amount": paper.payment.amount},
    Refund: lambda paper: {"kind": Kind.REFUNDED, "refund": paper, "amount": paper.amount},
}


def enter(*, account, paper, by, now):
    """Write the entry of an Invoice, CreditNote, Payment, Bounce or Refund; what it is decides the sign."""
    return Entry.objects.create(account=account, made_at=now, made_by=by, **_ENTRY_OF[type(paper)](paper))
