"""What the committee takes to an activity: the sheet of names, the code for the door, the count of a paper sheet."""

import io

import segno
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _

from wellbeing.activities.arriving import count_from_paper
from wellbeing.activities.forms.activities import CountForm
from wellbeing.activities.links import door_address
from wellbeing.activities.wording import place_of, when_in_words
from wellbeing.models import Activity, SignUp
from wellbeing.refusing import CannotDo

from .desk import may_see_names

COUNTED = _("Counted. Write the same number with a minus sign to take it back.")
TAKEN_AWAY = _("Taken away again.")


def activity_sheet(request, cd_code, pk):
    """Names for the two leads alone; neither unit nor shift, and nothing of who came."""
    activity = _activity(request, pk)
    if not may_see_names(request.standing, activity):
        raise Http404
    sign_ups = activity.sign_ups.filter(employee__is_current=True).select_related("employee").order_by("employee__name")
    context = {
        "activity": activity,
        "when": when_in_words(activity),
        "place": place_of(activity),
        "confirmed": [row.employee.name for row in sign_ups if row.state == SignUp.State.CONFIRMED],
        "waiting": [
            row.employee.name
            for row in sorted(sign_ups, key=lambda row: (row.signed_up_at, row.pk))
            if row.state == SignUp.State.WAITLISTED
        ],
    }
    return render(request, "wellbeing/activities/activity_sheet.html", context)


def activity_code(request, cd_code, pk):
    """The page to print and put up at the door, or to show on a phone."""
    activity = _activity(request, pk)
    context = {"activity": activity, "when": when_in_words(activity), "place": place_of(activity)}
    return render(request, "wellbeing/activities/activity_code.html", context | {"address": door_address(activity)})


def activity_qr(request, cd_code, pk):
    """The code as an SVG of its own."""
    drawing = io.BytesIO()
    code = segno.make(door_address(_activity(request, pk)), error="m", micro=False)
    code.save(drawing, kind="svg", scale=8, border=4, dark="#000", light="#fff")
    return HttpResponse(drawing.getvalue(), content_type="image/svg+xml")


def activity_count(request, cd_code, pk):
    activity = _activity(request, pk)
    units = request.standing.district.units.select_related("organization")
    form = CountForm(request.POST or None, units=units)
    is_begun = activity.state == Activity.State.OPEN and activity.starts_at <= request.standing.now
    if is_begun and form.is_valid():
        try:
            count_from_paper(activity=activity, now=request.standing.now, **form.cleaned_data)
        except CannotDo as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, COUNTED if form.cleaned_data["number"] > 0 else TAKEN_AWAY)
            return redirect("wellbeing:activity_count", cd_code, pk)
    context = {"activity": activity, "when": when_in_words(activity), "form": form, "is_begun": is_begun}
    return render(request, "wellbeing/activities/activity_count.html", context)


def _activity(request, pk):
    return get_object_or_404(request.standing.program.activities.select_related("worksite"), pk=pk)
