"""What must not be destroyed, though its time is over."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from districts.models import District
from oasis.access_log import Action
from oasis.forms.records import HoldForm
from oasis.holding import CannotLift, lift_hold, place_hold
from oasis.models import Hold

from .records import log, student_of

SHOWN = ["given_name", "family_name", "hold"]


def add(request, pk):
    student = student_of(request, pk)
    form = HoldForm(request.POST or None)
    log(request, Action.CHANGE if form.is_bound else Action.VIEW, student, SHOWN, tells_of_courts=True)
    if form.is_valid():
        place_hold(
            district=student.district,
            student=student,
            placed_by=request.user,
            now=timezone.now(),
            **form.cleaned_data,
        )
        messages.success(request, _("All records of the student are held."))
        return redirect("oasis:student_records", student.pk)
    context = {"form": form, "student": student, "heading": _("Hold the records of this student")}
    return render(request, "oasis/records/form.html", context)


def add_for_district(request):
    """Of the first district that the person looks after; hardly anybody looks after two."""
    district = District.objects.filter(pk__in=request.reach.district_ids).order_by("pk").first()
    form = HoldForm(request.POST or None)
    if form.is_valid():
        place_hold(district=district, placed_by=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Nothing of the district is destroyed until you lift the hold."))
        return redirect("oasis:records")
    heading = _("Hold all records of %(district)s") % {"district": district}
    return render(request, "oasis/records/form.html", {"form": form, "heading": heading})


def lift(request, pk):
    holds = Hold.objects.standing().filter(district__in=request.reach.district_ids)
    hold = get_object_or_404(holds.select_related("student", "district", "legal_request"), pk=pk)
    if hold.student:
        action = Action.CHANGE if request.method == "POST" else Action.VIEW
        log(request, action, hold.student, ["hold"], tells_of_courts=True)
    if request.method == "POST":
        try:
            lift_hold(hold=hold, lifted_by=request.user, now=timezone.now())
        except CannotLift as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The hold is lifted: the rules of retention run again."))
        return redirect("oasis:records")
    return render(request, "oasis/records/hold_lift.html", {"hold": hold})
