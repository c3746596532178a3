"""What came of a deed, in sentences."""

from django.utils.translation import gettext as _

from billing.allocating import open_of
from billing.models.account import NOTHING
from billing.wording import dollars


def what_is_paid(payment, *, since=0):
    """One sentence for each invoice that the payment's Allocations after the pk `since` pay."""
    sentences = []
    for row in payment.allocations.filter(pk__gt=since).select_related("invoice"):
        still_open = open_of(row.invoice)
        said = {"amount": dollars(row.amount), "invoice": row.invoice, "open": dollars(still_open)}
        if still_open == NOTHING:
            sentences.append(_("%(amount)s pays %(invoice)s, and nothing of it stays open.") % said)
        else:
            sentences.append(_("%(amount)s pays part of %(invoice)s; %(open)s stays open.") % said)
    return sentences
