"""Paying by card as people see it."""

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from billing.linking import send_account_link, token_of
from billing.models import Checkout, Payment
from districts.tests.factories import create_district, create_membership
from lmi_portal.tests.staff_pages import messages_of

from .card_news import paid_page, press, take_in
from .factories import create_invoice
from .stripe_server import event, tell

BACK_BY = ["success_url", "cancel_url"]
KEPT_AT_HOME = "form-action 'self'"


@pytest.fixture
def owing():
    """An invoice of $150.00, and a lead of its district."""
    district = create_district()
    lead = create_membership(district=district, is_lead=True).user
    return create_invoice("150.00", district=district, opened_by=lead)


def page_of(invoice):
    return f"/account/{invoice.account.district.cd_code}/"


def policy_of(response):
    [words] = [part.strip() for part in response["Content-Security-Policy"].split(";") if "form-action" in part]
    return words


@pytest.mark.django_db
def test_the_account_page_alone_lets_its_forms_lead_to_stripe(client, owing, stripe_server):
    client.force_login(owing.bill.opened_by)

    assert policy_of(client.get(page_of(owing))) == f"{KEPT_AT_HOME} {stripe_server.url}"
    assert policy_of(client.get("/teams/")) == KEPT_AT_HOME


@pytest.mark.django_db
def test_without_cards_no_form_leads_to_stripe_and_no_button_is_there(client, owing):
    client.force_login(owing.bill.opened_by)

    page = client.get(page_of(owing))

    assert policy_of(page) == KEPT_AT_HOME
    assert ("by card" in page.content.decode(), client.post(f"{page_of(owing)}pay/").status_code) == (False, 404)


@pytest.mark.django_db
def test_a_tampered_form_pays_what_is_open_and_of_its_own_district_alone(client, owing, stripe_server):
    other = create_invoice("999.00")
    client.force_login(owing.bill.opened_by)

    client.post(f"{page_of(owing)}pay/", {"invoice": [owing.number, other.number], "amount": "0.01"})

    checkout = Checkout.objects.get()
    assert (checkout.amount, checkout.items.get().invoice) == (150, owing)


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["INV-0000-00000", "INV\0"], ids=["unknown", "null character"])
def test_a_refusal_is_told_on_the_account_page(client, owing, stripe_server, number):
    client.force_login(owing.bill.opened_by)

    page = client.post(f"{page_of(owing)}pay/", {"invoice": number}, follow=True)

    assert (page.redirect_chain, messages_of(page)) == ([(page_of(owing), 302)], ["Choose which invoices to pay."])


@pytest.mark.django_db
def test_who_only_looks_at_the_address_of_the_button_is_led_to_the_account(client, owing, stripe_server):
    client.force_login(owing.bill.opened_by)

    assert client.get(f"{page_of(owing)}pay/").url == page_of(owing)


@pytest.mark.django_db
def test_accounts_payable_pays_by_its_link_which_stripe_is_not_told(client, owing, stripe_server, settings):
    owing.account.ap_email = "ap@example.org"
    owing.account.save()
    link = send_account_link(account=owing.account, sent_by=owing.bill.opened_by, now=timezone.now())
    url = f"/account/shared/{token_of(link)}/"

    paying = client.post(f"{url}pay/", {"invoice": owing.number})
    [(_method, _path, told)] = stripe_server.asked
    backs = [client.get(told[name].removeprefix(settings.SITE_URL)) for name in BACK_BY]

    checkout = Checkout.objects.get()
    assert (paying.url, checkout.opened_by) == (stripe_server.sessions[checkout.session_id]["url"], None)
    assert [token_of(link) in value for value in told.values()] == [False] * len(told)
    assert [one.url for one in backs] == [f"{url}?checkout={checkout.pk}", url]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?checkout=1", "Thank you. Your payment is being confirmed, and the receipt comes by e-mail."),
        ("", "Nothing was paid."),
    ],
    ids=["paid", "turned back"],
)
def test_who_comes_back_with_another_browser_is_told_no_more_than_that(client, query, sentence):
    page = client.get(f"/stripe/back/{query}").content.decode()

    assert sentence in page


@pytest.mark.django_db
def test_who_comes_back_is_told_how_the_payment_stands(client, owing, stripe_server):
    client.force_login(owing.bill.opened_by)
    checkout, session = paid_page(stripe_server, owing)
    url = f"{page_of(owing)}?checkout={checkout.pk}"

    before = client.get(url).content.decode()
    take_in("checkout.session.completed", session)
    after = client.get(url).content.decode()

    assert "Your card payment of $150.00 is being confirmed." in before
    assert "Your card payment of $150.00 is here. Thank you." in after


@pytest.mark.django_db
def test_who_closed_the_page_is_told_that_nothing_was_paid(client, owing, stripe_server):
    client.force_login(owing.bill.opened_by)
    checkout, _url = press(owing)
    take_in("checkout.session.expired", stripe_server.sessions[checkout.session_id])

    page = client.get(f"{page_of(owing)}?checkout={checkout.pk}").content.decode()

    assert "The card payment page was closed before anything was paid." in page


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "x", "²", "9" * 400, "another’s"])
def test_another_key_says_nothing(client, owing, stripe_server, key):
    client.force_login(owing.bill.opened_by)
    if key == "another’s":
        key = press(create_invoice())[0].pk

    page = client.get(page_of(owing), {"checkout": key})

    assert (page.status_code, page.context["checkout"]) == (200, None)


@pytest.mark.django_db(transaction=True)
def test_a_lead_pays_by_card_in_a_real_browser(page, live_portal, owing, stripe_server):
    sign_in(page, live_portal, owing.bill.opened_by)
    page.goto(f"{live_portal}{page_of(owing)}")

    page.get_by_role("button", name="by card").first.click()
    expect(page.get_by_role("heading", name="Pay here")).to_be_visible()
    session = stripe_server.pay(Checkout.objects.get().session_id)
    page.goto(stripe_server.asked[0][2]["success_url"])
    expect(page.get_by_text("is being confirmed")).to_be_visible()
    tell(Client(), event("checkout.session.completed", session))
    page.get_by_role("link", name="Look again").click()

    expect(page.get_by_text("Your card payment of $150.00 is here.")).to_be_visible()
    assert Payment.objects.get().amount == 150


@pytest.mark.django_db(transaction=True)
def test_control_chromium_stops_the_form_at_a_page_of_the_plain_policy(
    page, page_errors, live_portal, owing, stripe_server, settings
):
    settings.STRIPE_CHECKOUT_ORIGIN = "https://checkout.stripe.com"
    sign_in(page, live_portal, owing.bill.opened_by)
    page.goto(f"{live_portal}{page_of(owing)}")

    with page.expect_event("console", lambda message: "form-action" in message.text):
        page.get_by_role("button", name="by card").first.click()

    expect(page.get_by_role("heading", name="Pay here")).not_to_be_visible()
    page_errors.clear()


def sign_in(page, address, user):
    client = Client()
    client.force_login(user)
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])
