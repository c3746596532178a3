"""A family asks that a record be corrected; the answer has its day."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from oasis.access_log import Action
from oasis.correcting import CannotAnswer, State, answer_correction, receive_correction
from oasis.correction_letter import render_answer
from oasis.forms.records import CorrectionAnswerForm, CorrectionForm
from oasis.models import CorrectionRequest, Student
from oasis.report_words import language_for

from .records import log, student_of

SHOWN = ["given_name", "family_name", "correction_request"]


def add(request, pk):
    student = student_of(request, pk)
    form = CorrectionForm(request.POST or None, initial={"received_on": timezone.localdate()})
    log(request, Action.CHANGE if form.is_bound else Action.VIEW, student, SHOWN)
    if form.is_valid():
        added = receive_correction(student=student, recorded_by=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("The request is on record, and its day with it."))
        return redirect("oasis:correction", added.pk)
    context = {"form": form, "student": student, "heading": _("Record a correction request")}
    return render(request, "oasis/records/form.html", context)


def correction(request, pk):
    row = correction_of(request, pk)
    form = CorrectionAnswerForm(request.POST or None)
    log(request, Action.CHANGE if form.is_bound else Action.VIEW, row.student, SHOWN)
    if form.is_valid():
        try:
            answer_correction(request=row, answered_by=request.user, now=timezone.now(), **form.cleaned_data)
        except CannotAnswer as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("Answered. Print the letter for the family."))
            return redirect("oasis:correction", row.pk)
    context = {"row": row, "form": form, "is_open": row.state == State.RECEIVED, "on": timezone.localdate()}
    return render(request, "oasis/records/correction.html", context)


def answer_pdf(request, pk):
    """?language=es"""
    row = correction_of(request, pk)
    if row.state == State.RECEIVED:
        return redirect("oasis:correction", row.pk)
    log(request, Action.PRINT, row.student, SHOWN)
    language = language_for(row.student, request.GET.get("language"))
    return HttpResponse(render_answer(row, language=language), content_type="application/pdf")


def correction_of(request, pk):
    rows = CorrectionRequest.objects.filter(student__in=Student.objects.within(request.reach))
    return get_object_or_404(rows.select_related("student__district", "student__household", "answered_by"), pk=pk)
