from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from billing.models import BankImport, BankLine, Checkout
from billing.tests.factories import create_account, create_invoice, create_purchase_order, pay
from convenings.models import Convening
from convenings.tests.factories import create_convening, register
from districts.models import Membership
from districts.tests.factories import create_district, create_user
from lmi_portal.library.models import LinkCheck
from lmi_portal.library.tests.factories import create_resource
from lmi_portal.outbox.models import Email

pytestmark = pytest.mark.django_db
INDEX = "/admin/"


def waiting(client):
    return {one.label: one.count for one in client.get(INDEX).context["waiting"]}


def create_email(**fields):
    number = Email.objects.count()
    now = timezone.now()
    defaults = {"to": f"m{number}@example.org", "reason": "r", "template": "t", "message_id": f"<{number}@example.org>"}
    return Email.objects.create(**defaults | {"posted_at": now, "next_try_at": now} | fields)


@pytest.mark.parametrize("count", [1, 3])
def test_index_takes_as_many_queries_for_many_convenings(client, staff, django_assert_num_queries, count):
    for _n in range(count):
        register(create_convening())

    # One of each that waits, what comes next, and who asks.
    with django_assert_num_queries(16):
        response = client.get(INDEX)

    assert len(response.context["next_convenings"]) == count


def test_index_shows_the_next_convenings_with_their_seats(client, staff):
    today = timezone.localdate()
    first = create_convening(capacity=3)
    register(first, size=3), register(first, size=2)
    create_convening(capacity=None, starts_on=today + timedelta(days=60), ends_on=today + timedelta(days=60))
    create_convening(starts_on=today - timedelta(days=2), ends_on=today - timedelta(days=1), state="held")
    create_convening(state="cancelled")

    shown = client.get(INDEX).context["next_convenings"]

    assert [(one.seats, one.teams_waiting) for one in shown] == [("3 of 3", 1), ("0", 0)]


def create_money_that_waits():
    now = timezone.now()
    create_invoice(pays_by="check", now=now - timedelta(days=40))
    account = create_account()
    create_invoice("150.00", district=account.district, purchase_order=create_purchase_order(account, "100.00"))
    pay(account, "10.00")
    file = BankImport.objects.create(
        file_name="bank.csv",
        imported_at=now,
        imported_by=create_user(),
        lines_read=1,
        lines_new=1,
    )
    BankLine.objects.create(
        bank_import=file, fingerprint="1", posted_on=timezone.localdate(), description="Deposit", amount="10.00"
    )
    Checkout.objects.create(account=account, amount="10.00", opened_at=now, concern="The team was cancelled.")


def create_one_of_each_that_waits():
    """And an e-mail that all is well with, and one that failed too long ago to wait for anybody.

    The team that is registered has its purchase order to follow.
    """
    register(create_convening())
    register(held := create_convening(fee_rule="free"))
    Convening.objects.filter(pk=held.pk).update(state="held")
    create_money_that_waits()
    Membership.objects.create(
        user=create_user(), district=create_district(), side="labor", role="unit_member", requested_at=timezone.now()
    )
    for is_published in [True, False]:
        resource = create_resource(link="https://example.org/", is_published=is_published)
        LinkCheck.objects.create(resource=resource, link=resource.link, outcome="dead")
    create_email(state="failed"), create_email(is_uncertain=True), create_email()
    create_email(state="failed", posted_at=timezone.now() - timedelta(days=31))


def test_index_counts_what_waits(client, staff):
    create_one_of_each_that_waits()

    assert waiting(client) == {
        "Requests to join a district": 1,
        "Teams that only one side has confirmed": 1,
        "Held convenings without attendance": 1,
        "Invoices past due": 1,
        "Purchase orders to follow": 1,
        "Teams whose purchase order falls short": 1,
        "Purchase orders running out": 1,
        "Payments with money left": 1,
        "Bank lines to look at": 1,
        "Paid by card, no seat": 1,
        "Dead links": 1,
        "Mails that failed": 1,
        "Mails that may have arrived twice": 1,
    }


def test_index_leads_to_what_is_owed(client, staff):
    page = client.get(INDEX).content.decode()

    assert f'href="{reverse("admin:billing_bill_owed")}">What is owed</a>' in page
    assert f'href="{reverse("admin:billing_bill_reminders_to_come")}">Reminders to come</a>' in page


def test_what_waits_leads_to_lists_of_just_that(client, staff):
    create_one_of_each_that_waits()

    shown = client.get(INDEX).context["waiting"]

    assert [client.get(one.url).context["cl"].result_count for one in shown] == [one.count for one in shown]


def test_index_shows_nobody_more_than_they_may_see(client, staff):
    clerk = create_user(is_staff=True)
    clerk.user_permissions.add(Permission.objects.get(codename="view_membership"))
    client.force_login(clerk)

    response = client.get(INDEX)
    context = response.context

    assert "/admin/billing/" not in response.content.decode()
    assert (context["next_convenings"], [one.label for one in context["waiting"]]) == (
        None,
        ["Requests to join a district"],
    )
