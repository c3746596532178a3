import pytest
from django.core.exceptions import ImproperlyConfigured

from lmi_portal import environment


@pytest.mark.parametrize(
    ("key", "webhook_secret", "sentence"),
    [
        (
            "sk_live_x",
            "",
            "STRIPE_WEBHOOK_SECRET is missing: cards are on with both Stripe secrets, or off with neither.",
        ),
        ("", "whsec_x", "STRIPE_SECRET_KEY is missing: cards are on with both Stripe secrets, or off with neither."),
        ("pk_live_x", "whsec_x", "STRIPE_SECRET_KEY must start with sk_ or rk_."),
        ("sk_live_x", "sk_live_x", "STRIPE_WEBHOOK_SECRET must start with whsec_."),
    ],
    ids=["no webhook secret", "no key", "the public key", "the key twice"],
)
def test_half_of_the_secrets_of_stripe_is_refused_and_never_repeated(monkeypatch, key, webhook_secret, sentence):
    monkeypatch.setenv("STRIPE_SECRET_KEY", key)
    monkeypatch.setenv("STRIPE_WEBHOOK_SECRET", webhook_secret)

    with pytest.raises(ImproperlyConfigured) as refusal:
        environment.stripe()

    assert str(refusal.value) == sentence


@pytest.mark.parametrize("secrets", [("", ""), ("sk_live_x", "whsec_x"), ("rk_live_x", "whsec_x")])
def test_both_secrets_of_stripe_or_neither_are_taken(monkeypatch, secrets):
    monkeypatch.setenv("STRIPE_SECRET_KEY", secrets[0])
    monkeypatch.setenv("STRIPE_WEBHOOK_SECRET", secrets[1])

    assert environment.stripe() == secrets
