"""What the rows themselves know and what the database refuses, whoever writes."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from billing.models import (
    Account,
    AccountLink,
    Allocation,
    Bill,
    Entry,
    Invoice,
    Payee,
    Payment,
)
from billing.purchasing import choose_purchase_order
from districts.models import Membership
from districts.tests.factories import create_district, create_membership, create_user

from .factories import create_account, create_bill, create_invoice, create_purchase_order, pay, settle

pytestmark = pytest.mark.django_db


def refused(name):
    return pytest.raises(IntegrityError, match=name)


def test_members_see_their_own_districts_money():
    ours, others = create_invoice(), create_invoice()
    member = create_membership(district=ours.account.district).user

    assert list(Account.objects.of(member)) == [ours.account]
    assert list(Invoice.objects.of(member)) == [ours]
    assert others.account != ours.account


def test_who_waits_for_approval_sees_nothing():
    invoice = create_invoice()
    waiting = create_membership(district=invoice.account.district, state=Membership.State.REQUESTED).user

    assert (Account.objects.of(waiting).count(), Invoice.objects.of(waiting).count()) == (0, 0)


def test_bills_await_a_purchase_order_once_money_is_due():
    due, free, by_check, has_order = create_bill(), create_bill(), create_bill(pays_by=Bill.PaysBy.CHECK), create_bill()
    for bill in (due, by_check, has_order):
        settle(bill, "100.00")
    order = create_purchase_order(has_order.account)
    choose_purchase_order(bill=has_order, purchase_order=order, chosen_by=None, now=timezone.now())

    assert list(Bill.objects.awaiting_purchase_order()) == [due]
    assert (due.awaits_purchase_order(), free.awaits_purchase_order(), by_check.awaits_purchase_order()) == (
        True,
        True,
        False,
    )


def test_a_bill_awaits_nothing_once_it_is_cancelled():
    bill = create_bill()
    settle(bill, "100.00")
    settle(bill)

    assert Bill.objects.awaiting_purchase_order().count() == 0


def test_of_a_credited_invoice_nothing_is_open():
    invoice = create_invoice("100.00")
    settle(invoice.bill, "80.00")

    open_amounts = Invoice.objects.with_open_amount().order_by("pk").values_list("total", "paid", "open_amount")

    assert list(open_amounts) == [(100, 0, 0), (80, 0, 80)]
    assert Invoice.objects.unpaid().get().total == 80


@pytest.mark.parametrize(("days", "late"), [(-1, 0), (0, 0), (1, 1), (40, 40)])
def test_an_invoice_is_late_from_the_day_after_it_was_due(days, late):
    invoice = create_invoice()

    assert invoice.days_past_due(now=invoice.issued_at + timedelta(days=30 + days)) == late


def test_a_link_opens_until_it_expires_or_is_revoked():
    now = timezone.now()
    link = AccountLink(account=create_account(), email="ap@example.org", made_at=now, expires_at=now)

    before, after = link.opens(now=now - timedelta(seconds=1)), link.opens(now=now)
    link.revoked_at = now - timedelta(days=1)

    assert (before, after, link.opens(now=now - timedelta(seconds=1))) == (True, False, False)


def test_there_is_a_payee_before_staff_wrote_one_and_never_two():
    unwritten = Payee.current()
    Payee.objects.create(pk=1, name="Initiative")

    assert (unwritten.name, Payee.current().name) == ("California Labor-Management Initiative", "Initiative")
    with refused("there_is_one_payee"), transaction.atomic():
        Payee.objects.create(pk=2, name="Somebody else")


@pytest.mark.parametrize(
    ("kind", "amount"),
    [("invoiced", "-1.00"), ("credited", "1.00"), ("paid", "1.00"), ("invoiced", None)],
    ids=["invoice below nothing", "credit above nothing", "payment that is owed", "no paper at all"],
)
def test_an_entry_is_of_its_paper_and_of_its_sign(kind, amount):
    invoice = create_invoice("100.00")
    credit_note, _none = settle(invoice.bill)
    payment = pay(invoice.account, "10.00")
    papers = {"invoiced": ("invoice", invoice), "credited": ("credit_note", credit_note), "paid": ("payment", payment)}
    name, paper = papers[kind]
    fields = {name: paper} if amount else {}

    with refused("ledger_entry_says_what_it_is_of"), transaction.atomic():
        Entry.objects.create(
            account=invoice.account, kind=kind, amount=Decimal(amount or 0), made_at=timezone.now(), **fields
        )


def test_a_paper_is_entered_once():
    payment = pay(create_account(), "10.00")

    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.create(
            account=payment.account, kind="paid", amount=Decimal("-10.00"), made_at=timezone.now(), payment=payment
        )


def test_an_allocation_is_of_some_money():
    invoice = create_invoice("100.00")
    payment = pay(invoice.account, "10.00")

    with refused("allocation_is_of_some_money"), transaction.atomic():
        Allocation.objects.create(payment=payment, invoice=invoice, amount=0, made_at=timezone.now())


def test_a_number_is_given_once_in_a_fiscal_year():
    payment = pay(create_account(), "10.00")
    twin = Payment(
        number="RCT-other",
        fiscal_year=payment.fiscal_year,
        sequence=payment.sequence,
        facts={},
        account=payment.account,
        method="ach",
        amount=1,
        received_on=payment.received_on,
        recorded_at=payment.recorded_at,
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


def test_a_bill_with_a_purchase_order_is_paid_by_it():
    district = create_district()
    order = create_purchase_order(create_account(district=district))

    with refused("bill_with_a_purchase_order_is_paid_by_it"), transaction.atomic():
        create_bill(district=district, purchase_order=order, pays_by=Bill.PaysBy.CHECK, opened_by=create_user())


@pytest.mark.parametrize("count", [1, 3])
def test_balances_take_one_query(django_assert_num_queries, count):
    for _n in range(count):
        create_invoice("100.00")

    with django_assert_num_queries(1):
        balances = [account.balance for account in Account.objects.with_balance()]

    assert balances == [100] * count
