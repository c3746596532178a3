"""A record beyond one's reach is opened in an emergency: for some hours, with a reason, and under the official's eyes.

34 CFR § 99.36 and Education Code § 49076(a)(2)(A): to those whose knowledge is needed to protect the health or safety
of the student or others, where there is an articulable and significant threat; the reason tells it (34 CFR §
99.32(a)(5)). What rests on the student's own consent, and counseling notes, stay as closed as they were
(oasis/reach.py).
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record

from .access_log import Action, Purpose, log_access
from .finding_students import bearers_of_number, namesakes_of
from .models import BreakGlass, Student
from .records_officials import records_officials, write_to
from .refusing import Refusal

OPEN_FOR = timedelta(hours=4)


class CannotOpen(Refusal):
    """The record is not of the person's district, or needs no emergency."""


class CannotReview(Refusal):
    """It was reviewed before, or by the one who opened it."""


@transaction.atomic
def open_in_emergency(*, student, reach, reason, page, now):
    """Let the person of `reach` see the record of `student` for four hours; raises CannotOpen.

    Not for who sees by consent alone: where none names their employer, they see no record (34 CFR § 99.30).
    """
    if student.district_id not in reach.by_right().district_ids:
        raise CannotOpen(_("This student is not in a district in which you work with OASIS."))
    if Student.objects.within(reach).filter(pk=student.pk).exists():
        raise CannotOpen(_("You see this record already."))
    glass = BreakGlass.objects.create(
        student=student, opened_by=reach.user, reason=reason, opened_at=now, expires_at=now + OPEN_FOR
    )
    log_access(
        reach=reach,
        action=Action.BREAK_GLASS,
        students=[student],
        fields=["record"],
        purpose=Purpose.EMERGENCY,
        page=page,
        now=now,
    )
    record(deed="open_in_emergency", on=glass, by=reach.user, now=now)
    write_to(
        records_officials(district_id=student.district_id, on=timezone.localdate(now)),
        reason=f"emergency_access:{glass.pk}",
        template="emergency_access",
        context={
            "number": glass.pk,
            "url": settings.SITE_URL + reverse("oasis:emergency_review", kwargs={"pk": glass.pk}),
        },
        now=now,
    )
    return glass


@transaction.atomic
def review(*, glass, finding, reviewed_by, now):
    """Write down what the records official found; raises CannotReview."""
    glass = BreakGlass.objects.select_for_update().get(pk=glass.pk)
    if glass.reviewed_at:
        raise CannotReview(_("This emergency access was reviewed before."))
    if glass.opened_by_id == reviewed_by.pk:
        raise CannotReview(_("You opened this record yourself: somebody else reviews it."))
    glass.finding, glass.reviewed_at, glass.reviewed_by = finding, now, reviewed_by
    glass.save(update_fields=["finding", "reviewed_at", "reviewed_by"])
    record(deed="review_emergency_access", on=glass, by=reviewed_by, now=now)
    return glass


def find_exactly(*, district_ids, number="", given_name="", family_name="", born_on=None):
    """The students of these districts with this whole number or, without one, this whole name and date of birth."""
    found = []
    for district_id in district_ids:
        typed = Student(
            district_id=district_id, number=number, given_name=given_name, family_name=family_name, born_on=born_on
        )
        found += bearers_of_number(typed) if number else namesakes_of(typed)
    return found
