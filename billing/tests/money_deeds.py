"""Deeds with money that no page does in one call, as tests of the books need them."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from billing.models import BankImport, BankLine, Checkout, Counter, Payment, Quote
from billing.numbering import next_number
from billing.paying import bounce_payment, refund_payment
from districts.tests.factories import create_user


def quote(account):
    return Quote.objects.create(
        **(asked := next_number(Counter.Series.QUOTE, on=timezone.localdate())).as_fields(),
        facts={"number": str(asked), "total": "75.00"},
        language="en",
        account=account,
        total=Decimal("75.00"),
        valid_until_on=timezone.localdate() + timedelta(days=30),
        asked_at=timezone.now(),
        asked_by=create_user(),
    )


def refund(payment, amount):
    return refund_payment(
        payment=payment,
        amount=Decimal(amount),
        method=Payment.Method.CHECK,
        reason="Paid twice",
        refunded_on=timezone.localdate(),
        recorded_by=None,
        now=timezone.now(),
    )


def bounce(payment):
    return bounce_payment(
        payment=payment, reason="No funds", bounced_on=timezone.localdate(), recorded_by=None, now=timezone.now()
    )


def bank_line(payment, **fields):
    read = {"imported_at": timezone.now(), "imported_by": create_user(), "lines_read": 1, "lines_new": 1}
    return BankLine.objects.create(
        bank_import=BankImport.objects.create(file_name="bank.csv", **read),
        fingerprint=str(payment),
        posted_on=payment.received_on,
        state=BankLine.State.ACCEPTED,
        payment=payment,
        **{"amount": payment.amount} | fields,
    )


def paid_page(payment, **fields):
    paid = {"account": payment.account, "amount": payment.amount}
    return Checkout.objects.create(
        state=Checkout.State.PAID, payment=payment, opened_at=timezone.now(), **paid | fields
    )
