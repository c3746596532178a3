"""The money side of the demo: whom districts pay, and the account of one district; all of it made up."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from .accounting import account_of
from .models import Payee
from .purchasing import add_purchase_order


def load_payee():
    """Where the demo's districts would pay; staff write their own over it."""
    return Payee.objects.create(
        pk=1,
        name="California Labor-Management Initiative (demo)",
        address="100 Example Street (made up)\nSacramento, CA 95814",
        email="billing@example.org",
        phone="555-0100",
        payable_to="California Labor-Management Initiative (demo)",
        remit_to="Accounts Receivable (made up)\n100 Example Street\nSacramento, CA 95814",
        ach="Example Bank (made up)\nRouting and account numbers by telephone: 555-0100",
        w9_url="https://example.org/w-9",
    )


def load_account(district, *, added_by, now):
    """An account with its accounts-payable contact and one purchase order; returns the order."""
    account = account_of(district, now=now)
    account.ap_name, account.ap_email, account.ap_phone = "Luz Ferrer (made up)", "payable@example.org", "555-0101"
    account.save(update_fields=["ap_name", "ap_email", "ap_phone"])
    return add_purchase_order(
        account=account,
        number="P27-4711",
        amount=Decimal("1500.00"),
        valid_until_on=timezone.localdate(now) + timedelta(days=200),
        note="Made up for the demo.",
        added_by=added_by,
        now=now,
    )
