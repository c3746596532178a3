from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from billing.models import Bill, Invoice, PurchaseOrder
from billing.purchasing import choose_purchase_order, cover_of, withdraw_purchase_order
from billing.refusing import CannotBill
from lmi_portal.audit.models import Entry as AuditEntry

from .factories import create_account, create_bill, create_invoice, create_purchase_order, settle

pytestmark = pytest.mark.django_db


def today():
    return timezone.localdate()


def choose(bill, order, **fields):
    return choose_purchase_order(bill=bill, purchase_order=order, chosen_by=None, now=timezone.now(), **fields)


def withdraw(order):
    return withdraw_purchase_order(purchase_order=order, withdrawn_by=None, now=timezone.now())


def cover(order, wanted, **fields):
    return cover_of(order, wanted=Decimal(wanted), on=today(), **fields)


def test_one_order_covers_several_bills():
    first = create_invoice("300.00")
    order = create_purchase_order(first.account, "1000.00", number="P-1")
    choose(first.bill, order)

    create_invoice("500.00", district=first.account.district, purchase_order=order)

    seen = PurchaseOrder.objects.with_used().get()
    assert (seen.used, seen.left) == (800, 200)


def test_what_falls_short_is_said_in_dollars():
    account = create_account()
    order = create_purchase_order(account, "1000.00", number="P-1")
    create_invoice("700.00", district=account.district, purchase_order=order)

    short = cover(order, "301.50")

    assert (short.used, short.left, short.wanted) == (700, 300, Decimal("301.50"))
    assert short.warnings == ["Purchase order P-1 has $300.00 left, and this comes to $301.50: $1.50 more than that."]


def test_what_just_reaches_is_no_worry():
    order = create_purchase_order(create_account(), "1000.00")

    assert cover(order, "1000.00").warnings == []


def test_an_order_already_overdrawn_has_nothing_left():
    account = create_account()
    order = create_purchase_order(account, "100.00", number="P-1")
    create_invoice("150.00", district=account.district, purchase_order=order)

    assert cover(order, "10.00").warnings == [
        "Purchase order P-1 has $0.00 left, and this comes to $10.00: $10.00 more than that."
    ]


def test_the_bill_that_changes_does_not_count_twice():
    invoice = create_invoice("700.00")
    order = create_purchase_order(invoice.account, "1000.00")
    choose(invoice.bill, order)

    assert cover(order, "1000.00", besides=invoice.bill).warnings == []


def test_a_credited_invoice_gives_its_dollars_back():
    account = create_account()
    order = create_purchase_order(account, "1000.00")
    invoice = create_invoice("700.00", district=account.district, purchase_order=order)

    settle(invoice.bill)

    assert PurchaseOrder.objects.with_used().get().left == 1000


@pytest.mark.parametrize(("days", "count"), [(0, 0), (-1, 1)], ids=["its last day", "the day after"])
def test_an_order_out_of_date_is_said(days, count):
    order = create_purchase_order(create_account(), valid_until_on=today() + timedelta(days=days), number="P-1")

    warnings = cover(order, "10.00").warnings

    assert (len(warnings), order in PurchaseOrder.objects.usable(on=today())) == (count, count == 0)
    assert all(warning.startswith("Purchase order P-1 was valid until") for warning in warnings)


def test_choosing_an_order_puts_its_number_on_the_invoice():
    old = create_invoice("300.00")
    order = create_purchase_order(old.account, number="P-1")

    bill = choose(old.bill, order)

    new = Invoice.objects.standing().get()
    assert (bill.purchase_order, new.purchase_order, new.facts["purchase_order"]) == (order, order, "P-1")
    assert (new.facts["replaces"]["invoice"], new.facts["purchase_order_to_follow"]) == (str(old), False)
    assert old.facts["purchase_order_to_follow"] is True


def test_choosing_the_same_order_again_issues_nothing():
    old = create_invoice("300.00")
    order = create_purchase_order(old.account)
    choose(old.bill, order)

    choose(old.bill, order)

    assert Invoice.objects.count() == 2


def test_an_order_chosen_before_anything_is_due_is_on_the_first_invoice():
    bill = create_bill()
    order = create_purchase_order(bill.account)

    choose(bill, order)
    _none, invoice = settle(bill, "100.00")

    assert (invoice.purchase_order, Invoice.objects.count()) == (order, 1)


def test_an_order_that_falls_short_is_never_silently_accepted():
    invoice = create_invoice("300.00")
    order = create_purchase_order(invoice.account, "200.00", number="P-1")

    with pytest.raises(CannotBill, match=r"\$100.00 more than that") as refusal:
        choose(invoice.bill, order)
    untouched = Bill.objects.get().purchase_order
    choose(invoice.bill, order, agreed=True)

    assert (refusal.value.field, untouched, Bill.objects.get().purchase_order) == ("purchase_order", None, order)
    said = AuditEntry.objects.get(deed="choose_purchase_order").changes["warnings"][1]
    assert said == "Purchase order P-1 has $200.00 left, and this comes to $300.00: $100.00 more than that."


def test_another_districts_order_is_refused():
    invoice = create_invoice("300.00")

    with pytest.raises(CannotBill, match="another district’s"):
        choose(invoice.bill, create_purchase_order(create_account()), agreed=True)

    assert Bill.objects.get().purchase_order is None


def test_a_withdrawn_order_is_chosen_by_nobody_whoever_agrees():
    """It was withdrawn by a colleague after the page was read."""
    invoice = create_invoice("300.00")
    read_before = create_purchase_order(invoice.account)
    withdraw(PurchaseOrder.objects.get())

    with pytest.raises(CannotBill, match="was withdrawn"):
        choose(invoice.bill, read_before, agreed=True)

    assert Bill.objects.get().purchase_order is None


def test_bills_that_draw_on_a_withdrawn_order_stay_as_they_are():
    invoice = create_invoice("300.00")
    order = create_purchase_order(invoice.account)
    choose(invoice.bill, order)

    withdraw(order)
    withdraw(order)

    assert Invoice.objects.standing().get().purchase_order == order
    assert AuditEntry.objects.filter(deed="withdraw_purchase_order").count() == 1


@pytest.mark.parametrize("number", ["P-1", "p-1"], ids=["the same", "in small letters"])
def test_an_order_is_brought_in_once(number):
    account = create_account()
    create_purchase_order(account, number="P-1")

    with pytest.raises(CannotBill, match=f"Purchase order {number} is here already") as refusal:
        create_purchase_order(account, number=number)

    assert (refusal.value.field, PurchaseOrder.objects.count()) == ("number", 1)


def test_two_districts_may_have_orders_of_one_number():
    for _n in range(2):
        create_purchase_order(create_account(), number="P-1")

    assert PurchaseOrder.objects.count() == 2


def test_a_withdrawn_order_may_come_again():
    account = create_account()
    withdraw(create_purchase_order(account, number="P-1"))

    create_purchase_order(account, number="P-1")

    assert PurchaseOrder.objects.usable(on=today()).count() == 1


@pytest.mark.parametrize("amount", ["0.00", "-5.00"], ids=["nothing", "less than nothing"])
def test_an_order_is_of_some_money(amount):
    with pytest.raises(CannotBill, match="more than nothing") as refusal:
        create_purchase_order(create_account(), amount)

    assert refusal.value.field == "amount"
