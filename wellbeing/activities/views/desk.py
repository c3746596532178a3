"""The committee's desk: activities added, changed, opened and canceled."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from wellbeing.activities.forms.activities import ActivityForm, CancelForm, LaterForm, NewActivityForm
from wellbeing.activities.numbers import with_numbers
from wellbeing.activities.scheduling import TEXTS, add_activity, cancel_activity, change_activity, open_activity
from wellbeing.activities.wording import place_of, when_in_words
from wellbeing.meanwhile import mark_of_fields, refuse
from wellbeing.models import Activity
from wellbeing.refusing import CannotDo

ON_A_PAGE = 30
# What another like it begins with.
COPIED = [
    *["kind", "title", "title_es", "description", "description_es", "place", "shift", "capacity", "cost"],
    *["labor_lead", "management_lead", "action"],
]


def activities(request, cd_code):
    """What is ahead, the soonest first; with ?when=past what is over, the latest first."""
    is_past = request.GET.get("when") == "past"
    rows = with_numbers(request.standing.program.activities.select_related("worksite"))
    now = request.standing.now
    rows = rows.filter(ends_at__lt=now).order_by("-starts_at", "-pk") if is_past else rows.filter(ends_at__gte=now)
    page = Paginator(rows if is_past else rows.order_by("starts_at", "pk"), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "cards": [_card(row) for row in page], "is_past": is_past}
    return render(request, "wellbeing/activities/activities.html", context)


def activity_desk(request, cd_code, pk):
    activity = _activity(request, pk)
    context = {
        "activity": activity,
        "card": _card(activity),
        "is_lead": may_see_names(request.standing, activity),
        "is_begun": activity.starts_at <= request.standing.now,
        "is_over": activity.ends_at < request.standing.now,
        "later": _later_ones(activity),
    }
    return render(request, "wellbeing/activities/activity_desk.html", context)


def activity_add(request, cd_code):
    """?copy=7 begins with what activity 7 is, but for its time."""
    program = request.standing.program
    form = NewActivityForm(request.POST or None, initial=_copied(request), program=program)
    if form.is_valid():
        try:
            activity = add_activity(program=program, by=request.user, now=request.standing.now, **form.facts())
        except CannotDo as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("The activity is a draft: open it when it is right."))
            return redirect("wellbeing:activity_desk", cd_code, activity.pk)
    context = {"form": form, "worksites": program.worksites.order_by("name")}
    return render(request, "wellbeing/activities/activity_add.html", context)


def activity_edit(request, cd_code, pk):
    activity, now = _activity(request, pk), request.standing.now
    program = request.standing.program
    form = ActivityForm(request.POST or None, instance=activity, program=program, read=mark_of_fields(activity, TEXTS))
    later = LaterForm(request.POST or None, activity=activity)
    if form.is_valid() and later.is_valid():
        try:
            told = form.facts() | later.cleaned_data | {"read": form.cleaned_data["read"]}
            change_activity(activity=activity, by=request.user, now=now, **told)
        except CannotDo as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Changed. Whoever signed up is told of another time or place."))
            return redirect("wellbeing:activity_desk", cd_code, pk)
    context = {"form": form, "second": later, "activity": activity, "worksites": program.worksites.order_by("name")}
    return render(request, "wellbeing/activities/activity_edit.html", context)


def activity_open(request, cd_code, pk):
    return _confirmed(request, cd_code, pk, LaterForm, open_activity, "open")


def activity_cancel(request, cd_code, pk):
    return _confirmed(request, cd_code, pk, CancelForm, cancel_activity, "cancel")


def may_see_names(standing, activity):
    """The two leads of an activity, and no other member."""
    return standing.seat is not None and standing.seat.pk in {activity.labor_lead_id, activity.management_lead_id}


DONE = {
    "open": ngettext_lazy("It is open: employees can sign up.", "%(number)d activities are open.", "number"),
    "cancel": ngettext_lazy("It is canceled.", "%(number)d activities are canceled.", "number"),
}


def _confirmed(request, cd_code, pk, form_class, deed, what):
    """Ask on a page that says what will happen, then do it."""
    activity = _activity(request, pk)
    form = form_class(request.POST if request.method == "POST" else None, activity=activity)
    if form.is_valid():
        try:
            rows = deed(activity=activity, by=request.user, now=request.standing.now, **form.facts())
        except CannotDo as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, DONE[what] % {"number": len(rows)})
            return redirect("wellbeing:activity_desk", cd_code, pk)
    context = {"form": form, "activity": activity, "card": _card(activity), "later": _later_ones(activity)}
    return render(request, f"wellbeing/activities/activity_{what}.html", context)


def _activity(request, pk):
    rows = with_numbers(request.standing.program.activities)
    rows = rows.select_related("worksite", "series", "action", "labor_lead", "management_lead", "program__district")
    return get_object_or_404(rows, pk=pk)


def _card(activity):
    return {"activity": activity, "when": when_in_words(activity), "place": place_of(activity)}


def _later_ones(activity):
    """How many of its series come after it."""
    if not activity.series_id:
        return 0
    rows = Activity.objects.filter(series=activity.series_id, starts_at__gt=activity.starts_at)
    return rows.exclude(state=Activity.State.CANCELLED).count()


def _copied(request):
    pk = request.GET.get("copy", "")
    if not (pk.isascii() and pk.isdecimal() and len(pk) < 18):
        return {}
    original = get_object_or_404(request.standing.program.activities.select_related("worksite"), pk=pk)
    site = original.worksite.name if original.worksite else ""
    return {name: getattr(original, name) for name in COPIED} | {"worksite_name": site}
