"""The strategic plan: goals, objectives, and how far their measures have come."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import prefetch_related_objects
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from initiative.models import Plan
from initiative.permissions import plans_shown_to
from initiative.progress import goals_of, measure_sheet
from lmi_portal.spreadsheets import csv_response


@login_not_required
def plan(request):
    """The published plan that runs today; else the latest that began, else the next."""
    plans, today = list(Plan.objects.published()), timezone.localdate()
    begun = [one for one in plans if one.starts_on <= today]
    running = [one for one in begun if one.ends_on >= today]
    current = next(iter(running or begun or plans[::-1]), None)
    return _show(request, current, plans=plans, today=today)


@login_not_required
def plan_of(request, slug):
    shown = get_object_or_404(plans_shown_to(request), slug=slug)
    return _show(request, shown, plans=list(Plan.objects.published()), today=timezone.localdate())


@login_not_required
def plan_measures_csv(request, slug):
    shown = get_object_or_404(plans_shown_to(request).with_measures(), slug=slug)
    return csv_response(measure_sheet(shown, goals_of(shown, today=timezone.localdate())))


def _show(request, shown, *, plans, today):
    context = {"plans": plans, "plan": shown}
    if shown:
        prefetch_related_objects([shown], *Plan.PARTS)
        context |= {
            "goals": goals_of(shown, today=today),
            "is_over": shown.ends_on < today,
            "is_to_come": shown.starts_on > today,
            "today": today,
        }
    return render(request, "initiative/plan.html", context)
