"""Consents are recorded: what was signed, by whom, in which way; one row for each direction."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record

from .consent_forms import form_for
from .models import Consent, ConsentRecipient, ConsentRequest, MinorStatement
from .moves import STAFF
from .readying import ready_what_is_covered
from .refusing import CannotConsent
from .signers import credential_for_statement, refuse_odd_signer

Direction, Way = Consent.Direction, Consent.Way
LONGEST = timedelta(days=366)
# A form that was signed longer ago is asked for anew.
OLDEST_SIGNATURE = timedelta(days=366)


@transaction.atomic
def record_consent(
    *,
    terms,
    directions,
    signer_name,
    way,
    now,
    signed_on=None,
    recorded_by=None,
    is_copy_given=False,
    scan="",
    asked=None,
    actor=STAFF,
):
    """Write a Consent for each of `directions` under one signature, and make ready what it covers; returns them.

    `terms` are the consent_terms.Terms that were read; `signed_on` is the day on the paper, today if None; `asked` is
    the ConsentRequest that this answers, which is answered once. Raises CannotConsent.
    """
    on = timezone.localdate(now)
    signed_on = signed_on or on
    if asked:
        _answer(asked, now=now)
    _refuse_incomplete(terms, directions, signer_name=signer_name, way=way, scan=scan, signed_on=signed_on, on=on)
    refuse_odd_signer(terms, on=on)
    credential = _credential(terms, by=recorded_by if asked is None else asked.asked_by, on=on)
    form = form_for(relation=terms.relation, language=terms.language, now=now)
    consents = [
        Consent.objects.create(
            student=terms.student,
            direction=direction,
            signer_name=signer_name.strip(),
            relation=terms.relation,
            guardian=terms.guardian,
            records=_records(terms, direction),
            purpose=terms.purpose_text(),
            language=form.language,
            form=form,
            way=way,
            signed_at=now if signed_on == on else _noon(signed_on),
            starts_on=signed_on,
            expires_on=terms.expires_on,
            interpreter=terms.interpreter,
            is_copy_given=is_copy_given,
            scan=scan,
            recorded_by=recorded_by,
        )
        for direction in Direction
        if direction in directions
    ]
    for consent in consents:
        _name_recipients(consent, terms)
        _keep_statement(consent, terms.statement, credential, by=asked.asked_by if asked else recorded_by, now=now)
        record(
            deed="record_consent",
            on=consent,
            by=recorded_by,
            by_label="" if recorded_by else _("the family"),
            now=now,
            changes={"direction": [None, consent.direction], "way": [None, way]},
        )
    if asked:
        asked.consents.add(*consents)
    if Direction.OUT in directions and way != Way.VERBAL:
        ready_what_is_covered(student=terms.student, besides=terms.referral, by=recorded_by, actor=actor, now=now)
    return consents


def _answer(asked, *, now):
    """Pressed twice, or signed on paper and by link at once, a form counts once."""
    if not ConsentRequest.objects.filter(pk=asked.pk, answered_at__isnull=True).update(answered_at=now):
        raise CannotConsent(_("This form has been answered already."))


def _refuse_incomplete(terms, directions, *, signer_name, way, scan, signed_on, on):
    if not directions:
        raise CannotConsent(_("Tick at least one of the two boxes."), field="directions")
    if not signer_name.strip():
        raise CannotConsent(_("The name of who signs is missing."), field="signer_name")
    if not terms.recipients() or not terms.records:
        raise CannotConsent(_("A consent names who is told, and what (34 CFR § 99.30)."))
    if Direction.BACK in directions and not terms.offers_back():
        raise CannotConsent(_("Nobody is named who could tell the school anything."), field="directions")
    if way == Way.PAPER and not scan:
        raise CannotConsent(_("Add a photo or a scan of the signed paper."), field="scan")
    if way == Way.VERBAL and terms.organizations:
        raise CannotConsent(_("Staff of a union or an organization see a record by a signed consent alone."))
    if terms.relation == Consent.Relation.MINOR_STUDENT and way not in {Way.IN_PERSON, Way.PAPER}:
        raise CannotConsent(_("A minor who consents alone signs in person: no link is mailed."))
    if not on - OLDEST_SIGNATURE <= signed_on <= on:
        raise CannotConsent(_("The day of the signature is in the future, or more than a year ago."), field="signed_on")
    if not on <= terms.expires_on <= signed_on + LONGEST:
        raise CannotConsent(_("A consent ends today at the earliest, and a year after the signature at the latest."))


def _credential(terms, *, by, on):
    if terms.relation != Consent.Relation.MINOR_STUDENT:
        return ""
    credential = credential_for_statement(by, terms.student, on=on)
    if not credential:
        raise CannotConsent(_("Only a credentialed counselor of the school records that a minor consents alone."))
    return credential


def _records(terms, direction):
    if direction == Direction.BACK:
        return [Consent.Record.OUTCOME.value]
    return [record for record in terms.records if record != Consent.Record.OUTCOME]


def _name_recipients(consent, terms):
    ConsentRecipient.objects.bulk_create(ConsentRecipient(consent=consent, provider=each) for each in terms.providers)
    if consent.direction == Direction.OUT:
        ConsentRecipient.objects.bulk_create(
            ConsentRecipient(consent=consent, organization=each) for each in terms.organizations
        )


def _keep_statement(consent, statement, credential, *, by, now):
    if consent.relation == Consent.Relation.MINOR_STUDENT:
        MinorStatement.objects.create(
            consent=consent,
            law=statement.law,
            parents=statement.parents,
            why=statement.why,
            credential=credential,
            stated_at=now,
            stated_by=by,
        )


def _noon(day):
    return timezone.make_aware(datetime.combine(day, time(12)))
