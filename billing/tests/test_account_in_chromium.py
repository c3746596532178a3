"""Accounts payable at work in a real Chromium: by the link alone, on a phone, without JavaScript."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from billing.linking import standing_link, token_of
from billing.models import PurchaseOrder
from districts.tests.factories import create_district
from lmi_portal.tests.accessibility import shortcomings_of

from .factories import create_account, create_invoice
from .uploaded import pdf

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def link(live_portal):
    account = create_account(district=create_district(name="San Juan Unified"), ap_email="ap@example.org")
    create_invoice("450.00", district=account.district, team="San Juan Unified", subject="Summer Institute")
    return f"{live_portal}/account/shared/{token_of(standing_link(account, now=timezone.now()))}/"


@pytest.fixture
def order_file():
    return {"name": "PO 118843.pdf", "mimeType": "application/pdf", "buffer": pdf().read()}


def test_order_that_falls_short_is_brought_in_on_a_phone_without_javascript(new_page, link, order_file):
    page = new_page(viewport=(360, 740), javascript=False)
    page.goto(link)
    expect(page.get_by_text("$450.00").first).to_be_visible()

    page.get_by_role("link", name="add its purchase order").click()
    page.get_by_label("Purchase order number").fill("PO-118843")
    page.get_by_label("Amount ($)").fill("400")
    page.get_by_label("Valid until").fill("2099-06-30")
    page.get_by_label("The order itself").set_input_files(order_file)
    page.get_by_role("button", name="Add the purchase order").click()
    expect(page.get_by_role("alert")).to_contain_text("more than twenty years")
    page.get_by_label("Valid until").fill(f"{timezone.localdate().year + 1}-06-30")
    page.get_by_role("button", name="Add the purchase order").click()
    expect(page.get_by_role("alert")).to_contain_text("has $400.00 left, and this comes to $450.00")
    expect(page.get_by_text("PO 118843.pdf has arrived")).to_be_visible()
    page.get_by_label("I have read this; use it anyway").check()
    page.get_by_role("button", name="Add the purchase order").click()

    expect(page.get_by_text("Purchase order PO-118843 is here. Thank you.")).to_be_visible()
    expect(page.get_by_text("$50.00 more is billed on it than it is good for.")).to_be_visible()
    page.get_by_role("link", name="PO-118843").first.click()
    with page.expect_download() as download:
        page.get_by_role("link", name="PO 118843.pdf").click()
    assert download.value.suggested_filename == "PO 118843.pdf"
    assert PurchaseOrder.objects.get().added_by is None


def test_question_about_a_short_order_is_asked_accessibly(page, link, order_file):
    page.goto(f"{link}purchase-orders/add/")
    page.get_by_label("Purchase order number").fill("PO-118843")
    page.get_by_label("Amount ($)").fill("400")
    page.get_by_label("Valid until").fill("2026-01-31")
    page.get_by_label("The order itself").set_input_files(order_file)
    page.get_by_role("button", name="Add the purchase order").click()

    question = page.get_by_role("alert")
    expect(question).to_contain_text("This day is past")
    expect(question).to_be_focused()
    assert shortcomings_of(page) == []
