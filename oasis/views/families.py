"""Families in school life: activities at one's sites, who came, and the code at the door."""

import io

import segno
from django.conf import settings
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from oasis.access_log import Action, Purpose, log_access
from oasis.engagement import families_by_kind
from oasis.finding_students import find_students
from oasis.forms.families import ActivityForm, FamilyForm, HoursForm
from oasis.models import Assignment, FamilyActivity, Household, Site, Student
from oasis.taking_part import CannotTakePart, add_activity, match_sign_in, record_participation, remove_participation

SHOWN, FOUND = 50, 20


def family_activities(request):
    """No household is named here, and the numbers are those of one's own lists: nothing for the log of students."""
    activities = _activities(request).annotate(
        families=Count("participations", filter=Q(participations__household__isnull=False)),
        unmatched=Count("participations", filter=Q(participations__household__isnull=True)),
    )
    context = {
        "activities": activities.select_related("site__school").order_by("-starts_at", "-pk")[:SHOWN],
        "by_kind": families_by_kind(_activities(request), on=request.reach.on),
        "sites": _sites(request),
    }
    return render(request, "oasis/families/list.html", context)


def family_activity_add(request):
    sites = _sites(request)
    leaders = Assignment.objects.current(on=request.reach.on).filter(site__in=sites).select_related("user", "site")
    form = ActivityForm(request.POST or None, sites=sites, leaders=leaders.order_by("user__name", "pk"))
    if form.is_valid():
        activity = add_activity(added_by=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("The activity is on file. Its code can be printed."))
        return redirect("oasis:family_activity", activity.pk)
    return render(request, "oasis/families/add.html", {"form": form})


def family_activity(request, pk):
    """Who came, within reach; POST looks for a family, for one who came or for a sign-in (?sign_in=7)."""
    activity = _activity(request, pk)
    form = FamilyForm(request.POST or None)
    found = None
    if form.is_valid():
        students = find_students(reach=request.reach, words=form.cleaned_data["words"])
        found = list(students.filter(household__isnull=False).select_related("household", "school")[:FOUND])
    participations = _participations(request, activity)
    _log(request, participations, found)
    context = {
        "activity": activity,
        "participations": participations,
        "others": activity.participations.filter(household__isnull=False).count() - len(participations),
        "sign_ins": activity.participations.filter(household__isnull=True),
        "form": form,
        "hours_form": HoursForm(),
        "found": found,
        "sign_in": _number(request.GET.get("sign_in")) or "",
    }
    return render(request, "oasis/families/activity.html", context)


@require_POST
def family_activity_record(request, pk):
    """A household within reach took part, or is who signed in."""
    activity = _activity(request, pk)
    household = get_object_or_404(_households(request), pk=_number(request.POST.get("household")))
    hours = HoursForm(request.POST)
    if not hours.is_valid():
        messages.error(request, _("Hours are a number from a quarter to 24."))
        return redirect("oasis:family_activity", pk)
    now, sign_in = timezone.now(), _number(request.POST.get("sign_in"))
    try:
        if sign_in:
            participation = get_object_or_404(activity.participations, pk=sign_in)
            match_sign_in(participation=participation, household=household, matched_by=request.user, now=now)
        else:
            record_participation(
                activity=activity, household=household, recorded_by=request.user, now=now, **hours.cleaned_data
            )
    except CannotTakePart as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Recorded."))
    return redirect("oasis:family_activity", pk)


@require_POST
def family_activity_remove(request, pk, participation):
    activity = _activity(request, pk)
    within = activity.participations.filter(Q(household__isnull=True) | Q(household__in=_households(request)))
    row = get_object_or_404(within, pk=participation)
    remove_participation(participation=row, removed_by=request.user, now=timezone.now())
    messages.success(request, _("Removed. Record the family again if that was a mistake."))
    return redirect("oasis:family_activity", pk)


def family_activity_code(request, pk):
    """The page to print and put up at the door."""
    activity = _activity(request, pk)
    address = settings.SITE_URL + reverse("oasis:welcome", args=[activity.sign_in_token])
    return render(request, "oasis/families/code.html", {"activity": activity, "address": address})


def family_activity_qr(request, pk):
    """The code as an SVG of its own."""
    activity = _activity(request, pk)
    address = settings.SITE_URL + reverse("oasis:welcome", args=[activity.sign_in_token])
    drawing = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawing, kind="svg", scale=8, border=4, dark="#000", light="#fff")
    return HttpResponse(drawing.getvalue(), content_type="image/svg+xml")


def _sites(request):
    """This year's sites at which the person works, or all of the districts that they see whole."""
    schools = [site.school_id for site in request.reach.sites]
    seen = Q(school__in=schools) | Q(school__district__in=request.reach.whole_districts)
    return Site.objects.filter(seen).of_year(on=request.reach.on).select_related("school")


def _activities(request):
    schools = [site.school_id for site in request.reach.sites]
    return FamilyActivity.objects.filter(
        Q(site__school__in=schools) | Q(site__school__district__in=request.reach.whole_districts)
    )


def _activity(request, pk):
    return get_object_or_404(_activities(request).select_related("site__school"), pk=pk)


def _households(request):
    return Household.objects.filter(students__in=Student.objects.within(request.reach)).distinct()


def _participations(request, activity):
    rows = activity.participations.filter(household__in=_households(request))
    return list(
        rows.select_related("household").prefetch_related("household__students").order_by("-recorded_at", "-pk")
    )


def _log(request, participations, found):
    """Whose household is named on the page; of a search also the students who were found."""
    seen = Student.objects.within(request.reach).filter(household__in=[each.household_id for each in participations])
    log_access(
        reach=request.reach,
        action=Action.SEARCH if found else Action.LIST,
        students=[*seen, *(found or [])],
        fields=["household", "participation", *(["given_name", "family_name", "school"] if found else [])],
        purpose=Purpose.ACHIEVEMENT,
        page="oasis:family_activity",
        now=timezone.now(),
    )


def _number(text):
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 18 else None
