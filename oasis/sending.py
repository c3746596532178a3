"""Sending: a direct referral goes to the one address that its provider named for referrals."""

from django.db import transaction
from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext as _

from lmi_portal.outbox.posting import post_email
from oasis.providers.models import Contact

from .models import Referral
from .moves import STAFF
from .moving import make_move
from .provider_links import VALID_FOR, address_of_link, make_link, note_use
from .refusing import CannotSend


def recipient_of(referral):
    """The Contact that receives referrals for the service: its own, then the place's, then the provider's; or None."""
    if referral.service_id is None:
        return None
    service, place, provider = (
        Q(service=referral.service_id),
        Q(service_at_location=referral.service_at_location_id, service_at_location__isnull=False),
        Q(provider=referral.service.provider_id),
    )
    return (
        Contact.objects.filter(service | place | provider, receives_referrals=True)
        .order_by(Case(When(service, then=Value(1)), When(place, then=Value(2)), default=Value(3)), "pk")
        .first()
    )


@transaction.atomic
def send_referral(*, referral, by, version, now):
    """Send `referral` and a link to answer it; returns the referral as it is then.

    The letter tells its number and nothing of the student, so it discloses nothing: what the provider sees is checked
    and logged when the link is opened. Raises CannotSend where the provider takes no referrals by e-mail or no consent
    covers it, Outdated and CannotMove as make_move does.
    """
    contact = recipient_or_refuse(referral)
    referral = make_move(referral=referral, move="send", actor=STAFF, by=by, version=version, now=now)
    mail_link(make_link(referral=referral, email=contact.email, now=now), now=now)
    return referral


@transaction.atomic
def send_new_link(*, referral, now):
    """Send a new link to the address on file, which ends the earlier ones; returns the ProviderLink.

    Raises CannotSend.
    """
    referral = Referral.objects.select_for_update(of=["self"]).select_related("service").get(pk=referral.pk)
    if referral.sent_at is None or referral.kind != Referral.Kind.DIRECT:
        raise CannotSend(_("This referral was not sent to a provider."))
    if referral.closed_at:
        raise CannotSend(_("This referral is over, so its provider needs no link any more."))
    link = make_link(referral=referral, email=recipient_or_refuse(referral).email, now=now)
    mail_link(link, now=now)
    return link


def mail_link(link, *, now):
    note_use(link, "sent", now=now)
    post_email(
        to=link.email,
        reason=f"provider_link:{link.pk}",
        template="oasis/email/provider_link",
        context={"number": link.referral.number, "link": address_of_link(link), "days": VALID_FOR.days},
        is_private=True,
        now=now,
    )


def recipient_or_refuse(referral):
    contact = recipient_of(referral)
    if contact is None:
        raise CannotSend(
            _("This provider has not named an address for referrals. Hand the information to the family instead.")
        )
    return contact
