import json
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import stripe
from django.db import OperationalError, connection
from django.test import Client

from billing.models import Payment, StripeEvent

from .card_news import balance, paid_page
from .factories import create_invoice
from .stripe_server import WEBHOOK_SECRET, event, tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def paid(stripe_server):
    """What Stripe tells once $150.00 were paid."""
    _checkout, session = paid_page(stripe_server, create_invoice("150.00"))
    return event("checkout.session.completed", session)


def test_signed_news_is_taken_in_without_signing_in_or_a_form_s_token(client, paid):
    client.handler.enforce_csrf_checks = True

    response = tell(client, paid)

    assert (response.status_code, response.content) == (200, b"")
    assert balance(Payment.objects.get().account) == 0


def test_the_same_news_posted_again_changes_nothing(client, paid):
    statuses = [tell(client, paid).status_code for _n in range(3)]

    assert statuses == [200, 200, 200]
    assert (Payment.objects.count(), StripeEvent.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    "spoil",
    [
        {"secret": "whsec_of_somebody_else"},
        {"timestamp": int(time.time()) - 301},
        {"stripe-signature": "t=1,v1=00"},
        {"stripe-signature": "t=1,v1=é"},
        {"stripe-signature": "v1"},
        {"stripe-signature": ""},
    ],
    ids=["another secret", "old", "made up", "other letters", "no time", "none"],
)
def test_news_that_stripe_did_not_sign_is_refused(client, paid, spoil):
    response = tell(client, paid, **spoil)

    assert response.status_code == 400
    assert (Payment.objects.count(), StripeEvent.objects.count()) == (0, 0)


def test_control_the_same_news_signed_by_stripe_is_taken(client, paid):
    assert tell(client, paid, timestamp=int(time.time()) - 290).status_code == 200
    assert Payment.objects.count() == 1


def test_news_changed_on_its_way_is_refused(client, paid):
    signed = json.dumps(paid)
    forged = signed.replace("15000", "15001")
    headers = {"stripe-signature": stripe.WebhookSignature.generate_signature_header(signed, WEBHOOK_SECRET)}

    response = client.post("/stripe/webhook/", forged, content_type="application/json", headers=headers)

    assert forged != signed
    assert (response.status_code, Payment.objects.count()) == (400, 0)


@pytest.mark.parametrize("body", ["", "{", "\xff"], ids=["empty", "half", "other letters"])
def test_news_that_is_no_json_is_refused(client, stripe_server, body):
    assert tell(client, body).status_code == 400


def test_bytes_that_are_no_text_are_refused(client, stripe_server):
    headers = {"stripe-signature": "t=1,v1=00"}

    response = client.post("/stripe/webhook/", b"\xff\xfe", content_type="application/json", headers=headers)

    assert response.status_code == 400


def test_large_news_is_refused_unread(client, stripe_server):
    assert tell(client, "x" * (256 * 1024 + 1)).status_code == 413


def test_who_forges_often_is_told_to_stop_and_stripe_is_not(client, paid):
    statuses = [tell(client, paid, secret="whsec_guess").status_code for _n in range(31)]

    assert statuses == [400] * 30 + [429]
    assert tell(client, paid).status_code == 200


def test_only_post_is_answered(client, stripe_server):
    assert client.get("/stripe/webhook/").status_code == 405


def test_nothing_is_here_where_cards_are_off(client, settings):
    settings.STRIPE_SECRET_KEY = ""

    assert tell(client, event("customer.created", {"id": "cus_1"})).status_code == 404


def test_an_error_of_ours_leaves_nothing_half_written_and_stripe_tells_it_again(client, paid, monkeypatch):
    client.raise_request_exception = False

    def break_off(*args, **kwargs):
        raise OperationalError("The database went away.")

    with monkeypatch.context() as patch:
        patch.setattr("billing.paying.tell_of_payment", break_off)
        broken = tell(client, paid)
        halfway = Payment.objects.count(), StripeEvent.objects.count()
    again = tell(client, paid)

    assert (broken.status_code, halfway) == (500, (0, 0))
    assert (again.status_code, Payment.objects.count()) == (200, 1)


@pytest.mark.django_db(transaction=True)
def test_the_same_news_and_its_twin_at_the_same_moment_are_one_payment(stripe_server):
    _checkout, session = paid_page(stripe_server, create_invoice("150.00"))
    kinds = ["completed", "async_payment_succeeded"]
    told = [event(f"checkout.session.{kind}", session) for kind in kinds] * 4
    start = Barrier(len(told))

    def post(one):
        try:
            connection.ensure_connection()
            start.wait(timeout=60)
            return tell(Client(), one).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(told)) as pool:
        statuses = list(pool.map(post, told))

    assert statuses == [200] * 8
    assert (Payment.objects.count(), StripeEvent.objects.count()) == (1, 2)
    assert balance(Payment.objects.get().account) == 0
