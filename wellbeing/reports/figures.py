"""What a yearly report counts: the steps, meetings, activities, reach, trends and money of one school year.

All are plain JSON values, money as the text of its dollars with two places, so that a report's figures freeze as they
are. Of employees only sums are told, and none that wellbeing.surveys.protecting hides.
"""

from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, Sum

from wellbeing.models import Action, Activity, CommitteeMeeting, Decision, MeetingAttendance
from wellbeing.steps.years import moments_of, steps_of

from .reach import reach_of
from .trends import trends_of

NOTHING = Decimal("0.00")


def figures_of(program, school_year, *, now):
    """{steps, meetings, decisions, activities, kinds, reach, trends, money, priorities, next_priorities} at `now`.

    A meeting counts only with somebody present. The cost of an activity that belongs to an action of the plan is told
    in the action's money, and not twice.
    """
    start, end = moments_of(school_year)
    meetings = program.meetings.filter(
        Exists(MeetingAttendance.objects.filter(meeting=OuterRef("pk"))),
        starts_at__gte=start,
        starts_at__lt=end,
        state=CommitteeMeeting.State.HELD,
    )
    activities = program.activities.filter(
        starts_at__gte=start, starts_at__lt=end, ends_at__lte=now, state=Activity.State.OPEN
    )
    return {
        "steps": _steps(program, school_year),
        "meetings": meetings.count(),
        "decisions": Decision.objects.filter(meeting__in=meetings, is_adopted=True).count(),
        "activities": activities.count(),
        "kinds": sorted({str(Activity.Kind(kind).label) for kind in activities.values_list("kind", flat=True)}),
        "reach": reach_of(program, school_year),
        "trends": trends_of(program, before=min(end, now)),
        "money": _money(program, school_year, activities),
        "priorities": _priorities(program, school_year),
        "next_priorities": _priorities(program, school_year + 1),
    }


def public_figures(figures):
    """Those that tell of the committee's work and of no employee, as (number, what) to be read by everyone."""
    done = sum(step["is_done"] for step in figures["steps"])
    return [
        {"number": number, "what": what}
        for number, what in [
            (done, "steps_done"),
            (figures["meetings"], "meetings"),
            (figures["activities"], "activities"),
        ]
        if number
    ]


def _steps(program, school_year):
    return [
        {"number": step.number, "name": str(step.get_number_display()), "is_done": step.is_done()}
        for step in steps_of(program, school_year)
    ]


def _money(program, school_year, activities):
    plan = Action.objects.filter(priority__program=program, priority__school_year=school_year)
    # What was dropped is planned no longer; the money that it took is spent all the same.
    planned = Sum("budget", filter=~Q(progress=Action.Progress.DROPPED))
    sums = plan.aggregate(budget=planned, spent=Sum("spent"))
    apart = activities.filter(action__isnull=True).aggregate(cost=Sum("cost"))["cost"]
    budget, spent, apart = (_dollars(amount) for amount in (sums["budget"], sums["spent"], apart))
    return {"budget": str(budget), "spent": str(spent), "apart": str(apart), "total": str(spent + apart)}


def _dollars(amount):
    return (amount or NOTHING).quantize(NOTHING)


def _priorities(program, school_year):
    return list(program.priorities.filter(school_year=school_year).order_by("position").values_list("title", flat=True))
