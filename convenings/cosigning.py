"""Both sides sign off: the registrar names a co-lead from the other side, who confirms by a signed link."""

from datetime import timedelta

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from districts.models import Side
from lmi_portal.audit.recording import record
from lmi_portal.outbox.posting import post_emails

from .contacts import contacts_of
from .models import Registration
from .news import registration_facts, to_co_lead, to_contacts
from .refusing import CannotRegister
from .seating import lock_convening

SALT = "convenings.co-lead"
VALID_FOR = timedelta(days=21)


class LinkNotValid(Exception):
    """Why a co-lead's link opens nothing, in words fit for the co-lead."""


def refuse_odd_co_lead(email, *, side, registered_by, seated):
    """Raise CannotRegister for a co-lead who is the registrar, or who sits on the registrar's own side.

    `seated` is a list of pairs (e-mail, side), one for each seat of the team.
    """
    if email and email.lower() == registered_by.email.lower():
        raise CannotRegister(_("The co-lead is somebody else, from the other side."), field="co_lead_email")
    if side != Side.NEUTRAL and (email.lower(), side) in {(theirs.lower(), on) for theirs, on in seated if theirs}:
        raise CannotRegister(
            _("%(email)s sits on the same side as you (%(side)s): the co-lead comes from the other side.")
            % {"email": email, "side": Side(side).label.lower()},
            field="co_lead_email",
        )


def co_lead_token(registration):
    return signing.dumps([registration.pk, registration.co_lead_email], salt=SALT, compress=True)


def co_lead_letters(registration, facts):
    """The letter that asks the co-lead, or none where no co-lead is named."""
    return [to_co_lead(registration, facts, token=co_lead_token(registration))] if registration.co_lead_email else []


def registration_of_token(token):
    """The registration that a co-lead's link is about.

    Raises LinkNotValid when it is forged, older than 21 days, about a cancelled team, or was meant for somebody who
    is no longer the co-lead.
    """
    try:
        pk, email = signing.loads(token, salt=SALT, max_age=VALID_FOR)
    except signing.SignatureExpired as error:
        raise LinkNotValid(
            _("This link has expired. Ask whoever registered the team to send you a new one.")
        ) from error
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise LinkNotValid(_("This link is not complete. Open it again from the e-mail.")) from error
    registration = (
        Registration.objects.select_related("convening", "district", "registered_by")
        .filter(pk=pk, co_lead_email=email)
        .first()
    )
    if registration is None:
        raise LinkNotValid(_("Somebody else is the co-lead of this team by now, so this link no longer counts."))
    if not registration.is_standing():
        raise LinkNotValid(_("This team’s registration has been cancelled, so there is nothing left to confirm."))
    return registration


@transaction.atomic
def confirm_as_co_lead(*, registration, now):
    """The co-lead whom `registration` names agrees, and the team's contacts are told; pressed twice, it counts once.

    Nothing happens where the team is cancelled by now, or has named somebody else in the meantime.
    """
    convening = lock_convening(registration.convening)
    agreed_as = registration.co_lead_email
    registration = Registration.objects.select_related("district", "registered_by").get(pk=registration.pk)
    registration.convening = convening
    if registration.co_lead_confirmed_at or registration.co_lead_email != agreed_as or not registration.is_standing():
        return registration
    registration.co_lead_confirmed_at = now
    registration.save(update_fields=["co_lead_confirmed_at"])
    record(
        deed="confirm_as_co_lead",
        on=registration,
        by=None,
        by_label=registration.co_lead_email,
        now=now,
        changes={"jointly confirmed": [False, True]},
    )
    facts = registration_facts(registration, seats=[], amount=0)
    contacts = contacts_of(registration)
    post_emails(to_contacts(registration, facts, contacts, news="signed"), now=now)
    return registration


@transaction.atomic
def ask_co_lead(*, registration, name, email, asked_by, now):
    """Name a co-lead, or write to the same one again; the link of an earlier one stops counting.

    Raises CannotRegister.
    """
    convening = lock_convening(registration.convening)
    registration = Registration.objects.select_related("district", "registered_by").get(pk=registration.pk)
    registration.convening = convening
    if not registration.is_standing():
        raise CannotRegister(_("This registration has been cancelled."))
    seats = list(registration.seats.all())
    refuse_odd_co_lead(
        email,
        side=registration.side,
        registered_by=registration.registered_by,
        seated=[(seat.email, seat.side) for seat in seats],
    )
    before = registration.co_lead_email
    if before != email.lower():
        registration.co_lead_confirmed_at = None
    registration.co_lead_name, registration.co_lead_email = name, email.lower()
    registration.revision += 1
    registration.save(update_fields=["co_lead_name", "co_lead_email", "co_lead_confirmed_at", "revision"])
    record(deed="ask_co_lead", on=registration, by=asked_by, now=now, changes={"co-lead": [before, email.lower()]})
    post_emails(co_lead_letters(registration, registration_facts(registration, seats, amount=0)), now=now)
    return registration
