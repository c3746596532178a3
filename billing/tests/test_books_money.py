"""Differences between payments, what they pay and where they came from, each planted alone."""

from decimal import Decimal

import pytest
from django.utils import timezone

from billing.ledger_entries import enter
from billing.models import Allocation, Refund

from .factories import create_bill, create_invoice, pay, settle
from .forging import differences
from .money_deeds import bank_line, bounce, paid_page

pytestmark = [pytest.mark.django_db, pytest.mark.plants_a_difference]

PAID = "No invoice is paid more than it comes to; a credited one is paid nothing"
GIVES = "No payment gives more than it has; a bounced one gives nothing"
TAKEN_OFF = "Nothing is taken off an invoice that was not set against it"
OWN_MONEY = "Money pays invoices of its own account"
CAME_IN = "Every accepted bank line and paid card page equals its payment"


def set_against(payment, invoice, amount):
    return Allocation.objects.create(payment=payment, invoice=invoice, amount=Decimal(amount), made_at=timezone.now())


def test_an_invoice_paid_too_much_is_found():
    invoice = create_invoice("100.00")
    payment = pay(invoice.account, "200.00", pays=[(invoice, Decimal("100.00"))])

    set_against(payment, invoice, "0.01")

    assert differences() == {PAID: [f"{invoice} of $100.00 has $100.01 set against it."]}


def test_money_on_a_credited_invoice_is_found():
    invoice = create_invoice("100.00")
    credit_note, _none = settle(invoice.bill)

    set_against(pay(invoice.account, "200.00"), invoice, "40.00")

    assert differences() == {
        PAID: [f"{invoice} of $100.00, taken back by {credit_note}, has $40.00 set against it."],
    }


def test_money_taken_off_that_was_never_set_is_found():
    invoice = create_invoice("100.00")
    payment = pay(invoice.account, "50.00")

    set_against(payment, invoice, "-10.00")

    assert differences() == {
        PAID: [f"{invoice} of $100.00 has $-10.00 set against it."],
        TAKEN_OFF: [f"Of {payment}, $-10.00 is set against {invoice}."],
    }


def test_a_payment_that_gives_more_than_it_has_is_found():
    invoice = create_invoice("100.00")
    payment = pay(invoice.account, "50.00")

    set_against(payment, invoice, "50.01")

    assert differences() == {GIVES: [f"{payment} of $50.00 gives $50.01 to invoices and refunds."]}


def test_a_refund_of_money_that_pays_an_invoice_is_found():
    invoice = create_invoice("100.00")
    payment = pay(invoice.account, "50.00", pays=[(invoice, Decimal("50.00"))])

    refund = Refund.objects.create(
        payment=payment,
        amount=Decimal("20.00"),
        method="check",
        reason="?",
        refunded_on=timezone.localdate(),
        recorded_at=timezone.now(),
    )
    enter(account=payment.account, paper=refund, by=None, now=timezone.now())

    assert differences() == {GIVES: [f"{payment} of $50.00 gives $70.00 to invoices and refunds."]}


def test_a_bounced_payment_that_still_pays_is_found():
    invoice = create_invoice("100.00")
    payment = pay(invoice.account, "50.00")
    bounce(payment)

    set_against(payment, invoice, "30.00")

    assert differences() == {GIVES: [f"{payment} of $50.00, which bounced, gives $30.00 to invoices and refunds."]}


def test_money_of_another_account_is_found():
    invoice = create_invoice("100.00")
    payment = pay(create_bill().account, "100.00")

    set_against(payment, invoice, "100.00")

    assert differences() == {OWN_MONEY: [f"{payment} pays {invoice}, which is of another account."]}


def test_a_bank_line_of_another_amount_is_found():
    payment = pay(create_bill().account, "100.00")

    line = bank_line(payment, amount=Decimal("100.10"))

    assert differences() == {
        CAME_IN: [f"The bank line of {line.posted_on} over $100.10 was accepted as {payment} of $100.00."]
    }


@pytest.mark.parametrize("wrong", ["amount", "account"])
def test_a_card_page_that_another_payment_paid_is_found(wrong):
    payment = pay(create_bill().account, "100.00")
    fields = {"amount": Decimal("99.00")} if wrong == "amount" else {"account": create_bill().account}

    page = paid_page(payment, **fields)

    assert differences() == {
        CAME_IN: [
            f"The card page over ${page.amount} was paid by {payment} of $100.00, or by another account.",
        ]
    }
