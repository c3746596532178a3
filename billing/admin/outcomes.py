"""What came of a deed, in sentences."""

from django.utils.translation import gettext as _

from billing.allocating import open_of
from billing.models.account import NOTHING
from billing.wording import dollars
from lmi_portal.outbox.models import Email

LETTERS = ["invoice_issued", "invoice_replaced", "invoice_credited", "payment_received"]


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


def who_is_told(paper):
    """To whom the letters about a paper go, as a sentence; while a deed is rehearsed, they are promised already."""
    letters = Email.objects.filter(reason__in=[f"{news}:{paper.number}" for news in LETTERS])
    people = sorted(set(letters.values_list("to", flat=True)))
    if not people:
        return _("Nobody is written to.")
    return _("It is mailed to %(people)s.") % {"people": ", ".join(people)}
