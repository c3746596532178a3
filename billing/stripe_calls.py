"""What the portal asks of Stripe, through Stripe's own library and never inside a transaction."""

import logging
from contextlib import contextmanager
from datetime import timedelta
from hashlib import sha256
from urllib.parse import urlencode

from django.conf import settings

from .stripe_library import stripe

log = logging.getLogger(__name__)

# To connect and to answer; with its one retry a call ends well before the web server gives its request up.
SECONDS = (3, 8)
RETRIES = 1
SESSION_LIFE = timedelta(hours=1)


class StripeIsSilent(Exception):
    """Stripe could not be reached, or its answer makes no sense; what was asked may or may not have happened."""


class StripeRefuses(Exception):
    """Stripe understood and said no; the message is Stripe's own sentence."""


def open_session(*, checkout, items, return_url):
    """Stripe's payment page for a Checkout; asked again for the same row and address, it is the same page.

    Stripe gets ids and invoice numbers, and nobody's name or address.
    """
    ids = {"checkout": str(checkout.pk), "account": str(checkout.account_id)}
    numbers = ", ".join(item.invoice.number for item in items)
    glue = "&" if "?" in return_url else "?"
    asked = {
        "mode": "payment",
        "allowed_payment_method_types": ["card"],
        # The books are in dollars, whatever the card's own currency is.
        "adaptive_pricing": {"enabled": False},
        "client_reference_id": checkout.reference(),
        "metadata": ids,
        "payment_intent_data": {"description": numbers[:1000], "metadata": ids},
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": "usd",
                    "unit_amount": cents(item.amount),
                    "product_data": {"name": item.invoice.number},
                },
            }
            for item in items
        ],
        "locale": checkout.account.language,
        "expires_at": int((checkout.opened_at + SESSION_LIFE).timestamp()),
        "success_url": f"{return_url}{glue}{urlencode({'checkout': checkout.pk})}",
        "cancel_url": return_url,
    }
    key = f"{checkout.reference()}-{sha256(return_url.encode()).hexdigest()[:16]}"
    with _answered():
        return _client().v1.checkout.sessions.create(asked, {"idempotency_key": key})


def look_at_session(session_id):
    with _answered():
        return _client().v1.checkout.sessions.retrieve(session_id)


def expire_session(session_id):
    """Close the payment page; raises StripeRefuses where it was paid or closed already."""
    with _answered():
        return _client().v1.checkout.sessions.expire(session_id)


def refund_charge(*, charge, amount, key):
    """Send `amount` dollars of the charge back to its card, once for each `key`."""
    with _answered():
        return _client().v1.refunds.create(
            {"payment_intent": charge, "amount": cents(amount)}, {"idempotency_key": key}
        )


def cents(amount):
    return int(amount * 100)


def _client():
    return stripe.StripeClient(
        settings.STRIPE_SECRET_KEY,
        base_addresses={"api": settings.STRIPE_API_BASE},
        http_client=stripe.RequestsClient(timeout=SECONDS),
        max_network_retries=RETRIES,
    )


@contextmanager
def _answered():
    try:
        yield
    except (stripe.InvalidRequestError, stripe.CardError) as error:
        raise StripeRefuses(error.user_message or "") from error
    except stripe.StripeError as error:
        # Never its message: that of a refused key repeats part of the key.
        log.warning("Stripe did not answer as it should: %s, status %s", type(error).__name__, error.http_status)
        raise StripeIsSilent from error
