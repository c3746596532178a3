"""The log of who saw what of which students (Education Code § 49064), written before the page is shown."""

from itertools import groupby

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from lmi_portal.audit.recording import PORTAL

from .chaining import append
from .models import AccessedStudent, AccessEntry, Disclosure

Action = AccessEntry.Action


class Purpose(models.TextChoices):
    """Why a record is opened, as the log tells it."""

    REFERRAL = "referral", _("Referring a student")
    FOLLOW_UP = "follow_up", _("Following a referral up")
    CASELOAD = "caseload", _("Looking after a caseload")
    CONSENT = "consent", _("Asking for or recording consent")
    RECORDS = "records", _("Answering a family or a court")
    OVERSIGHT = "oversight", _("Supervising the program")
    ACHIEVEMENT = "achievement", _("Measuring what the program achieves")
    EMERGENCY = "emergency", _("Health or safety emergency")


@transaction.atomic
def log_access(*, reach, action, students, fields, purpose, page, now, confidential=()):
    """Write who sees `fields` of `students` (Students, or pairs of pk and district pk); one entry for each district.

    Nothing is written where no student is seen. `page` is the view's name, `fields` are names of columns.
    `confidential` are the pks of those of whom something is seen that rests on their own consent (Family Code § 6924):
    the family's report leaves that entry out.
    """
    pairs = sorted(
        {(each[1], each[0]) if isinstance(each, tuple) else (each.district_id, each.pk) for each in students}
    )
    for district_id, group in groupby(pairs, key=lambda pair: pair[0]):
        numbers = [number for _district, number in group]
        _write(
            district_id=district_id,
            seen_at=now,
            seen_by=reach.user,
            seen_by_label=reach.user.email,
            roles=", ".join(reach.roles),
            basis=", ".join(reach.bases),
            action=action,
            page=page,
            purpose=purpose,
            fields=sorted(fields),
            students=numbers,
            confidential_students=sorted(set(numbers) & set(confidential)) or None,
        )


def log_destruction(*, district_id, what, students, told_as, now):
    """Write that the portal destroyed `what` (names of kinds) of `students` (pks) by a rule."""
    return _write(
        district_id=district_id,
        seen_at=now,
        seen_by=None,
        seen_by_label=PORTAL,
        roles="",
        basis="",
        action=Action.DESTROY,
        page="",
        purpose=told_as,
        fields=sorted(what),
        students=sorted(students),
    )


def log_legal_disclosure(*, student, recipient, records, purpose, is_kept_from_family, by_label, now):
    """Write what was handed to a court, or to who acts for it; no family's report tells what it forbids to tell."""
    return append(
        Disclosure,
        district_id=student.district_id,
        disclosed_at=now,
        disclosed_by_label=by_label[:254],
        student_number=student.pk,
        recipient=recipient[:250],
        records=sorted(records),
        purpose=purpose[:120],
        is_confidential=is_kept_from_family,
    )


def _write(*, students, **fields):
    entry = append(AccessEntry, students=students, **fields)
    AccessedStudent.objects.bulk_create(AccessedStudent(entry=entry, student_number=number) for number in students)
    return entry


def log_disclosure(*, referral, recipient, records, purpose, by_label, now):
    """Write what was told of the student of `referral` to `recipient` outside the school (34 CFR § 99.32)."""
    return append(
        Disclosure,
        district_id=referral.student.district_id,
        disclosed_at=now,
        disclosed_by_label=by_label[:254],
        student_number=referral.student_id,
        recipient=str(recipient)[:250],
        records=sorted(records),
        purpose=purpose,
        consent_number=referral.consent_id,
        referral_number=referral.number,
        is_confidential=referral.is_confidential,
    )
