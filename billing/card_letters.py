"""The letters that call finance staff to a card payment."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.urls import reverse

from lmi_portal.outbox.posting import post_emails


def tell_staff(sentence, *, about, now, checkout=None):
    """Write to finance staff and superusers, once for each `about` (an id of Stripe's)."""
    page = (
        reverse("admin:billing_checkout_change", args=[checkout.pk])
        if checkout
        else reverse("admin:billing_stripeevent_changelist")
    )
    users = get_user_model().objects.filter(is_active=True)
    readers = users.filter(Q(is_superuser=True) | Q(is_staff=True, groups__name="finance")).distinct()
    facts = {
        "sentence": sentence,
        "district": str(checkout.account.district) if checkout else "",
        "amount": f"${checkout.amount:,.2f}" if checkout else "",
        "url": settings.SITE_URL + page,
    }
    post_emails(
        [
            {
                "to": reader.email,
                "reason": f"card_concern:{about}"[:150],
                "template": "billing/email/card_concern",
                "context": facts,
            }
            for reader in readers
        ],
        now=now,
    )
