from decimal import Decimal

import pytest

from billing import addressing
from billing.models import Account, CreditNote, Invoice
from districts.tests.factories import create_membership
from lmi_portal.audit.models import Entry
from lmi_portal.outbox.models import Email

from .factories import create_account, create_invoice, pay

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return create_membership(is_lead=True).user


@pytest.fixture
def account(lead):
    return create_account(district=lead.memberships.get().district, street="1 Elm", city="Dinuba", zip_code="93618")


@pytest.fixture
def page(client, account, lead):
    client.force_login(lead)
    return f"/account/{account.district.cd_code}/details/"


def typed(account, **changes):
    names = ["bill_to_name", "attention", "street", "city", "state", "zip_code", "language"]
    names += ["ap_name", "ap_email", "ap_phone"]
    return {name: getattr(account, name) for name in names} | changes


def test_details_are_changed_and_the_change_is_told(client, page, account, lead):
    client.post(page, typed(account, attention="Business Office", ap_email="AP@Example.org", state="ca", language="es"))

    account = Account.objects.get()
    assert (account.attention, account.ap_email, account.state, account.language) == (
        "Business Office",
        "ap@example.org",
        "CA",
        "es",
    )
    entry = Entry.objects.get(deed="change_details")
    assert entry.done_by == lead
    assert entry.changes == {
        "attention": ["Accounts Payable", "Business Office"],
        "ap_email": ["", "ap@example.org"],
        "language": ["en", "es"],
    }


def test_saving_without_a_change_tells_nothing(client, page, account):
    client.post(page, typed(account))

    assert not Entry.objects.filter(deed="change_details").exists()


def test_invoices_are_not_issued_again_without_end(client, page, account, monkeypatch):
    monkeypatch.setattr("billing.views.ways.ISSUED_AGAIN_BY_ONE", 2)
    bill = create_invoice(district=account.district).bill
    choosing = page.replace("details", f"purchase-orders/for/{bill.code}")

    answers = [client.post(address).status_code for address in (choosing, f"{page}issue-again/", choosing)]

    assert answers == [200, 302, 429]
    assert client.post(f"{page}issue-again/").status_code == 429
    assert client.get(choosing).status_code == 200


@pytest.mark.parametrize(
    ("name", "value"),
    [("bill_to_name", ""), ("ap_email", "nobody"), ("ap_name", "see www.evil.example"), ("attention", "https://x.org")],
)
def test_what_cannot_be_is_refused_and_stays_typed(client, page, account, name, value):
    response = client.post(page, typed(account, street="9 Oak", **{name: value}))

    assert list(response.context["form"].errors) == [name]
    assert 'value="9 Oak"' in response.content.decode()
    assert Account.objects.get().street == "1 Elm"


def test_unpaid_invoices_are_issued_again_once_confirmed(client, page, account):
    paid = create_invoice("20.00", district=account.district)
    pay(account, "20.00", pays=[(paid, paid.total)])
    unpaid = create_invoice("150.00", district=account.district)
    pay(account, "50.00", pays=[(unpaid, Decimal("50.00"))])

    offered = client.post(page, typed(account, street="9 Oak"), follow=True)

    assert [one.number for one in offered.context["invoices"]] == [unpaid.number]
    assert not CreditNote.objects.exists()
    client.post(f"{page}issue-again/")
    issued = Invoice.objects.unpaid().get()
    assert (issued.facts["bill_to"]["address"][0], issued.open_amount) == ("9 Oak", 100)
    assert CreditNote.objects.get().invoice == unpaid
    assert Email.objects.filter(template="billing/email/invoice_replaced").count() == 1


def test_pressed_twice_nothing_is_issued_twice(client, page, account):
    create_invoice("150.00", district=account.district)
    client.post(page, typed(account, street="9 Oak"))

    client.post(f"{page}issue-again/")
    client.post(f"{page}issue-again/")

    assert Invoice.objects.count() == 2


def test_many_are_issued_again_a_part_at_a_time(client, page, account, monkeypatch):
    monkeypatch.setattr(addressing, "AT_ONCE", 2)
    for _ in range(3):
        create_invoice("10.00", district=account.district)
    client.post(page, typed(account, street="9 Oak"))

    first = client.post(f"{page}issue-again/")
    second = client.post(f"{page}issue-again/")

    assert (first.url, second.url) == (f"{page}issue-again/", account.get_absolute_url())
    assert addressing.outdated_invoices(Account.objects.get()) == []


def test_nothing_outdated_leads_back(client, page, account):
    assert client.post(page, typed(account, ap_name="Ada")).url == account.get_absolute_url()
    assert "Nothing to issue again" in client.get(f"{page}issue-again/").content.decode()
