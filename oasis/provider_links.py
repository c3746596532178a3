"""The link by which one provider answers one referral: made, found again by its digest, and taken back.

It opens for 30 days, and only together with a code that goes to the same address (oasis/provider_codes.py). The link
is drawn from the referral and the moment of sending, so that a reminder can tell it again while the database keeps no
more than its digest.
"""

import hashlib
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import salted_hmac

from lmi_portal.audit.recording import record

from .models import ProviderLink, ProviderLinkUse

SALT = "oasis.provider-link"
VALID_FOR = timedelta(days=30)
# A reminder is acted on days later, and its link should still open then.
REMINDERS_NEED = timedelta(days=7)


class _SignerOfThen(signing.TimestampSigner):
    """Signs as of a moment; as every signed link has one shape, logs leave them all out (lmi_portal/masking.py)."""

    def __init__(self, moment):
        super().__init__(salt=SALT)
        self.moment = moment

    def timestamp(self):
        return signing.b62_encode(int(self.moment.timestamp()))


def token_of(link):
    return _SignerOfThen(link.sent_at).sign(f"{link.referral_id}.{link.sent_at:%f}")


def address_of_link(link):
    """The link's absolute address, which works together with a code."""
    return settings.SITE_URL + reverse("oasis:reply", args=[token_of(link)])


def link_of_token(token):
    """The ProviderLink that a token is for, ended or not; None where there is none."""
    return (
        ProviderLink.objects.select_related("referral__service__provider", "referral__site__school")
        .filter(token_digest=_digest(token))
        .first()
    )


def opens(link, *, now):
    return link.revoked_at is None and now < link.expires_at


def make_link(*, referral, email, now):
    """A new link to `email`; each earlier one of the referral ends. The caller holds the referral's lock."""
    referral.provider_links.filter(revoked_at__isnull=True).update(revoked_at=now)
    link = ProviderLink(referral=referral, email=email.lower(), sent_at=now, expires_at=now + VALID_FOR)
    link.token_digest = _digest(token_of(link))
    link.save()
    return link


def standing_link(referral, *, email, now):
    """The link for a reminder: the one of an earlier letter where it still opens for a week, or a new one."""
    found = referral.provider_links.filter(
        email=email.lower(), revoked_at__isnull=True, expires_at__gt=now + REMINDERS_NEED
    ).first()
    # After a change of SECRET_KEY the old address cannot be told again.
    if found and found.token_digest == _digest(token_of(found)):
        return found
    return make_link(referral=referral, email=email, now=now)


@transaction.atomic
def revoke_link(*, link, by, now):
    """The link opens nothing from now on; revoked twice, it counts once."""
    if ProviderLink.objects.filter(pk=link.pk, revoked_at__isnull=True).update(revoked_at=now):
        note_use(link, "revoked", now=now)
        record(deed="revoke_provider_link", on=link, by=by, now=now)


def note_use(link, what, *, now, address=""):
    """Write down one thing done with the link; the network address is kept as a keyed digest alone."""
    digest = salted_hmac("oasis.provider-link-use", address, algorithm="sha256").hexdigest()[:32] if address else ""
    ProviderLinkUse.objects.create(link=link, what=what, used_at=now, address=digest)


def _digest(token):
    return hashlib.sha256(token.encode()).hexdigest()
