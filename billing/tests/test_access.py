"""Who opens which page of a district's money."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone

from billing.linking import send_account_link, token_of
from billing.models import Counter, CreditNote, Entry, Invoice, PurchaseOrder, Quote
from billing.numbering import next_number
from districts.tests.factories import create_district, create_membership, create_user
from lmi_portal.accounts.groups import ensure_groups
from lmi_portal.accounts.tests.factories import create_staff
from lmi_portal.tests.access import LOGIN, assert_access, clients_of

from .factories import create_invoice, create_purchase_order, pay, settle

pytestmark = pytest.mark.django_db


def money_of(district):
    """One of each paper of a district, and a link to its accounts payable."""
    invoice = create_invoice("150.00", district=district)
    account = invoice.account
    account.ap_email = "ap@example.org"
    account.save()
    payment = pay(account, "20.00", pays=[(invoice, Decimal("20.00"))])
    credit_note, _invoice = settle(invoice.bill, "75.00")
    number = next_number(Counter.Series.QUOTE, on=timezone.localdate())
    quote = Quote.objects.create(
        **number.as_fields(),
        facts=invoice.facts | {"kind": "quote", "number": str(number), "valid_until": "2099-01-01"},
        language="en",
        account=account,
        total=invoice.total,
        valid_until_on="2099-01-01",
        asked_at=timezone.now(),
        asked_by=invoice.bill.opened_by,
    )
    return SimpleNamespace(
        account=account,
        bill=invoice.bill,
        papers=[invoice, credit_note, payment, quote],
        order=create_purchase_order(account),
        link=send_account_link(account=account, sent_by=invoice.bill.opened_by, now=timezone.now()),
    )


def roles_at(district):
    return {
        "visitor": None,
        "signed in": create_user(),
        "who waits": create_membership(district=district, state="requested").user,
        "left": create_membership(district=district, state="ended").user,
        "member": create_membership(district=district).user,
        "lead": create_membership(district=district, is_lead=True).user,
        "other lead": create_membership(is_lead=True).user,
        "staff": create_staff(),
        "staff without second factor": create_staff(second_factor=False),
        "staff who may not": create_staff(is_superuser=False),
    }


def test_pages_of_an_account_open_to_those_who_may():
    district = create_district()
    money, roles = money_of(district), roles_at(district)
    account, shared = f"/account/{district.cd_code}/", f"/account/shared/{token_of(money.link)}/"
    everyone = dict.fromkeys(roles, 200)

    def only(*may, outcome=200):
        return dict.fromkeys(roles, 404) | {"visitor": LOGIN} | dict.fromkeys(may, outcome)

    seen = only("member", "lead", "staff")
    changed = only("member", "lead")
    pressed = only("member", "lead", outcome=405)
    nothing = only()
    assert_access(
        {
            "/account/": everyone | {"visitor": LOGIN, "member": account, "lead": account, "staff": account},
            account: seen,
            f"{account}statement.pdf": seen,
            # Cards are off without a key.
            f"{account}pay/": nothing,
            f"{account}details/": changed,
            f"{account}details/issue-again/": changed,
            f"{account}links/send/": pressed,
            f"{account}links/{money.link.pk}/revoke/": pressed,
            f"{account}purchase-orders/add/": changed,
            f"{account}purchase-orders/for/{money.bill.code}/": changed,
            f"{account}purchase-orders/{money.order.pk}/": seen,
            # It has no file.
            f"{account}purchase-orders/{money.order.pk}/file/": nothing,
            f"{account}purchase-orders/{money.order.pk}/withdraw/": changed,
            **{paper.get_absolute_url(): seen for paper in money.papers},
            shared: everyone,
            f"{shared}statement.pdf": everyone,
            f"{shared}pay/": dict.fromkeys(roles, 404),
            f"{shared}purchase-orders/add/": everyone,
            f"{shared}purchase-orders/{money.order.pk}/": everyone,
            f"{shared}purchase-orders/{money.order.pk}/file/": dict.fromkeys(roles, 404),
            **{shared + paper.get_absolute_url()[1:]: everyone for paper in money.papers},
            "/account/shared/forged/": dict.fromkeys(roles, 410),
            # Stripe alone posts here, and nobody looks.
            "/stripe/webhook/": dict.fromkeys(roles, 405),
            "/stripe/back/": everyone,
        },
        clients_of(**roles),
        under=["account/", "invoices/", "credit-notes/", "receipts/", "quotes/", "stripe/"],
    )


@pytest.mark.parametrize("way", ["signed in", "by link"])
def test_no_way_leads_to_what_is_another_districts(way):
    district, other = create_district(), create_district()
    own, theirs = money_of(district), money_of(other)
    client = Client()
    if way == "signed in":
        client.force_login(create_membership(district=district, is_lead=True).user)
        base = f"/account/{district.cd_code}/"
        papers = [paper.get_absolute_url() for paper in theirs.papers]
    else:
        base = f"/account/shared/{token_of(own.link)}/"
        papers = [base + paper.get_absolute_url()[1:] for paper in theirs.papers]

    addresses = [*papers, f"{base}purchase-orders/{theirs.order.pk}/", f"{base}purchase-orders/{theirs.order.pk}/file/"]
    if way == "signed in":
        addresses += [
            f"{base}purchase-orders/{theirs.order.pk}/withdraw/",
            f"{base}purchase-orders/for/{theirs.bill.code}/",
            f"{base}links/{theirs.link.pk}/revoke/",
        ]

    assert {address: client.post(address).status_code for address in addresses} == dict.fromkeys(addresses, 404)
    theirs.order.refresh_from_db()
    theirs.link.refresh_from_db()
    assert (theirs.order.withdrawn_at, theirs.link.revoked_at) == (None, None)


def test_tampered_forms_change_nothing(client):
    district, other = create_district(), create_district()
    own, theirs = money_of(district), money_of(other)
    client.force_login(create_membership(district=district, is_lead=True).user)
    base = f"/account/{district.cd_code}/"
    before = list(Entry.objects.values_list("pk", "amount"))

    client.post(f"{base}purchase-orders/for/{own.bill.code}/", {"purchase_order": theirs.order.pk, "agreed": "on"})
    client.post(
        f"{base}purchase-orders/add/",
        {"number": "PO-9", "amount": "1", "valid_until_on": "2099-01-01", "team": theirs.bill.code, "agreed": "on"},
    )
    client.post(
        f"{base}details/", {"bill_to_name": "District", "state": "CA", "language": "en", "balance": "0", "total": "0"}
    )

    assert list(Entry.objects.values_list("pk", "amount")) == before
    assert not PurchaseOrder.objects.filter(number="PO-9").exists()
    assert set(Invoice.objects.standing().values_list("total", flat=True)) == {Decimal("75.00")}
    assert CreditNote.objects.count() == 2


def test_finance_staff_look_with_their_second_factor_alone(client):
    money = money_of(create_district())
    ensure_groups()
    accountant = create_staff(is_superuser=False, groups=["finance"])
    (with_factor,) = clients_of(staff=accountant).values()
    client.force_login(accountant)
    address = f"/account/{money.account.district.cd_code}/"

    assert (with_factor.get(address).status_code, client.get(address).status_code) == (200, 404)
    assert with_factor.get(f"{address}details/").status_code == 404
