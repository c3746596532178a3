"""A record beyond one's reach, opened in an emergency; and the records official's look at it afterwards."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from lmi_portal.ratelimiting import take
from oasis.access_log import Action, Purpose
from oasis.breaking_glass import CannotOpen, CannotReview, find_exactly, open_in_emergency, review
from oasis.forms.emergencies import EmergencyForm, ExactStudentForm
from oasis.forms.records import FindingForm
from oasis.models import AccessEntry, BreakGlass, Student
from oasis.views.seeing import log_seen

# An hour, of one person: enough for a mistyped number, too few to go through a school.
MOST_TRIES = 10
MOST_OPENINGS = 5
ENTRIES_SHOWN = 100


def emergency(request):
    """Posted, so that no name stands in an address."""
    districts = request.reach.by_right().district_ids
    if not districts:
        raise Http404
    form = ExactStudentForm(request.POST or None)
    if request.method == "POST" and not take(key=f"emergency:{request.user.pk}", limit=MOST_TRIES, per=3600):
        return render(request, "429.html", status=429)
    if form.is_valid():
        found = find_exactly(district_ids=districts, **form.cleaned_data)
        _log(request, Action.SEARCH, found, [name for name, value in form.cleaned_data.items() if value])
        if len(found) == 1:
            return redirect("oasis:break_glass", found[0].pk)
        form.add_error(
            None, _("Nobody on file is known by exactly this.") if not found else _("Several are: type the number.")
        )
    return render(request, "oasis/records/emergency.html", {"form": form})


def break_glass(request, pk):
    """Shows nothing of the student: only who knows whom they look for opens the record."""
    student = get_object_or_404(Student, pk=pk, district__in=request.reach.by_right().district_ids)
    if Student.objects.within(request.reach).filter(pk=pk).exists():
        return redirect("oasis:student", pk)
    form = EmergencyForm(request.POST or None)
    if form.is_valid():
        if not take(key=f"break glass:{request.user.pk}", limit=MOST_OPENINGS, per=3600):
            return render(request, "429.html", status=429)
        return _open(request, student, form.cleaned_data["reason"])
    return render(request, "oasis/records/break_glass.html", {"form": form, "student": student})


def _open(request, student, reason):
    page = request.resolver_match.view_name
    try:
        open_in_emergency(student=student, reach=request.reach, reason=reason, page=page, now=timezone.now())
    except CannotOpen as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The record is open to you for four hours. The records official was written to."))
    return redirect("oasis:student", student.pk)


def review_one(request, pk):
    glasses = BreakGlass.objects.filter(student__in=Student.objects.within(request.reach))
    glass = get_object_or_404(glasses.select_related("student", "opened_by", "reviewed_by"), pk=pk)
    form = FindingForm(request.POST or None)
    _log(request, Action.VIEW, [glass.student], ["given_name", "family_name", "emergency_reason"], Purpose.OVERSIGHT)
    if form.is_valid():
        try:
            review(glass=glass, reviewed_by=request.user, now=timezone.now(), **form.cleaned_data)
        except CannotReview as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Your finding is on record."))
        return redirect("oasis:records")
    context = {"glass": glass, "form": form, "seen": _seen_meanwhile(glass)}
    return render(request, "oasis/records/emergency_review.html", context)


def _seen_meanwhile(glass):
    """What the person looked at while the record was open to them."""
    entries = AccessEntry.objects.filter(
        accessed__student_number=glass.student_id,
        seen_by=glass.opened_by,
        seen_at__range=(glass.opened_at, glass.expires_at),
    )
    return entries.order_by("seen_at", "pk")[:ENTRIES_SHOWN]


def _log(request, action, students, fields, purpose=Purpose.EMERGENCY):
    log_seen(
        request,
        action=action,
        students=students,
        fields=fields,
        purpose=purpose,
    )
