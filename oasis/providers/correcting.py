"""Providers correct what the directory says of them, by a link to the address on file; staff have the last word."""

from datetime import timedelta

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record
from lmi_portal.outbox.posting import post_emails

from .correction_letters import to_provider, to_staff
from .models import Contact, Correction, Service

SALT = "oasis.providers.correction"
VALID_FOR = timedelta(days=14)


class LinkNotValid(Exception):
    """Why a provider's link opens nothing, in words fit for the provider."""


class CannotCorrect(Exception):
    """Why a correction cannot be accepted, in words fit for staff."""


def address_on_file(service):
    """Where the link goes: to who receives referrals for the service, else for its provider; or its own e-mail."""
    receiving = Contact.objects.filter(receives_referrals=True)
    contact = receiving.filter(service=service).first() or receiving.filter(provider=service.provider_id).first()
    return contact.email if contact else service.email or service.provider.email


@transaction.atomic
def send_correction_link(*, service, now):
    """Mail the link to the address on file, if there is one; whoever asked is told neither which nor whether."""
    address = address_on_file(service)
    if address:
        token = signing.dumps([service.pk, address], salt=SALT, compress=True)
        post_emails([to_provider(service, to=address, token=token, now=now)], now=now)
        record(deed="send_correction_link", on=service, by=None, by_label="a visitor", now=now)


def opened_by(token):
    """(the listed Service, the address) that a link is about.

    Raises LinkNotValid when it is forged, older than 14 days, or went to an address that is on file no more.
    """
    try:
        pk, address = signing.loads(token, salt=SALT, max_age=VALID_FOR)
    except signing.SignatureExpired as error:
        raise LinkNotValid(_("This link has expired. The service’s page sends you a new one.")) from error
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise LinkNotValid(_("This link is not complete. Open it again from the e-mail.")) from error
    service = Service.objects.listed().select_related("provider").filter(pk=pk).first()
    if service is None:
        raise LinkNotValid(_("This service is no longer listed."))
    if address_on_file(service) != address:
        raise LinkNotValid(_("Another address is on file for this service by now, so this link no longer counts."))
    return service, address


@transaction.atomic
def propose_corrections(*, service, proposed, sent_to, now):
    """Keep what the provider would have otherwise, {field: text}, for staff to decide; returns the Corrections.

    What is as it is on file already is no correction.
    """
    service = Service.objects.select_for_update(of=("self",)).select_related("provider").get(pk=service.pk)
    waiting = []
    for field, text in proposed.items():
        was = "" if field == Correction.REMARK else text_of(service, field)
        text = plain(text)
        if text != plain(was):
            values = {"was": was, "proposed": text, "sent_to": sent_to, "proposed_at": now}
            row, _created = Correction.objects.update_or_create(
                service=service, field=field, state=Correction.State.WAITING, defaults=values
            )
            waiting.append(row)
    if waiting:
        fields = sorted(row.field for row in waiting)
        record(
            deed="propose_corrections", on=service, by=None, by_label=sent_to, now=now, changes={"fields": ["", fields]}
        )
        post_emails(to_staff(service, now=now), now=now)
    return waiting


def plain(text):
    """As it is compared and kept: a browser ends lines in its own way."""
    return text.replace("\r\n", "\n").strip()


def text_of(service, field):
    """As a form shows it: what is not on file is nothing."""
    value = getattr(service, field)
    return "" if value is None else str(value)


@transaction.atomic
def accept_correction(*, correction, accepted_by, now):
    """Put what was proposed on file. Raises CannotCorrect."""
    correction, service = _locked(correction)
    refuse_accepting(correction, service)
    if correction.field != Correction.REMARK:
        _put_on_file(correction, service, now=now)
    _decide(correction, Correction.State.ACCEPTED, by=accepted_by, now=now)
    return correction


@transaction.atomic
def refuse_correction(*, correction, refused_by, now):
    """Leave on file what is there. Raises CannotCorrect where it was decided already."""
    correction, _service = _locked(correction)
    _refuse_deciding(correction)
    _decide(correction, Correction.State.REFUSED, by=refused_by, now=now)
    return correction


def refuse_accepting(correction, service):
    """Raise CannotCorrect where it was decided already, or the field has been changed since it was proposed."""
    _refuse_deciding(correction)
    if correction.field == Correction.REMARK:
        return
    now_there = text_of(service, correction.field)
    if now_there != correction.was:
        raise CannotCorrect(
            _("It has been changed since, to “%(text)s”: edit the service by hand, and refuse this.")
            % {"text": now_there[:200]}
        )


def _refuse_deciding(correction):
    if not correction.may_be_decided():
        raise CannotCorrect(_("It has been decided already."))


def _locked(correction):
    service = Service.objects.select_for_update(of=("self",)).get(pk=correction.service_id)
    correction = Correction.objects.select_for_update(of=("self",)).get(pk=correction.pk)
    correction.service = service
    return correction, service


def _put_on_file(correction, service, *, now):
    field = Service._meta.get_field(correction.field)
    try:
        setattr(service, field.name, field.clean(correction.proposed or ("" if not field.null else None), service))
        service.validate_constraints()
    except ValidationError as error:
        raise CannotCorrect(" ".join(error.messages)) from error
    service.modified_at, written = now, [field.name, "modified_at"]
    if field.name == "capacity":
        service.capacity_said_at = correction.proposed_at
        written.append("capacity_said_at")
    service.save(update_fields=written)


def _decide(correction, state, *, by, now):
    correction.state, correction.decided_by, correction.decided_at = state, by, now
    correction.save(update_fields=["state", "decided_by", "decided_at"])
    changes = {correction.field: [correction.was, correction.proposed]}
    record(deed=f"correction_{state}", on=correction.service, by=by, now=now, changes=changes)
