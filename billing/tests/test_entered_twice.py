"""The same form sent twice moves money once."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.utils import timezone

from billing.allocating import open_of, unapplied_of
from billing.invoicing import reissue_invoice
from billing.models import Account, Entry, Invoice, Payment, Refund
from billing.paying import apply_credit, refund_payment
from billing.refusing import CannotBill

from .factories import create_account, create_invoice, pay

pytestmark = pytest.mark.django_db


def refund(payment, amount, **fields):
    return refund_payment(
        payment=payment,
        amount=Decimal(amount),
        method=Payment.Method.CHECK,
        reason="Paid twice",
        refunded_on=timezone.localdate(),
        recorded_by=None,
        now=timezone.now(),
        **fields,
    )


def test_a_payment_sent_twice_is_recorded_once():
    account, submission = create_account(), uuid4()

    first, second = (pay(account, "100.00", submission=submission) for _n in range(2))

    assert (first, Payment.objects.count(), Entry.objects.count()) == (second, 1, 1)


def test_control_without_its_submission_a_payment_is_recorded_twice():
    account = create_account()

    first, second = (pay(account, "100.00") for _n in range(2))

    assert (first == second, Payment.objects.count()) == (False, 2)


def test_a_refund_sent_twice_is_recorded_once():
    payment, submission = pay(create_account(), "100.00"), uuid4()

    first, second = (refund(payment, "40.00", submission=submission) for _n in range(2))

    assert (first, Refund.objects.count()) == (second, 1)
    assert unapplied_of(Payment.objects.get()) == Decimal("60.00")


def test_control_without_its_submission_a_refund_is_recorded_twice():
    payment = pay(create_account(), "100.00")

    refund(payment, "40.00"), refund(payment, "40.00")

    assert unapplied_of(Payment.objects.get()) == Decimal("20.00")


def test_credit_sent_twice_is_applied_once():
    invoice = create_invoice("100.00")
    payment = pay(invoice.account, "80.00")
    form = {"payment": payment, "pays": [(invoice, Decimal("30.00"))], "unapplied": Decimal("80.00")}

    apply_credit(**form, applied_by=None, now=timezone.now())
    with pytest.raises(CannotBill, match="Meanwhile the money of this payment was moved"):
        apply_credit(**form, applied_by=None, now=timezone.now())

    assert open_of(Invoice.objects.get()) == Decimal("70.00")


def test_credit_is_applied_whole_or_not_at_all():
    first = create_invoice("100.00")
    second = create_invoice("50.00", district=first.account.district)
    payment = pay(first.account, "200.00")

    with pytest.raises(CannotBill, match=r"Only \$50.00 of"):
        apply_credit(
            payment=payment,
            pays=[(first, Decimal("100.00")), (second, Decimal("60.00"))],
            unapplied=Decimal("200.00"),
            applied_by=None,
            now=timezone.now(),
        )

    assert unapplied_of(Payment.objects.get()) == Decimal("200.00")


def test_an_invoice_is_issued_again_once():
    invoice = create_invoice("100.00")
    form = {"bill": invoice.bill, "by": invoice.bill.opened_by, "reason": "New address", "invoice": invoice}

    reissue_invoice(**form, now=timezone.now())
    with pytest.raises(CannotBill, match=f"{invoice.number} was taken back already."):
        reissue_invoice(**form, now=timezone.now())

    assert Invoice.objects.count() == 2
    assert Account.objects.with_balance().get().balance == Decimal("100.00")


def test_control_of_no_invoice_in_particular_another_is_issued_each_time():
    invoice = create_invoice("100.00")
    form = {"bill": invoice.bill, "by": invoice.bill.opened_by, "reason": "New address"}

    reissue_invoice(**form, now=timezone.now())
    reissue_invoice(**form, now=timezone.now())

    assert Invoice.objects.count() == 3
