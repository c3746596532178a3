"""Money of one account moved at the same moment, in real transactions on the real database."""

from decimal import Decimal
from threading import Barrier

import pytest
from django.db import OperationalError, transaction
from django.utils import timezone

from billing import paying, purchasing
from billing.accounting import lock_account
from billing.models import Account, Allocation, Invoice, PurchaseOrder
from billing.paying import apply_payment
from billing.purchasing import choose_purchase_order
from billing.refusing import CannotBill
from districts.tests.factories import create_district
from lmi_portal.tests.at_once import begin_without_a_lock, postgresql, press_at_once

from .factories import create_account, create_bill, create_invoice, create_purchase_order, pay, settle

transactional = pytest.mark.django_db(transaction=True)


def rush(deeds, *, before=lambda: None):
    return press_at_once(deeds, refusals=(CannotBill, OperationalError), before=before)


def without_the_lock(monkeypatch, module, name):
    """Nobody waits for the account, and all read `name` of the module before anybody writes."""
    read, honest = Barrier(2), getattr(module, name)

    def read_at_the_same_time(*args, **kwargs):
        answer = honest(*args, **kwargs)
        read.wait(timeout=30)
        return answer

    def no_lock(account):
        return Account.objects.select_related("district").get(pk=account.pk)

    monkeypatch.setattr(module, "lock_account", no_lock)
    monkeypatch.setattr(module, name, read_at_the_same_time)


def applying(payment, invoice):
    def apply():
        apply_payment(payment=payment, invoice=invoice, amount=Decimal("80.00"), applied_by=None, now=timezone.now())

    return apply


def one_invoice_and_payments(count):
    invoice = create_invoice("100.00")
    return invoice, [applying(pay(invoice.account, "80.00"), invoice) for _n in range(count)]


@transactional
def test_payments_applied_at_once_never_pay_an_invoice_twice():
    _invoice, deeds = one_invoice_and_payments(8)

    assert rush(deeds) == ["CannotBill"] * 7 + ["done"]
    assert Invoice.objects.with_open_amount().get().open_amount == 20


@transactional
@pytest.mark.plants_a_difference
def test_control_without_the_lock_an_invoice_is_paid_twice(monkeypatch):
    """SQLite's lock is its immediate transaction: without it somebody gets an error."""
    invoice, deeds = one_invoice_and_payments(2)
    without_the_lock(monkeypatch, paying, "open_of")

    seen = rush(deeds, before=begin_without_a_lock)

    assert seen == (["done", "done"] if postgresql() else ["OperationalError", "done"])
    paid = sum(Allocation.objects.values_list("amount", flat=True))
    assert (paid > invoice.total) is postgresql()


def choosing(bill, order):
    return lambda: choose_purchase_order(bill=bill, purchase_order=order, chosen_by=None, now=timezone.now())


def one_order_and_bills(count):
    account = create_account()
    bills = [create_bill(district=account.district) for _n in range(count)]
    for bill in bills:
        settle(bill, "80.00")
    order = create_purchase_order(account, "100.00")
    return [choosing(bill, order) for bill in bills]


@transactional
def test_two_teams_never_draw_the_same_last_dollars_of_a_purchase_order():
    deeds = one_order_and_bills(6)

    assert rush(deeds) == ["CannotBill"] * 5 + ["done"]
    assert PurchaseOrder.objects.with_used().get().left == 20


@transactional
def test_control_without_the_lock_two_teams_draw_the_same_dollars(monkeypatch):
    deeds = one_order_and_bills(2)
    without_the_lock(monkeypatch, purchasing, "cover_of")

    seen = rush(deeds, before=begin_without_a_lock)

    assert seen == (["done", "done"] if postgresql() else ["OperationalError", "done"])
    assert PurchaseOrder.objects.with_used().get().left == (-60 if postgresql() else 20)


@transactional
def test_bills_opened_at_once_for_a_new_district_share_one_account():
    district = create_district()

    assert rush([lambda: create_bill(district=district) for _n in range(4)]) == ["done"] * 4
    assert Account.objects.count() == 1


@transactional
def test_an_account_is_locked_inside_a_transaction_alone():
    account = create_account()

    with pytest.raises(RuntimeError, match="inside a transaction"):
        lock_account(account)
    with transaction.atomic():
        assert lock_account(account) == account
