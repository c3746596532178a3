"""Which payment pays which invoice; the caller holds the account's lock."""

from .models import Allocation
from .models.account import NOTHING


def paid_of(invoice):
    return _sum(invoice.allocations)


def open_of(invoice):
    """Decimal dollars still to pay; nothing of a credited invoice."""
    return NOTHING if invoice.is_credited() else invoice.total - paid_of(invoice)


def unapplied_of(payment):
    """Decimal dollars of the payment that are set against no invoice and were not refunded."""
    if payment.has_bounced():
        return NOTHING
    return payment.amount - _sum(payment.allocations) - _sum(payment.refunds)


def _sum(rows):
    """Added here, to the cent: SQLite adds floats."""
    return sum(rows.values_list("amount", flat=True), NOTHING)


def allocate(payment, invoice, amount, *, by, now, reason=""):
    return Allocation.objects.create(
        payment=payment, invoice=invoice, amount=amount, made_at=now, made_by=by, reason=reason
    )


def take_off(rows, *, by, now, reason):
    """Take all money off again that `rows`, the Allocations of one invoice or payment, set; return what was set.

    [(payment, invoice, amount)], the earliest first.
    """
    standing = {}
    for row in rows.select_related("payment", "invoice").order_by("pk"):
        pair = row.payment, row.invoice
        standing[pair] = standing.get(pair, NOTHING) + row.amount
    taken = [(payment, invoice, amount) for (payment, invoice), amount in standing.items() if amount]
    for payment, invoice, amount in taken:
        allocate(payment, invoice, -amount, by=by, now=now, reason=reason)
    return taken
