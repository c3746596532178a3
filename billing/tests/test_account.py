"""Sums to the cent, on a database that adds floats too."""

from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Sum
from django.utils import timezone

from billing.allocating import open_of, unapplied_of
from billing.models import Account, Entry, Invoice, Payment, PurchaseOrder
from billing.paying import apply_payment

from .factories import create_bill, create_invoice, create_purchase_order, pay

pytestmark = pytest.mark.django_db


def pay_in_parts(invoice, *parts):
    for part in parts:
        pay(invoice.account, part, pays=[(invoice, Decimal(part))])


def test_an_invoice_paid_in_parts_is_paid():
    invoice = create_invoice("0.80")

    pay_in_parts(invoice, "0.10", "0.70")

    assert (open_of(invoice), Invoice.objects.with_open_amount().get().open_amount) == (0, 0)
    assert Invoice.objects.unpaid().exists() is False


def test_what_is_settled_comes_to_nothing_and_is_written_so():
    invoice = create_invoice("0.80")

    pay_in_parts(invoice, "0.10", "0.70")

    assert f"{Account.objects.with_balance().get(pk=invoice.account_id).balance:.2f}" == "0.00"


def test_a_payment_given_away_in_parts_is_given_away():
    first = create_invoice("0.10")
    second = create_invoice("0.70", district=first.account.district)
    payment = pay(first.account, "0.80")

    for invoice in (first, second):
        apply_payment(payment=payment, invoice=invoice, amount=invoice.total, applied_by=None, now=timezone.now())

    assert (unapplied_of(payment), Payment.objects.with_unapplied().get().unapplied) == (0, 0)
    assert Payment.objects.unmatched().exists() is False


def test_a_purchase_order_used_up_has_nothing_left():
    account = create_bill().account
    purchase_order = create_purchase_order(account, "0.80")

    for amount in ("0.10", "0.70"):
        create_invoice(amount, district=account.district, purchase_order=purchase_order)

    assert PurchaseOrder.objects.with_used().get().left == 0


def test_control_a_database_that_adds_floats_is_short_of_nothing():
    """SQLite: what the sums of this module are rounded for."""
    invoice = create_invoice("0.80")

    pay_in_parts(invoice, "0.10", "0.70")

    left = Entry.objects.aggregate(n=Sum("amount"))["n"]
    assert (left == 0) is (connection.vendor == "postgresql")
