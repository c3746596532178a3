"""What of a student may be told to a provider: the one answer for pages, letters, exports and the disclosure log."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from .covering import consents_covering
from .models import AttendanceWindow, Consent, Referral
from .providers.languages import named

Record = Consent.Record
SAFE_CONTACT = "safe_contact"


@dataclass(frozen=True)
class Disclosable:
    """One thing that may be told: `record` as the disclosure log names it, and its `lines` of text."""

    record: str
    lines: tuple

    def label(self):
        return (
            _("Safe contact: use this one and no other") if self.record == SAFE_CONTACT else Record(self.record).label
        )


def disclosable_fields(referral, consent, *, on):
    """Exactly what the provider of `referral` may be shown under `consent` on the Pacific day `on`, as Disclosables.

    That is the records which the consent names and no others (34 CFR § 99.30), while it stands. Of a student who
    consents alone it is the name and the safe contact (Family Code § 6924), whatever the consent names. Nothing where
    the consent is none, ended, of another student or for another recipient.
    """
    if not _covers(referral, consent, on=on):
        return []
    if referral.is_confidential:
        told = [(Record.NAME, referral.student.full_name()), (SAFE_CONTACT, referral.student.safe_contact)]
        return [Disclosable(str(record), (text,)) for record, text in told if text]
    told = [(record, _lines(record, referral, consent)) for record in consent.records if record in TOLD]
    return [Disclosable(record, lines) for record, lines in told if lines]


def _covers(referral, consent, *, on):
    if consent is None or referral.kind != Referral.Kind.DIRECT:
        return False
    return consents_covering(referral, on=on).filter(pk=consent.pk).exists()


def _lines(record, referral, consent):
    return tuple(line for line in TOLD[record](referral, consent) if line)


def _name(referral, consent):
    return [referral.student.full_name()]


def _contact(referral, consent):
    """Who signed; where that is nobody on file, those of the household who may be called."""
    student = referral.student
    if consent.relation == Consent.Relation.ADULT_STUDENT:
        return [student.safe_contact]
    if consent.guardian:
        guardians = [consent.guardian]
    else:
        guardians = student.household.guardians.filter(may_be_contacted=True) if student.household else []
    return [" · ".join(part for part in (each.name, each.phone, each.email) if part) for each in guardians]


def _school(referral, consent):
    return [
        str(referral.student.school),
        referral.student.grade and _("Grade %(grade)s") % {"grade": referral.student.grade},
    ]


def _birth_date(referral, consent):
    born_on = referral.student.born_on
    return [f"{born_on:%B} {born_on.day}, {born_on.year}" if born_on else ""]


def _language(referral, consent):
    return [named(referral.language)]


def _reason(referral, consent):
    return [referral.need.name, referral.reason]


def _attendance(referral, consent):
    latest = AttendanceWindow.objects.filter(student=referral.student).order_by("-ends_on", "-starts_on").first()
    return [
        f"{latest.days_attended} / {latest.days_expected} ({latest.starts_on} – {latest.ends_on})" if latest else ""
    ]


# What the provider reports back is no part of what goes out.
TOLD = {
    Record.NAME: _name,
    Record.CONTACT: _contact,
    Record.SCHOOL: _school,
    Record.BIRTH_DATE: _birth_date,
    Record.LANGUAGE: _language,
    Record.REASON: _reason,
    Record.ATTENDANCE: _attendance,
}
