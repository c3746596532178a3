"""A court asks for records: they are held, the family is told before, and what was handed over is logged.

Education Code § 49077 and 34 CFR § 99.31(a)(9)(ii): records are furnished on a court order or a lawfully issued
subpoena after a reasonable effort to tell the family in advance, so that it may ask the court to stop it; unless the
court, or who issued it by law, forbids to tell. Whoever gets contact information is asked to agree to keep it
confidential (§ 49077(b)).
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lmi_portal.audit.recording import record

from .access_log import log_legal_disclosure
from .correcting import stage
from .holding import place_hold
from .models import LegalRequest
from .records_officials import records_officials, write_to
from .refusing import Refusal

# No statute says how many days are reasonable; consumers get ten where their records are subpoenaed (CCP § 1985.3).
NOTICE_DAYS = 10
DAYS_BEFORE_DUE = 5

State = LegalRequest.State
TELL, FORBID, HAND_OVER, OBJECT = "tell-family", "forbid-notice", "hand-over", "object"
LABELS = {
    TELL: gettext_lazy("The family was told"),
    FORBID: gettext_lazy("The family must not be told"),
    HAND_OVER: gettext_lazy("Records were handed over"),
    OBJECT: gettext_lazy("Nothing is handed over"),
}
STEPS = {
    State.RECEIVED: [TELL, FORBID, OBJECT],
    State.NOTICE_SENT: [HAND_OVER, OBJECT],
    State.NOTICE_FORBIDDEN: [HAND_OVER, OBJECT],
}
OPEN = list(STEPS)


class CannotProceed(Refusal):
    """The step is not possible in the request's state, or not yet."""


def steps_from(state):
    """The steps that a request in this state may take, with their labels."""
    return {step: LABELS[step] for step in STEPS.get(state, [])}


def students_of_untold_requests(numbers):
    """Those of the students, by pk, of whom a court asked for something that the family was not told of."""
    untold = LegalRequest.objects.filter(student__in=numbers, notice_sent_on__isnull=True)
    return set(untold.values_list("student", flat=True))


def notice_ends_on(told_on):
    return told_on + timedelta(days=NOTICE_DAYS)


@transaction.atomic
def receive_legal_request(*, student, issuer, case_number, what, received_on, respond_by_on, recorded_by, now):
    """Record it, and hold all records of the student from now on."""
    request = LegalRequest.objects.create(
        student=student,
        issuer=issuer,
        case_number=case_number,
        what=what,
        received_on=received_on,
        respond_by_on=respond_by_on,
    )
    place_hold(
        district=student.district,
        student=student,
        reason=str(request),
        legal_request=request,
        placed_by=recorded_by,
        now=now,
    )
    record(deed="receive_legal_request", on=request, by=recorded_by, now=now)
    return request


@transaction.atomic
def tell_family(*, request, told_on, answer_from_on, told_by, now):
    """The family was told in advance on `told_on`, and nothing is handed over before `answer_from_on`."""
    request = _locked(request, [State.RECEIVED])
    if told_on > timezone.localdate(now):
        raise CannotProceed(_("Enter this on the day on which the family was told."), field="told_on")
    if answer_from_on <= told_on:
        raise CannotProceed(
            _("The family needs time to ask the court before anything is sent."), field="answer_from_on"
        )
    request.notice_sent_on, request.answer_from_on = told_on, answer_from_on
    return _move(request, State.NOTICE_SENT, by=told_by, now=now)


@transaction.atomic
def forbid_notice(*, request, forbidden_by, noted_by, now):
    """The family must not be told, as `forbidden_by` says: the court or agency, and where it is written."""
    request = _locked(request, [State.RECEIVED])
    if not forbidden_by.strip():
        raise CannotProceed(_("Say who forbids it, and where that is written."), field="forbidden_by")
    request.forbidden_by = forbidden_by
    return _move(request, State.NOTICE_FORBIDDEN, by=noted_by, now=now)


@transaction.atomic
def answer(*, request, records, note, answered_by, now):
    """The `records` (names of kinds) were handed to the issuer; logged as a disclosure. Raises CannotProceed."""
    request = _locked(request, [State.NOTICE_SENT, State.NOTICE_FORBIDDEN])
    if request.state == State.NOTICE_SENT and timezone.localdate(now) < request.answer_from_on:
        raise CannotProceed(
            _("The family was told that nothing is sent before %(day)s.")
            % {"day": date_format(request.answer_from_on, "DATE_FORMAT")}
        )
    log_legal_disclosure(
        student=request.student,
        recipient=request.issuer,
        records=records,
        purpose=f"{request} ({request.case_number})" if request.case_number else str(request),
        is_kept_from_family=request.state == State.NOTICE_FORBIDDEN,
        by_label=answered_by.email,
        now=now,
    )
    request.note, request.answered_at, request.answered_by = note, now, answered_by
    return _move(request, State.ANSWERED, by=answered_by, now=now)


@transaction.atomic
def object_to(*, request, note, objected_by, now):
    """Nothing is handed over: the district objected, or the request was withdrawn or quashed."""
    request = _locked(request, OPEN)
    request.note = note
    return _move(request, State.OBJECTED, by=objected_by, now=now)


def remind_of_legal_requests(*, now):
    on = timezone.localdate(now)
    soon = LegalRequest.objects.filter(state__in=OPEN, respond_by_on__lte=on + timedelta(days=DAYS_BEFORE_DUE))
    for request in soon.select_related("student").order_by("pk"):
        write_to(
            records_officials(district_id=request.student.district_id, on=on),
            reason=f"legal_request_due:{request.pk}:{stage(request.respond_by_on, on)}",
            template="request_due",
            context={
                "what": str(request),
                "due_on": request.respond_by_on.isoformat(),
                "is_overdue": request.respond_by_on < on,
                "url": settings.SITE_URL + reverse("oasis:legal_request", kwargs={"pk": request.pk}),
            },
            now=now,
        )


def _locked(request, states):
    row = LegalRequest.objects.select_for_update(of=("self",)).select_related("student").get(pk=request.pk)
    if row.state not in states:
        raise CannotProceed(_("This request is already “%(state)s”.") % {"state": row.get_state_display()})
    return row


def _move(request, state, *, by, now):
    before, request.state = request.state, state
    request.save()
    record(deed="move_legal_request", on=request, by=by, now=now, changes={"state": [before, str(state)]})
    return request
