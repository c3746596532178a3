from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.utils import timezone

from billing import cards, stripe_calls
from billing.cards import open_checkout
from billing.models import Checkout
from billing.refusing import CannotBill
from lmi_portal.audit.models import Entry

from .card_news import BACK, press
from .factories import create_account, create_bill, create_invoice, pay, settle

CANNOT_BE_REACHED = (
    "The page for card payments cannot be reached right now, and nothing was charged. Please try again in a few "
    "minutes, or pay by check or ACH."
)


@pytest.fixture(autouse=True)
def no_rest_between_tries(monkeypatch):
    """The library sleeps before it asks again."""
    monkeypatch.setattr("stripe.HTTPClient.INITIAL_DELAY", 0)
    monkeypatch.setattr("stripe.HTTPClient.MAX_DELAY", 0)


def test_the_page_asks_for_what_is_open(db, stripe_server):
    account = create_account()
    first, second = create_invoice("150.00", district=account.district), create_invoice(district=account.district)
    pay(account, "40.00", pays=[(first, Decimal("40.00"))])

    checkout, url = press(first, second)

    assert url == stripe_server.sessions[checkout.session_id]["url"]
    assert (checkout.amount, checkout.state) == (Decimal("260.00"), "open")
    items = checkout.items.order_by("pk").values_list("invoice__number", "amount")
    assert list(items) == [(first.number, Decimal("110.00")), (second.number, Decimal("150.00"))]


def test_stripe_is_told_ids_and_numbers_and_nobodys_name(db, stripe_server):
    now = timezone.now()
    account = create_account(ap_name="Pat Payer", ap_email="ap@example.org")
    invoice = create_invoice("150.00", district=account.district)

    checkout, _url = press(invoice, now=now)

    [(method, path, told)] = stripe_server.asked
    assert (method, path) == ("POST", "/v1/checkout/sessions")
    ids = {"checkout": str(checkout.pk), "account": str(account.pk)}
    assert told == {
        "mode": "payment",
        "allowed_payment_method_types[0]": "card",
        "adaptive_pricing[enabled]": "false",
        "client_reference_id": checkout.reference(),
        **{f"metadata[{name}]": value for name, value in ids.items()},
        **{f"payment_intent_data[metadata][{name}]": value for name, value in ids.items()},
        "payment_intent_data[description]": invoice.number,
        "line_items[0][quantity]": "1",
        "line_items[0][price_data][currency]": "usd",
        "line_items[0][price_data][unit_amount]": "15000",
        "line_items[0][price_data][product_data][name]": invoice.number,
        "locale": "en",
        "expires_at": str(int((now + timedelta(hours=1)).timestamp())),
        "success_url": f"{BACK}?checkout={checkout.pk}",
        "cancel_url": BACK,
    }


def test_opening_is_audited_also_where_nobody_signed_in(db, stripe_server):
    checkout, _url = press(create_invoice("150.00"), opened_by=None, by_label="ap@example.org")

    entry = Entry.objects.get(deed="open_checkout")
    assert (entry.subject_key, entry.done_by, entry.done_by_label) == (str(checkout.pk), None, "ap@example.org")
    assert entry.changes == {"amount": ["", "150.00"]}


def test_a_second_press_leads_to_the_same_page(db, stripe_server):
    invoice = create_invoice()

    first, second = press(invoice), press(invoice)

    assert first == second
    assert (Checkout.objects.count(), len(stripe_server.sessions)) == (1, 1)


@pytest.mark.parametrize("change", ["amount", "person", "age", "invoices"])
def test_another_page_is_opened_for_what_differs(db, stripe_server, change):
    account = create_account()
    invoice, other = create_invoice(district=account.district), create_invoice(district=account.district)
    now = timezone.now()
    first, _url = press(invoice, now=now)

    if change == "amount":
        pay(account, "10.00", pays=[(invoice, Decimal("10.00"))])
    fields = {"person": {"opened_by": None}, "age": {"now": now + timedelta(minutes=46)}}.get(change, {})
    second, _url = press(invoice, *([other] if change == "invoices" else []), **{"now": now} | fields)

    assert second != first


def test_a_double_click_opens_one_page(transactional_db, stripe_server):
    invoice = create_invoice()
    now = timezone.now()

    def click(_n):
        try:
            return press(invoice, now=now)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(click, range(2))

    assert first == second
    assert (Checkout.objects.count(), len(stripe_server.sessions)) == (1, 1)


def test_control_without_its_key_a_double_click_opens_two_pages(db, stripe_server, monkeypatch):
    monkeypatch.setattr(stripe_server, "answer", lambda *call: stripe_server.do(*call[:3]))
    invoice = create_invoice()
    press(invoice)
    # What the second click sees while the first still waits for Stripe.
    Checkout.objects.update(session_id="")

    press(invoice)

    assert (Checkout.objects.count(), len(stripe_server.sessions)) == (1, 2)


