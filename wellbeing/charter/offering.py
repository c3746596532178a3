"""A charter is offered for signature: its text is frozen, and each who signs it gets a link of their own."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record
from lmi_portal.outbox.posting import post_emails
from wellbeing.models import Charter, Signatory
from wellbeing.refusing import CannotDo

from .letters import to_leads, to_signatory
from .signatories import (
    Place,
    lock_charter,
    missing_from,
    places_of,
    refuse_odd_person,
    refuse_two_people,
    refuse_without_both_kinds,
)
from .wording import fingerprint_of

SALT = "wellbeing.charter"
VALID_FOR = timedelta(days=21)
State = Charter.State


class LinkNotValid(Exception):
    """Why a link to sign opens nothing, in words fit for whoever was asked to sign."""


def token_of(signatory):
    """The secret of the link that was mailed last: another address or another moment makes another."""
    return signing.dumps([signatory.pk, _asking_of(signatory)], salt=SALT)


def _asking_of(signatory):
    """What the last letter went to and when, as a digest: an address tells nobody a name."""
    asked = f"{signatory.email}|{signatory.asked_at.timestamp():.6f}"
    return salted_hmac(SALT, asked, algorithm="sha256").hexdigest()[:32]


def address_to_sign(signatory):
    return settings.SITE_URL + reverse("wellbeing:sign", args=[token_of(signatory)])


def signatory_of_token(token, *, now):
    """The Signatory whom a link is for, with their charter.

    Raises LinkNotValid where it is forged, older than 21 days, replaced by a later one, or the charter is withdrawn.
    """
    try:
        pk, asking = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise LinkNotValid(_("This link is not complete. Open it again from the e-mail.")) from error
    rows = Signatory.objects.select_related("charter__program__district", "unit__organization", "signature")
    signatory = rows.filter(pk=pk, asked_at__isnull=False).first()
    if signatory is None or not constant_time_compare(_asking_of(signatory), asking):
        raise LinkNotValid(_("A newer link was sent, so this one no longer counts. Open the one in the latest e-mail."))
    if now >= signatory.asked_at + VALID_FOR:
        raise LinkNotValid(_("This link has expired. Ask your side’s team lead to send you a new one."))
    if signatory.charter.state == State.WITHDRAWN:
        raise LinkNotValid(_("This charter was withdrawn, so there is nothing left to sign."))
    return signatory


@transaction.atomic
def offer_charter(*, charter, read, by, side, now):
    """Freeze the text under its fingerprint and ask everybody who is named to sign it. Raises CannotDo.

    `read` is the fingerprint of the text that was on the screen of whoever offers it.
    """
    charter = lock_charter(charter)
    refuse_offering(charter)
    fingerprint = fingerprint_of(charter)
    if read != fingerprint:
        raise CannotDo(_("Somebody changed the draft since you opened it: read it again."))
    charter.state, charter.text_sha256, charter.offered_at = State.OFFERED, fingerprint, now
    charter.save(update_fields=["state", "text_sha256", "offered_at"])
    changes = {"state": [State.DRAFT, State.OFFERED], "fingerprint": ["", fingerprint]}
    record(deed="offer_charter", on=charter, by=by, now=now, changes=changes)
    charter.signatories.update(asked_at=now)
    letters = [_letter(signatory) for signatory in charter.signatories.select_related("unit__organization")]
    letters += to_leads(charter.program, "charter_offered", charter=charter, by=by, side=side)
    post_emails(letters, now=now)
    return charter


def refuse_offering(charter):
    """Raise CannotDo unless the draft can be offered now."""
    if charter.state != State.DRAFT:
        raise CannotDo(_("Only a draft is offered for signature."))
    refuse_without_both_kinds(places_of(charter.program.district))
    if missing := missing_from(charter):
        names = "; ".join(place.label() for place in missing)
        raise CannotDo(_("Nobody is named yet to sign as: %(names)s. Each side names its own.") % {"names": names})


@transaction.atomic
def ask_again(*, signatory, name, email, by, side, now):
    """Send a new link, to another person or address if need be; the earlier link stops counting. Raises CannotDo.

    Only the signatory's own side asks again, and only who has not signed.
    """
    charter = lock_charter(signatory.charter)
    signatory = charter.signatories.select_related("unit__organization").get(pk=signatory.pk)
    signatory.charter = charter
    _refuse_asking(signatory, name, email.lower(), side=side)
    if email.lower() != signatory.email:
        signatory.declined_at, signatory.decline_reason = None, ""
    was, signatory.name, signatory.email, signatory.asked_at = signatory.email, name, email.lower(), now
    signatory.save()
    # A signature is asked for in the open: who is asked stands on the charter itself.
    record(deed="ask_to_sign", on=charter, by=by, now=now, changes={"asked": [was, signatory.email]})
    post_emails([_letter(signatory)], now=now)
    return signatory


def _refuse_asking(signatory, name, email, *, side):
    if signatory.side() != side:
        raise CannotDo(_("Each side asks its own people to sign."))
    if signatory.charter.state != State.OFFERED:
        raise CannotDo(_("This charter is not out for signature."))
    if hasattr(signatory, "signature"):
        raise CannotDo(_("%(name)s has signed already.") % {"name": signatory.name})
    rows = signatory.charter.signatories.all()
    # Also where the unit has left the table since.
    place = Place(signatory.unit, is_needed=True)
    refuse_odd_person(name, email, place=place, others=[row.email for row in rows if row.side() != side])
    own = {row.email: row.name for row in rows if row.side() == side and row.pk != signatory.pk}
    refuse_two_people(name, email, place=place, own=own)


def _letter(signatory):
    return to_signatory(signatory, link=address_to_sign(signatory), days=VALID_FOR.days)
