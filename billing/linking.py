"""The link by which a district's accounts-payable contact sees one account without signing in."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record
from lmi_portal.outbox.posting import post_email
from lmi_portal.ratelimiting import take

from .models import AccountLink
from .refusing import CannotBill

SALT = "billing.account-link"
VALID_FOR = timedelta(days=90)
# A letter about money is acted on weeks later, and its link should still open then.
LETTERS_NEED = timedelta(days=45)


class LinkNotValid(Exception):
    """Why a link opens nothing, in words fit for whoever opened it."""


def token_of(link):
    return signing.dumps(link.pk, salt=SALT, compress=True)


def address_of_link(link):
    """The link's absolute address: whoever has it sees the account."""
    return settings.SITE_URL + reverse("billing:shared_account", args=[token_of(link)])


def link_of_token(token, *, now):
    """The AccountLink that a token names.

    Raises LinkNotValid when it is forged, 90 days old, was revoked, or was meant for somebody who is no longer the
    account's accounts-payable contact.
    """
    try:
        pk = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError) as error:
        raise LinkNotValid(_("This link is not complete. Open it again from the e-mail.")) from error
    link = AccountLink.objects.select_related("account__district").filter(pk=pk).first()
    if link and link.email != link.account.ap_email.lower():
        raise LinkNotValid(_("The district names another accounts-payable contact by now, so this link has ended."))
    if link is None or link.revoked_at:
        raise LinkNotValid(_("The district took this link back. Ask whoever sent it to you for a new one."))
    if not link.opens(now=now):
        raise LinkNotValid(_("This link has expired. Ask whoever sent it to you for a new one."))
    return link


def standing_link(account, *, now):
    """The contact's link for a letter: the one of an earlier letter where it still opens for 45 days, or a new one."""
    found = account.links.filter(
        email=account.ap_email.lower(), revoked_at__isnull=True, expires_at__gt=now + LETTERS_NEED
    )
    return found.first() or _make(account, by=None, now=now)


@transaction.atomic
def send_account_link(*, account, sent_by, now):
    """Send the accounts-payable contact a new link to the account; it opens for 90 days.

    Returns the AccountLink. Raises CannotBill where the account names no contact.
    """
    if not account.ap_email:
        raise CannotBill(_("Say first who accounts payable is and where to write to."))
    link = _make(account, by=sent_by, now=now)
    post_email(
        to=link.email,
        reason=f"account_link:{link.pk}",
        template="billing/email/account_link",
        context={
            "name": account.ap_name,
            "district": str(account.district),
            "sender": sent_by.get_full_name(),
            "link": address_of_link(link),
            "days": VALID_FOR.days,
        },
        is_private=True,
        now=now,
    )
    return link


@transaction.atomic
def revoke_account_link(*, link, revoked_by, now):
    """The link opens nothing from now on; revoked twice, it counts once."""
    if AccountLink.objects.filter(pk=link.pk, revoked_at__isnull=True).update(revoked_at=now):
        record(deed="revoke_account_link", on=link, by=revoked_by, now=now)


def note_opening(link, *, now):
    """Say in the audit trail that a link was opened, once a day: it is the only trace that looking leaves."""
    if take(key=f"account link opened:{link.pk}", limit=1, per=24 * 3600):
        record(deed="open_account_link", on=link, by=None, by_label=link.email, now=now)


def _make(account, *, by, now):
    link = AccountLink.objects.create(
        account=account, email=account.ap_email.lower(), made_at=now, made_by=by, expires_at=now + VALID_FOR
    )
    record(deed="make_account_link", on=link, by=by, now=now)
    return link
