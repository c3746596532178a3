"""Refunds at localstripe, a Stripe that somebody else wrote; it knows cards, payments and refunds, but no Checkout."""

import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
import stripe
from django.utils import timezone

from billing.card_queue import refund_to_card
from billing.models import Checkout, CreditNote, Refund
from billing.refusing import CannotBill
from districts.tests.factories import create_user
from lmi_portal.running.ports import free_port

from .card_news import balance, paid_page, take_in
from .factories import create_bill, create_invoice, settle

pytestmark = pytest.mark.django_db

# As its own command does, but on a machine without IPv6 too, and with no file in a place that all users share.
SERVER = """
import sys
from aiohttp import web
from localstripe import resources, server
resources.Store.dump_to_disk = lambda store: None
web.run_app(server.app, host="127.0.0.1", port=int(sys.argv[1]))
"""


@pytest.fixture(scope="module")
def localstripe(tmp_path_factory):
    """The address of a localstripe of this module's own."""
    port, log = free_port(), tmp_path_factory.mktemp("localstripe") / "log"
    command = [sys.executable, "-c", SERVER, str(port)]
    with log.open("w") as stream:
        process = subprocess.Popen(command, stdout=stream, stderr=subprocess.STDOUT)
    url = f"http://127.0.0.1:{port}"
    for _n in range(600):
        try:
            urllib.request.urlopen(url)
        except urllib.error.HTTPError:
            break
        except OSError:
            assert process.poll() is None, log.read_text()
            time.sleep(0.05)
    yield url
    process.kill()
    process.wait()


def charged(url, cents):
    """Somebody pays with a card at localstripe; the PaymentIntent's id."""
    client = stripe.StripeClient("sk_test_x", base_addresses={"api": url})
    card = client.v1.payment_methods.create(
        {"type": "card", "card": {"number": "4242424242424242", "exp_month": "12", "exp_year": "2040", "cvc": "123"}}
    )
    paid = client.v1.payment_intents.create(
        {"amount": cents, "currency": "usd", "payment_method": card.id, "confirm": True}
    )
    assert paid.status == "succeeded"
    return paid.id


@pytest.fixture
def late_money(stripe_server, localstripe, settings):
    """$150.00 that came by a card charged at localstripe, for a team that was cancelled meanwhile."""
    bill = create_bill()
    _checkout, session = paid_page(stripe_server, create_invoice("150.00", bill=bill))
    settle(bill, items=[], cause=CreditNote.Cause.CANCELLATION)
    take_in("checkout.session.completed", session | {"payment_intent": charged(localstripe, 15000)})
    settings.STRIPE_API_BASE = localstripe
    return Checkout.objects.get()


def refund(checkout):
    return refund_to_card(checkout=checkout, reason="Cancelled", refunded_by=create_user(), now=timezone.now())


def test_money_goes_back_to_the_card(late_money, localstripe):
    refunded = refund(late_money)

    client = stripe.StripeClient("sk_test_x", base_addresses={"api": localstripe})
    [at_stripe] = client.v1.refunds.list({"payment_intent": late_money.payment.reference}).data
    assert (at_stripe.id, at_stripe.amount, at_stripe.status) == (refunded.reference, 15000, "succeeded")
    assert balance(late_money.account) == 0


def test_a_charge_that_stripe_does_not_know_is_not_refunded(late_money, localstripe):
    urllib.request.urlopen(urllib.request.Request(f"{localstripe}/_config/data", method="DELETE"))

    with pytest.raises(CannotBill) as refusal:
        refund(late_money)

    assert str(refusal.value) == "Stripe does not refund this: Not Found"
    assert (Refund.objects.count(), balance(late_money.account)) == (0, -150)
