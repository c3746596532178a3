"""A purchase order that falls short and a quote, in a real Chromium: with and without JavaScript."""

import pytest
from playwright.sync_api import expect

from billing.models import Quote
from billing.tests.factories import create_account, create_purchase_order
from convenings.models import Registration
from districts.tests.factories import create_membership
from lmi_portal.tests.accessibility import shortcomings_of
from lmi_portal.tests.browsing import sign_in

from .factories import create_convening

pytestmark = pytest.mark.django_db(transaction=True)

SHORT = "Purchase order 4711 has $100.00 left, and this comes to $360.00: $260.00 more than that."
AGREE = "Register all the same; LMI staff will see it"


@pytest.fixture
def lead():
    membership = create_membership(is_lead=True)
    create_purchase_order(create_account(district=membership.district), "100.00", number="4711")
    return membership


@pytest.fixture
def sheet(live_portal, lead):
    create_convening(slug="central-valley")
    return f"{live_portal}/convenings/central-valley/register/"


def choose(page):
    page.get_by_label("Purchase order", exact=True).last.select_option(index=1)


def test_short_purchase_order_is_said_while_typing_and_the_box_keeps_its_tick(page, live_portal, sheet, lead):
    sign_in(page, live_portal, lead.user)
    page.goto(sheet)

    choose(page)
    box = page.get_by_label(AGREE)
    expect(box).to_be_visible()
    assert shortcomings_of(page) == []
    with page.expect_response("**/register/"):
        box.check()
    expect(page.get_by_label(AGREE)).to_be_checked()
    expect(page.get_by_label(AGREE)).to_be_focused()
    page.get_by_role("button", name="Register the team").last.click()

    expect(page.get_by_role("status")).to_contain_text("Your team is registered")
    assert Registration.objects.get().bill.purchase_order.number == "4711"


def test_short_purchase_order_is_asked_about_without_javascript(new_page, live_portal, sheet, lead):
    page = new_page(viewport=(360, 740), javascript=False)
    sign_in(page, live_portal, lead.user)
    page.goto(sheet)

    choose(page)
    page.get_by_label("Name", exact=True).first.fill("Ana Ruiz")
    page.get_by_role("button", name="Register the team").click()
    expect(page.get_by_role("alert")).to_contain_text(SHORT)
    expect(page.get_by_label("Name", exact=True).first).to_have_value("Ana Ruiz")
    page.get_by_label(AGREE).check()
    page.get_by_role("button", name="Register the team").click()

    expect(page.get_by_role("heading", name="Invoice and payment")).to_be_visible()
    expect(page.get_by_role("link", name="Purchase order 4711")).to_be_visible()


def test_quote_is_downloaded_and_the_team_registered_from_the_same_sheet(page, live_portal, sheet, lead):
    sign_in(page, live_portal, lead.user)
    page.goto(sheet)
    page.get_by_label("Name", exact=True).first.fill("Ana Ruiz")

    with page.expect_download() as download:
        page.get_by_role("button", name="Quote (PDF)").click()
    # The script lets a form that gave a file be sent again after a moment.
    expect(page.locator(".is-sending")).to_have_count(0)
    page.get_by_role("button", name="Register the team").last.click()

    expect(page.get_by_role("status")).to_contain_text("Your team is registered")
    assert download.value.suggested_filename == f"{Quote.objects.get().number}.pdf"
