from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from billing.models import Invoice, PurchaseOrder
from billing.tests.factories import create_account, create_purchase_order
from convenings.paying import Paying
from districts.tests.factories import create_membership, create_user
from lmi_portal.tests.staff_pages import page_of

from .factories import create_convening, register

pytestmark = pytest.mark.django_db

LIST = "/admin/convenings/registration/"


def of_before(**fields):
    """A team as it stood before there were invoices."""
    team = register(create_convening(fee_rule="free"), **fields)
    team.seats.update(price=Decimal("60.00"))
    return team


def test_staff_bill_teams_of_before_there_were_invoices(client, staff):
    before, free, billed = of_before(), register(create_convening(fee_rule="free")), register(create_convening())
    data = {"action": "issue_first_invoices", "_selected_action": [before.pk, free.pk, billed.pk]}

    listed = list(client.get(f"{LIST}?invoice=missing").context["cl"].queryset)
    asked = client.post(LIST, data)
    invoices_before = Invoice.objects.count()
    client.post(LIST, data | {"confirmed": "yes"})

    said = {prospect.row.pk: (prospect.sentences, prospect.refusal) for prospect in asked.context["prospects"]}
    assert said == {
        before.pk: (["An invoice of $120.00 is issued and sent."], ""),
        free.pk: ([], "It was billed already, or owes nothing."),
        billed.pk: ([], "It was billed already, or owes nothing."),
    }
    assert [team.pk for team in listed] == [before.pk]
    assert (invoices_before, Invoice.objects.count()) == (1, 2)
    assert Invoice.objects.get(bill__registration=before).total == 120


def test_staff_without_the_permission_bill_nobody(client, settings):
    settings.STAFF_MFA_REQUIRED = False
    client.force_login(create_user(is_staff=True))
    team = of_before()

    response = client.post(LIST, {"action": "issue_first_invoices", "_selected_action": [team.pk], "confirmed": "yes"})

    assert (response.status_code, Invoice.objects.count()) == (403, 0)


def test_page_of_a_team_says_where_its_purchase_order_falls_short(client, staff):
    lead = create_membership(is_lead=True)
    order = create_purchase_order(create_account(district=lead.district), "150.00", number="4711")
    paying = Paying("purchase_order", order)
    team = register(create_convening(), district=lead.district, registered_by=lead.user, paying=paying)
    yesterday = timezone.localdate() - timedelta(days=1)
    PurchaseOrder.objects.update(amount=Decimal("100.00"), valid_until_on=yesterday)

    shown = client.get(page_of(team)).content.decode()

    assert f"{Invoice.objects.get().number} · 4711 · Purchase order 4711 was valid until" in shown
    assert "$20.00 more than that" in shown


@pytest.mark.parametrize(
    ("fields", "paying"),
    [({"fee_rule": "free"}, "–"), ({}, "Purchase order to follow"), ({"takes_purchase_orders": False}, "Check or ACH")],
    ids=["free", "to-follow", "check"],
)
def test_page_of_a_team_says_how_it_is_paid(client, staff, fields, paying):
    team = register(create_convening(**fields))

    assert paying in client.get(page_of(team)).content.decode()
