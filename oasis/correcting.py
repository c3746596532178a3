"""Families ask that a record be corrected, and are answered in time.

Education Code § 49070: within 30 days of the written request the superintendent or a designee meets the family and
sustains or denies; who is denied may appeal to the governing board in writing within 30 days, and may put a statement
with the record. 34 CFR §§ 99.20 to 99.22: whoever is refused is told of the right to a hearing.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record

from .models import CorrectionRequest
from .records_officials import records_officials, write_to
from .refusing import Refusal

DAYS_TO_ANSWER = 30
DAYS_BEFORE_DUE = 7

State = CorrectionRequest.State


class CannotAnswer(Refusal):
    """It was answered before, or the answer says nothing."""


@transaction.atomic
def receive_correction(*, student, guardian=None, asked_by, what, received_on, recorded_by, now):
    """Record a written request; it is due 30 days after it came."""
    request = CorrectionRequest.objects.create(
        student=student,
        guardian=guardian,
        asked_by=asked_by,
        what=what,
        received_on=received_on,
        due_on=received_on + timedelta(days=DAYS_TO_ANSWER),
    )
    record(deed="receive_correction", on=request, by=recorded_by, now=now)
    return request


@transaction.atomic
def answer_correction(*, request, state, answer, answered_by, now):
    """Say that the record was corrected, or that it is not and why; raises CannotAnswer."""
    request = CorrectionRequest.objects.select_for_update().get(pk=request.pk)
    if request.state != State.RECEIVED:
        raise CannotAnswer(_("This request was answered before."))
    if not answer.strip():
        raise CannotAnswer(_("The family is told what was changed, or why nothing was."), field="answer")
    before, request.state = request.state, state
    request.answer, request.answered_at, request.answered_by = answer, now, answered_by
    request.save(update_fields=["state", "answer", "answered_at", "answered_by"])
    record(deed="answer_correction", on=request, by=answered_by, now=now, changes={"state": [before, str(state)]})
    return request


def remind_of_corrections(*, now):
    """Write to the records officials a week before an answer is due, on the day, and each week after."""
    on = timezone.localdate(now)
    soon = CorrectionRequest.objects.filter(state=State.RECEIVED, due_on__lte=on + timedelta(days=DAYS_BEFORE_DUE))
    for request in soon.select_related("student").order_by("pk"):
        write_to(
            records_officials(district_id=request.student.district_id, on=on),
            reason=f"correction_due:{request.pk}:{stage(request.due_on, on)}",
            template="request_due",
            context={
                "what": str(request),
                "due_on": request.due_on.isoformat(),
                "is_overdue": request.due_on < on,
                "url": settings.SITE_URL + reverse("oasis:correction", kwargs={"pk": request.pk}),
            },
            now=now,
        )


def stage(due_on, on):
    """“before”, “today”, or how many weeks it is overdue: each is written of once."""
    if on < due_on:
        return "before"
    return f"{(on - due_on).days // 7} weeks over" if on > due_on else "today"
