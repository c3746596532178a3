"""A court asks for records: received and held, the family told or not to be told, handed over or objected to."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from oasis import legal_requests
from oasis.access_log import Action
from oasis.forms.records import ForbiddenForm, HandOverForm, LegalRequestForm, ObjectForm, ToldForm
from oasis.legal_requests import CannotProceed, receive_legal_request, steps_from
from oasis.models import LegalRequest, Student

from .records import log, student_of

SHOWN = ["given_name", "family_name", "legal_request"]
STEPS = {
    "tell-family": (ToldForm, legal_requests.tell_family, "told_by"),
    "forbid-notice": (ForbiddenForm, legal_requests.forbid_notice, "noted_by"),
    "hand-over": (HandOverForm, legal_requests.answer, "answered_by"),
    "object": (ObjectForm, legal_requests.object_to, "objected_by"),
}


def add(request, pk):
    student = student_of(request, pk)
    form = LegalRequestForm(request.POST or None, initial={"received_on": timezone.localdate()})
    if form.is_valid():
        added = receive_legal_request(
            student=student, recorded_by=request.user, now=timezone.now(), **form.cleaned_data
        )
        _log(request, student, Action.CHANGE)
        messages.success(request, _("The request is on record, and all records of the student are held."))
        return redirect("oasis:legal_request", added.pk)
    log(request, Action.VIEW, student, ["given_name", "family_name"])
    context = {"form": form, "student": student, "heading": _("Record a subpoena or court order"), "holds": True}
    return render(request, "oasis/records/form.html", context)


def legal_request(request, pk):
    row = legal_request_of(request, pk)
    _log(request, row.student, Action.VIEW)
    context = {"row": row, "steps": steps_from(row.state), "holds": row.holds.all(), "on": timezone.localdate()}
    return render(request, "oasis/records/legal_request.html", context)


def step(request, pk, step):
    row = legal_request_of(request, pk)
    if step not in steps_from(row.state):
        raise Http404
    form_class, deed, actor = STEPS[step]
    initial = {"told_on": timezone.localdate(), "answer_from_on": legal_requests.notice_ends_on(timezone.localdate())}
    form = form_class(request.POST or None, initial=initial)
    _log(request, row.student, Action.CHANGE if form.is_bound else Action.VIEW)
    if form.is_valid():
        try:
            deed(request=row, now=timezone.now(), **{actor: request.user}, **form.cleaned_data)
        except CannotProceed as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("On record."))
            return redirect("oasis:legal_request", row.pk)
    context = {"form": form, "row": row, "student": row.student, "step": step, "heading": steps_from(row.state)[step]}
    return render(request, "oasis/records/form.html", context)


def legal_request_of(request, pk):
    rows = LegalRequest.objects.filter(student__in=Student.objects.within(request.reach))
    return get_object_or_404(rows.select_related("student__district", "answered_by"), pk=pk)


def _log(request, student, action):
    log(request, action, student, SHOWN, tells_of_courts=True)
