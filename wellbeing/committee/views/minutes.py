"""What is written of a meeting: who came, the minutes, both co-chairs' approval, and corrections."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from wellbeing.approving import mark_of
from wellbeing.committee.forms import CorrectionForm, MinutesForm
from wellbeing.committee.minuting import correct_minutes, record_attendance, write_minutes
from wellbeing.committee.publishing import approve_minutes, take_approval_back
from wellbeing.committee.record import attendance_of, record_of
from wellbeing.refusing import CannotDo

from .confirming import refused, retyped
from .meetings import meeting_of

NOBODY = gettext_lazy("Saved: nobody was there, so the meeting does not count as held.")


def meeting_attendance(request, cd_code, pk):
    """One box per seat; what others tick at the same time is kept."""
    row, ticked = meeting_of(request, pk), None
    if request.method == "POST":
        ticked, seen = _keys(request.POST, "came"), _keys(request.POST, "seen")
        try:
            row = record_attendance(
                meeting=row, came=ticked - seen, stayed_away=seen - ticked, by=request.user, now=request.standing.now
            )
        except CannotDo as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Attendance is saved.") if row.state == row.State.HELD else NOBODY)
            return redirect(row)
    context = {"meeting": row} | attendance_of(row, ticked=ticked)
    return render(request, "wellbeing/committee/attendance.html", context)


def meeting_quorum(request, cd_code, pk):
    """The quorum that the boxes ticked so far would make: a part of the attendance page."""
    context = attendance_of(meeting_of(request, pk), ticked=_keys(request.GET, "came"))
    return render(request, "wellbeing/committee/_quorum.html", context)


def meeting_minutes(request, cd_code, pk):
    row = meeting_of(request, pk)
    form = MinutesForm(request.POST or request.typed, initial={"minutes": row.minutes, "read": mark_of(row.minutes)})
    others = ""
    if request.method == "POST" and form.is_valid():
        told = {"text": form.cleaned_data["minutes"], "read": form.cleaned_data["read"]}
        try:
            write_minutes(meeting=row, by=request.user, now=request.standing.now, **told)
        except CannotDo as refusal:
            others = meeting_of(request, pk).minutes if refusal.field else ""
            refused(form, refusal)
            retyped(form, read=mark_of(meeting_of(request, pk).minutes))
        else:
            messages.success(request, _("The minutes are saved."))
            return redirect(row)
    return render(request, "wellbeing/committee/minutes_form.html", {"form": form, "meeting": row, "others": others})


def meeting_approve(request, cd_code, pk):
    """The co-chair reads the whole text, then gives their side's word on it."""
    row = meeting_of(request, pk)
    if request.method == "POST":
        try:
            row = approve_minutes(
                meeting=row, read=request.POST.get("read", ""), by=request.user, now=request.standing.now
            )
        except CannotDo as refusal:
            messages.error(request, str(refusal))
            return redirect("wellbeing:meeting_approve", cd_code, pk)
        done = _("Published: all employees on the list can read these minutes.")
        messages.success(request, done if row.is_published() else _("Approved. The other co-chair is told by e-mail."))
        return redirect(row)
    return render(request, "wellbeing/committee/approve.html", record_of(row, request.standing))


@require_POST
def meeting_take_back(request, cd_code, pk):
    row = meeting_of(request, pk)
    try:
        take_approval_back(meeting=row, by=request.user, now=request.standing.now)
    except CannotDo as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Your approval is taken back."))
    return redirect(row)


def meeting_correction(request, cd_code, pk):
    """A note beside published minutes, which stay as they are."""
    row = meeting_of(request, pk)
    form = CorrectionForm(request.POST or request.typed)
    if request.method == "POST" and form.is_valid():
        try:
            correct_minutes(meeting=row, text=form.cleaned_data["text"], by=request.user, now=request.standing.now)
        except CannotDo as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("The correction stands below the minutes."))
            return redirect(row)
    return render(request, "wellbeing/committee/correction_form.html", {"form": form, "meeting": row})


def _keys(data, name):
    return {int(key) for key in data.getlist(name) if key.isdecimal() and len(key) < 19}
