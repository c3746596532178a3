"""One of the orders at hand is chosen for a team."""

from datetime import timedelta

import pytest
from django.utils import timezone

from billing.models import Bill
from billing.purchasing import withdraw_purchase_order
from districts.tests.factories import create_membership

from .factories import create_account, create_invoice, create_purchase_order

pytestmark = pytest.mark.django_db

BOX = 'type="checkbox" name="agreed"'


@pytest.fixture
def member():
    return create_membership()


@pytest.fixture
def account(member):
    return create_account(district=member.district)


@pytest.fixture
def page(client, member, account):
    client.force_login(member.user)
    return f"/account/{member.district.cd_code}/purchase-orders/"


def test_order_at_hand_is_chosen_for_a_team(client, page, account):
    order = create_purchase_order(account, "1000.00", number="PO-1")
    bill = create_invoice("450.00", district=account.district).bill

    shown = client.get(f"{page}for/{bill.code}/")
    client.post(f"{page}for/{bill.code}/", {"purchase_order": order.pk})

    assert "PO-1: $1,000.00 of $1,000.00 left" in shown.content.decode()
    assert Bill.objects.get(pk=bill.pk).purchase_order == order


def test_choosing_asks_where_it_falls_short(client, page, account):
    order = create_purchase_order(account, "100.00")
    bill = create_invoice("450.00", district=account.district).bill

    first = client.post(f"{page}for/{bill.code}/", {"purchase_order": order.pk})

    assert "$350.00 more than that." in first.content.decode()
    assert Bill.objects.get(pk=bill.pk).purchase_order is None
    client.post(f"{page}for/{bill.code}/", {"purchase_order": order.pk, "agreed": first.context["form"].warning})
    assert Bill.objects.get(pk=bill.pk).purchase_order == order


def test_tick_beside_one_order_is_none_for_another(client, page, account):
    first, second = (create_purchase_order(account, amount, number=f"PO-{amount}") for amount in ("100.00", "20.00"))
    bill = create_invoice("450.00", district=account.district).bill
    asked = client.post(f"{page}for/{bill.code}/", {"purchase_order": first.pk})
    ticked = {"agreed": asked.context["form"].warning}

    asked_again = client.post(f"{page}for/{bill.code}/", {"purchase_order": second.pk} | ticked)

    assert Bill.objects.get(pk=bill.pk).purchase_order is None
    text = asked_again.content.decode()
    assert "PO-20.00 has $20.00 left, and this comes to $450.00" in asked_again.context["form"].warning
    assert (BOX in text, "checked" in text[text.index(BOX) :].partition(">")[0]) == (True, False)


def test_orders_that_ended_or_were_withdrawn_are_not_offered(client, page, account, member):
    ended = create_purchase_order(account, valid_until_on=timezone.localdate() - timedelta(days=1))
    gone = create_purchase_order(account)
    withdraw_purchase_order(purchase_order=gone, withdrawn_by=member.user, now=timezone.now())
    bill = create_invoice(district=account.district).bill

    shown = client.get(f"{page}for/{bill.code}/")
    client.post(f"{page}for/{bill.code}/", {"purchase_order": ended.pk, "agreed": "on"})
    client.post(f"{page}for/{bill.code}/", {"purchase_order": gone.pk, "agreed": "on"})

    assert "No purchase order is here that could be used" in shown.content.decode()
    assert Bill.objects.get(pk=bill.pk).purchase_order is None