def test_a_page_that_ended_gives_way_to_a_new_one(db, stripe_server):
    invoice = create_invoice()
    first, _url = press(invoice)
    stripe_server.sessions[first.session_id]["status"] = "expired"

    second, _url = press(invoice)

    first.refresh_from_db()
    assert (first.state, second.state, second == first) == ("expired", "open", False)


def test_who_has_paid_just_now_is_not_asked_again(db, stripe_server):
    invoice = create_invoice()
    checkout, _url = press(invoice)
    stripe_server.pay(checkout.session_id)

    with pytest.raises(CannotBill) as refusal:
        press(invoice)

    assert str(refusal.value) == "Your card payment is being confirmed: there is nothing more to do."


def credited(account):
    bill = create_bill(district=account.district)
    invoice = create_invoice(bill=bill)
    settle(bill, "99.00")
    return [invoice]


def paid(account):
    invoice = create_invoice(district=account.district)
    pay(account, "150.00", pays=[(invoice, Decimal("150.00"))])
    return [invoice]


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        (lambda account: [], "Choose which invoices to pay."),
        (credited, "Of an invoice that you chose nothing is open any more. Please look at what is owed now."),
        (paid, "Of an invoice that you chose nothing is open any more. Please look at what is owed now."),
        (
            lambda account: [create_invoice()],
            "Of an invoice that you chose nothing is open any more. Please look at what is owed now.",
        ),
        (
            lambda account: [create_invoice("1000000.00", district=account.district)],
            "One card payment takes up to $999,999.99.",
        ),
    ],
    ids=["none", "credited", "paid", "another district’s", "too much"],
)
def test_what_cannot_be_paid_is_refused_before_stripe_is_asked(db, stripe_server, chosen, sentence):
    account = create_account()
    invoices = chosen(account)

    with pytest.raises(CannotBill) as refusal:
        open_checkout(account=account, invoices=invoices, opened_by=None, return_url=BACK, now=timezone.now())

    assert str(refusal.value) == sentence
    assert (stripe_server.asked, Checkout.objects.count()) == ([], 0)


def test_more_invoices_than_one_page_lists_are_refused(db, stripe_server, monkeypatch):
    monkeypatch.setattr(cards, "MOST_INVOICES", 1)
    account = create_account()

    with pytest.raises(CannotBill) as refusal:
        press(create_invoice(district=account.district), create_invoice(district=account.district))

    assert str(refusal.value) == "One card payment takes up to 1 invoices."


def test_without_a_key_no_page_is_opened(db):
    invoice = create_invoice()

    with pytest.raises(CannotBill) as refusal:
        press(invoice)

    assert (str(refusal.value), Checkout.objects.count()) == ("Cards are not taken here.", 0)


@pytest.mark.parametrize("trouble", ["refused", "broken", "deaf", "slow"])
def test_an_outage_is_one_sentence_and_the_next_press_goes_on(db, stripe_server, settings, monkeypatch, trouble):
    monkeypatch.setattr(stripe_calls, "SECONDS", (2, 0.2))
    if trouble == "refused":
        settings.STRIPE_API_BASE = "http://127.0.0.1:1"
    else:
        stripe_server.mood = trouble
    invoice, now = create_invoice(), timezone.now()

    with pytest.raises(CannotBill) as refusal:
        press(invoice, now=now)

    stripe_server.mood, settings.STRIPE_API_BASE = "well", stripe_server.url
    checkout, url = press(invoice, now=now)
    assert str(refusal.value) == CANNOT_BE_REACHED
    assert (Checkout.objects.get(), len(stripe_server.sessions)) == (checkout, 1)
    assert url == stripe_server.sessions[checkout.session_id]["url"]


def test_what_stripe_refuses_is_said_in_its_words(db, stripe_server):
    invoice, now = create_invoice(), timezone.now()
    press(invoice, now=now)
    Checkout.objects.update(session_id="cs_test_gone")

    with pytest.raises(CannotBill) as refusal:
        press(invoice, now=now)

    assert str(refusal.value) == "Stripe does not take this payment: No such checkout.session: cs_test_gone"


def test_stripe_is_never_asked_in_a_transaction(transactional_db, stripe_server):
    invoice = create_invoice()

    with transaction.atomic(), pytest.raises(RuntimeError):
        press(invoice)

    assert stripe_server.asked == []


def test_the_key_is_never_logged(db, stripe_server, caplog):
    stripe_server.mood = "broken"

    with pytest.raises(CannotBill):
        press(create_invoice())

    assert [record.getMessage() for record in caplog.records if record.name == "billing.stripe_calls"] == [
        "Stripe did not answer as it should: APIError, status 500"
    ]
    assert "sk_test" not in caplog.text
