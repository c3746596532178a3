"""Books of all kinds of deeds are right; what each check finds is beside it in the tests of its name."""

from decimal import Decimal

import pytest
from django.utils import timezone

from billing.invoicing import reissue_invoice, write_off_invoice
from billing.paying import apply_payment
from billing.purchasing import choose_purchase_order

from .factories import create_bill, create_invoice, create_purchase_order, pay, settle
from .forging import differences
from .money_deeds import bank_line, bounce, paid_page, quote, refund

pytestmark = pytest.mark.django_db


def test_books_of_all_kinds_of_deeds_are_right():
    bill = create_bill()
    _none, invoice = settle(bill, "100.10", "50.20")
    account = invoice.account
    first, second = pay(account, "60.10", pays=[(invoice, Decimal("60.10"))]), pay(account, "200.00")
    apply_payment(payment=second, invoice=invoice, amount=Decimal("50.50"), applied_by=None, now=timezone.now())
    settle(bill, "100.10", "0.00")
    bounce(first)
    refund(second, "20.20")
    choose_purchase_order(bill=bill, purchase_order=create_purchase_order(account), chosen_by=None, now=timezone.now())
    reissue_invoice(bill=bill, by=None, now=timezone.now(), reason="New address")
    written_off = create_invoice("30.00", district=account.district)
    write_off_invoice(invoice=written_off, by=None, reason="Host", now=timezone.now())
    quote(account), bank_line(first), paid_page(second)

    assert differences() == {}


def test_empty_books_are_right():
    assert differences() == {}


def test_the_checks_ask_the_same_number_of_questions_however_much_there_is(django_assert_num_queries):
    for _n in range(3):
        invoice = create_invoice("10.00", "20.00")
        pay(invoice.account, "30.00", pays=[(invoice, Decimal("30.00"))])

    with django_assert_num_queries(45):
        differences()
