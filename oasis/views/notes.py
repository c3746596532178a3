"""Notes on one student: what each may read of them, and no sign of those that they may not."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from oasis.access_log import Action, Purpose
from oasis.forms.note import NoteForm
from oasis.models import Referral, Student
from oasis.noting import CannotNote, is_for_counselors, kinds_open_to, notes_of, write_note
from oasis.views.seeing import log_seen

SHOWN_AT_MOST = 50


def notes(request, pk):
    """?before= goes on to older ones."""
    student = get_object_or_404(Student.objects.within(request.reach).select_related("school"), pk=pk)
    kinds = kinds_open_to(request.reach, student)
    if not kinds:
        raise Http404
    before = request.GET.get("before", "")
    rows = notes_of(request.reach, student, before=_number(before), most=SHOWN_AT_MOST + 1)
    _log(request, student, rows[:SHOWN_AT_MOST])
    referrals = Referral.objects.within(request.reach).filter(student=student)
    form = NoteForm(request.POST or None, kinds=kinds, referrals=referrals, initial=request.typed)
    if request.method == "POST" and form.is_valid() and _write(request, student, form):
        messages.success(request, _("The note is written."))
        return redirect("oasis:notes", student.pk)
    context = {"student": student, "notes": rows[:SHOWN_AT_MOST], "has_more": len(rows) > SHOWN_AT_MOST, "form": form}
    return render(request, "oasis/notes.html", context)


def _write(request, student, form):
    try:
        write_note(reach=request.reach, student=student, now=timezone.now(), **form.cleaned_data)
    except CannotNote as refusal:
        form.add_error(refusal.field, str(refusal))
        return False
    return True


def _log(request, student, rows):
    log_seen(
        request,
        action=Action.VIEW,
        students=[student],
        fields=["given_name", "family_name", *(["notes"] if rows else [])],
        purpose=Purpose.FOLLOW_UP,
        confidential=[student.pk] if is_for_counselors(rows) else [],
    )


def _number(text):
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 19 else None
