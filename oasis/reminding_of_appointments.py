"""Appointment reminders on the day before: to who cares for the referral, and to guardians who may be written to.

The letter tells number and time and no more, its subject not even these: whoever reads over a shoulder learns nothing
of the student or the help. None goes home for a referral by minor consent (Family Code § 6924), nor for
a student who is of age and consents alone.
"""

from datetime import datetime, time, timedelta

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lmi_portal.family_language import nearest_language
from lmi_portal.outbox.posting import post_emails

from .letters_to_staff import letter_to
from .models import Appointment, Consent
from .moves import WITH_PROVIDER
from .paging_rows import in_chunks


def remind_of_appointments(*, now):
    """Post the reminders of tomorrow's appointments, by the Pacific day; returns how many appointments there are."""
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    rows = Appointment.objects.filter(
        starts_at__gte=_midnight(tomorrow),
        starts_at__lt=_midnight(tomorrow + timedelta(days=1)),
        kept="",
        referral__state__in=WITH_PROVIDER,
    )
    rows = rows.select_related("referral__owner", "referral__student__household", "referral__consent")
    rows = rows.prefetch_related("referral__student__household__guardians").defer("place", "referral__reason")
    count = 0
    for chunk in in_chunks(rows):
        post_emails([letter for appointment in chunk for letter in _letters(appointment)], now=now)
        count += len(chunk)
    return count


def _letters(appointment):
    referral = appointment.referral
    if referral.owner.is_active:
        told = {"number": referral.number, "when": _when(appointment)}
        yield letter_to(
            referral.owner,
            reason=f"appointment_reminder:{appointment.pk}:{appointment.starts_at:%Y%m%d%H%M}",
            subject=_("Referral %(number)s: appointment tomorrow") % told,
            paragraphs=[_("Referral %(number)s has an appointment on %(when)s.") % told],
            number=referral.number,
        )
    for guardian in _guardians(referral):
        language = nearest_language(guardian.language)
        with translation.override(language):
            when = _when(appointment)
        yield {
            "to": guardian.email,
            "reason": f"family_appointment_reminder:{appointment.pk}:{appointment.starts_at:%Y%m%d%H%M}",
            "template": "family/email/appointment_reminder",
            "context": {"number": referral.number, "when": when},
            "language": language,
            "is_sealed": True,
        }


def _guardians(referral):
    is_of_age = referral.consent and referral.consent.relation == Consent.Relation.ADULT_STUDENT
    if referral.is_confidential or is_of_age or referral.student.household is None:
        return []
    guardians = referral.student.household.guardians.all()
    return [each for each in guardians if each.may_be_contacted and each.email]


def _when(appointment):
    starts_at = timezone.localtime(appointment.starts_at)
    return f"{date_format(starts_at, 'DATE_FORMAT')}, {date_format(starts_at, 'TIME_FORMAT')} {starts_at:%Z}"


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))
