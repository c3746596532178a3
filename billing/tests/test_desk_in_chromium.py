"""The finance desk at work in a real Chromium: by the keyboard, in a hurry, and for everyone."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from billing.models import BankLine, Payee, Payment
from districts.tests.factories import create_district
from lmi_portal.accounts.tests.factories import create_staff
from lmi_portal.tests.accessibility import shortcomings_of
from lmi_portal.tests.browsing import press, sign_in
from lmi_portal.tests.staff_pages import page_of

from .bank_files import bank_csv
from .factories import create_account, create_invoice, create_purchase_order, pay
from .test_banking import bring_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(page, live_portal):
    """A page signed in as finance, and the function that opens an address of the portal."""
    sign_in(page, live_portal, create_staff())
    return lambda address: page.goto(live_portal + address)


def line_said(description, amount="300.00", check=""):
    return f"{timezone.localdate():%m/%d/%Y},{description},{amount},{check}"


def test_two_quick_clicks_record_one_payment(page, desk):
    invoice = create_invoice("300.00")
    desk(page_of(invoice.account, "record_payment"))
    page.get_by_label("Check number or reference").fill("88123")
    page.get_by_label("Amount ($)").fill("100")
    page.get_by_role("button", name="Look it over").click()

    page.get_by_role("button", name="Record a payment").dblclick()

    expect(page.get_by_text("was recorded already; nothing is recorded twice.").or_(
        page.get_by_text("$100.00 is recorded."))).to_be_visible()  # fmt: skip
    assert Payment.objects.get().amount == Decimal("100.00")


def test_a_bank_file_is_worked_through_by_the_keyboard(page, desk):
    first, second = (create_invoice("300.00") for _n in range(2))
    desk(reverse("admin:billing_bankline_changelist"))
    page.get_by_role("link", name="Bring in a bank file").click()
    lines = [line_said(f"ACH {first}"), line_said(f"ACH {second}")]
    page.locator("input[type=file]").set_input_files(
        {"name": "november.csv", "mimeType": "text/csv", "buffer": bank_csv(*lines)}
    )
    page.get_by_role("button", name="Bring it in").click()
    expect(page.get_by_text("2 new lines wait.")).to_be_visible()

    press(page, page.get_by_role("link", name="Decide on").first)
    press(page, page.get_by_role("radio").first)
    expect(page.get_by_text(f"ACH {first}")).to_be_visible()
    press(page, page.get_by_role("radio").first)

    expect(page.get_by_text("0 bank lines")).to_be_visible()
    assert set(BankLine.objects.values_list("state", flat=True)) == {"accepted"}


def test_desk_is_accessible(page, desk):
    district = create_district(name="San Juan Unified")
    account = create_account(district=district, ap_email="ap@example.org")
    order = create_purchase_order(account)
    invoice = create_invoice("300.00", district=district, purchase_order=order)
    payment = pay(account, "50.00", method="check", reference="88123")
    bring_in(line_said(f"ACH {invoice}"), line_said("DEPOSIT", "50.00", "88123"), line_said("ELSE", "7.00"))
    certain, recorded, _else = BankLine.objects.order_by("pk")
    lists = ["account", "invoice", "payment", "purchaseorder", "entry", "bankline", "bankimport", "accountlink"]
    addresses = [reverse(f"admin:billing_{model}_changelist") for model in lists]
    addresses += [page_of(row) for row in (account, invoice, payment, order, certain, Payee.objects.create(pk=1))]
    addresses += [page_of(line, "decide") for line in (certain, recorded)]
    addresses += [page_of(account, deed) for deed in ("record_payment", "add_order")]
    addresses += [page_of(payment, deed) for deed in ("apply", "refund", "bounce")]
    addresses += [page_of(invoice, "write_off"), reverse("admin:billing_bankline_upload")]

    found = {}
    for address in addresses:
        desk(address)
        found[address] = shortcomings_of(page)

    assert {address: lines for address, lines in found.items() if lines} == {}


def test_what_is_asked_and_refused_is_accessible(page, desk):
    invoice = create_invoice("300.00")
    pay(invoice.account, "1.00", method="check", reference="88123")
    desk(page_of(invoice.account, "record_payment"))
    page.get_by_role("button", name="Look it over").click()
    expect(page.get_by_role("alert")).to_have_text("Look at what is marked below.")
    refused = shortcomings_of(page)

    page.get_by_label("Check number or reference").fill("88123")
    page.get_by_label("Amount ($)").fill("500")
    page.get_by_role("button", name="Look it over").click()
    expect(page.get_by_role("alert")).to_contain_text("Is this another?")

    assert (refused, shortcomings_of(page)) == ([], [])
