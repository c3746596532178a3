"""What waits for somebody of LMI staff in money: how many, and the list of the staff area that shows them."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from .models import BankLine, Bill, Checkout, Invoice, Payment, PurchaseOrder


@dataclass(frozen=True)
class Waiting:
    """How many wait for staff, and the list that shows them."""

    label: str
    count: int
    url: str


def money_waiting(user, *, on):
    """[Waiting] on the Pacific day `on`, of what `user` may see."""
    return [
        Waiting(label, rows(on).count(), f"{reverse(f'admin:billing_{model}_changelist')}?{urlencode(filters)}")
        for model, label, filters, rows in _lists()
        if user.has_perm(f"billing.view_{model}")
    ]


def _lists():
    return [
        (
            "invoice",
            _("Invoices past due"),
            {"state": "overdue"},
            lambda on: Invoice.objects.unpaid().filter(due_on__lt=on),
        ),
        (
            "bill",
            _("Purchase orders to follow"),
            {"state": "awaiting"},
            lambda on: Bill.objects.awaiting_purchase_order(),
        ),
        (
            "bill",
            _("Teams whose purchase order falls short"),
            {"state": "short"},
            lambda on: Bill.objects.fallen_short(),
        ),
        (
            "purchaseorder",
            _("Purchase orders running out"),
            {"state": "running_out"},
            lambda on: PurchaseOrder.objects.running_out(on=on),
        ),
        (
            "payment",
            _("Payments with money left"),
            {"state": "credit"},
            lambda on: Payment.objects.unmatched(),
        ),
        (
            "bankline",
            _("Bank lines to look at"),
            {"state": BankLine.State.WAITING},
            lambda on: BankLine.objects.filter(state=BankLine.State.WAITING),
        ),
        (
            "checkout",
            _("Paid by card, no seat"),
            {"waits": "yes"},
            lambda on: Checkout.objects.paid_no_seat(),
        ),
    ]
