import pytest

from .stripe_server import WEBHOOK_SECRET, StripeServer


@pytest.fixture
def stripe_server(settings):
    """Cards are on, and Stripe is a real server of the test's own."""
    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = "sk_test_x", WEBHOOK_SECRET
    with StripeServer() as server:
        settings.STRIPE_API_BASE = settings.STRIPE_CHECKOUT_ORIGIN = server.url
        yield server
