"""How the district pays, as the deeds keep it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from billing.models import Bill, Invoice, PurchaseOrder
from billing.tests.factories import create_account, create_purchase_order
from convenings.cancelling import cancel_registration
from convenings.changing import change_team
from convenings.paying import Paying
from convenings.refusing import CannotRegister
from districts.tests.factories import create_district, create_membership, create_user
from lmi_portal.audit.models import Entry

from .factories import create_convening, register, standing_requests, team_of

pytestmark = pytest.mark.django_db

PO = Bill.PaysBy.PURCHASE_ORDER


@pytest.fixture
def lead():
    return create_membership(is_lead=True)


@pytest.fixture
def convening():
    return create_convening()


@pytest.fixture
def order(lead):
    return create_purchase_order(create_account(district=lead.district), "150.00", number="4711")


def change(team, seats=None, **fields):
    team.refresh_from_db()
    seats = standing_requests(team) if seats is None else seats
    defaults = {"changed_by": team.registered_by, "revision": team.revision, "now": timezone.now()}
    return change_team(registration=team, seats=seats, **defaults | fields)


def bill_of(team):
    return Bill.objects.get(registration=team)


def test_other_way_to_pay_gives_nobody_more_time(convening, lead, order):
    team = register(convening, district=lead.district, registered_by=lead.user, now=timezone.now() - timedelta(days=10))
    due_on = Invoice.objects.get(bill=team.bill).due_on

    change(team, paying=Paying(PO, order))

    assert Invoice.objects.standing().get(bill=team.bill).due_on == due_on


def test_team_that_would_wait_is_told_of_its_order_too(convening, lead, order):
    convening.capacity = 3
    convening.save()
    register(convening)

    with pytest.raises(CannotRegister, match=r"\$30.00 more"):
        register(convening, district=lead.district, registered_by=lead.user, size=3, paying=Paying(PO, order))


def test_team_that_moves_up_past_its_order_is_written_down_for_staff(lead, order):
    convening = create_convening(capacity=2)
    held = register(convening)
    register(convening, district=lead.district, registered_by=lead.user, size=2, paying=Paying(PO, order))
    PurchaseOrder.objects.update(amount=Decimal("100.00"))

    cancel_registration(registration=held, cancelled_by=held.registered_by, reason="Snow", now=timezone.now())

    assert "$20.00 more" in Entry.objects.get(deed="draw_on_short_purchase_order").changes["warnings"][1]


def test_stranger_to_the_account_cannot_draw_on_it_by_the_deed(convening, order):
    asker = create_membership(district=order.account.district, state="requested").user

    with pytest.raises(CannotRegister, match="is not one of your district’s"):
        register(convening, district=order.account.district, registered_by=asker, paying=Paying(PO, order))


def test_two_teams_may_draw_on_one_order(convening, lead, order):
    PurchaseOrder.objects.update(amount=Decimal("250.00"))
    order.refresh_from_db()

    for name in ("North", "South"):
        register(convening, district=lead.district, registered_by=lead.user, team_name=name, paying=Paying(PO, order))

    assert PurchaseOrder.objects.with_used().get().left == 10


def test_changing_the_order_issues_the_invoice_again_with_its_number(convening, lead, order):
    team = register(convening, district=lead.district, registered_by=lead.user)

    change(team, paying=Paying(PO, order))

    old, new = Invoice.objects.order_by("pk")
    assert (old.credit_note.cause, new.facts["purchase_order"], old.total) == ("reissue", "4711", new.total)
    assert Entry.objects.get(deed="change_paying").changes["purchase_order"] == ["", "4711"]


def test_growing_past_the_order_is_asked_and_a_substitution_is_not(convening, lead, order):
    PurchaseOrder.objects.update(amount=Decimal("120.00"))
    order.refresh_from_db()
    team = register(convening, district=lead.district, registered_by=lead.user, paying=Paying(PO, order))
    PurchaseOrder.objects.update(amount=Decimal("100.00"))
    extra = team_of(3, district=lead.district)[2]
    first, second = standing_requests(team)

    change(team, [second, first], paying=Paying(PO, order))
    with pytest.raises(CannotRegister, match=r"\$80.00 more"):
        change(team, [*standing_requests(team), extra], paying=Paying(PO, order))

    assert team.seats.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_teams_take_turns_for_the_last_dollars_of_an_order():
    district = create_district()
    order = create_purchase_order(create_account(district=district), "150.00")
    member = create_membership(district=district).user
    convenings, start = [create_convening(), create_convening()], Barrier(2)
    teams = [team_of(2, district=district) for _n in convenings]

    def press(pair):
        convening, seats = pair
        try:
            start.wait(timeout=60)
            paying = Paying(PO, PurchaseOrder.objects.get(pk=order.pk))
            return register(convening, district=district, registered_by=member, seats=seats, paying=paying).state
        except CannotRegister as refusal:
            return str(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        seen = sorted(pool.map(press, zip(convenings, teams, strict=True)))

    assert [seen[0].endswith("$90.00 more than that."), seen[1]] == [True, "confirmed"]
    assert PurchaseOrder.objects.with_used().get().left == 30


def test_staff_choose_an_order_for_a_district(client, convening, order):
    staff = create_user(is_staff=True)
    team = register(convening, district=order.account.district)

    change(team, changed_by=staff, paying=Paying(PO, order))

    assert bill_of(team).purchase_order == order
