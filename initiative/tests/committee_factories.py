from datetime import date, datetime, timedelta
from itertools import count

from django.utils import timezone

from districts.models import Organization
from initiative.minuting import approve_minutes, mark_of
from initiative.models import CommitteeDecision, Meeting, Plan, Term

_number = count(1)


def create_organization(**fields):
    number = next(_number)
    defaults = {"name": f"Association {number}", "short_name": f"A{number}", "kind": Organization.Kind.STATE}
    return Organization.objects.create(**defaults | fields)


def create_term(*, runs="today", **fields):
    """A leader's term that runs today, or did until last year ("before"), or will from next year on ("later")."""
    year = timezone.localdate().year
    days = {
        "today": {"starts_on": date(year - 1, 1, 1), "ends_on": date(year + 1, 12, 31)},
        "before": {"starts_on": date(year - 4, 1, 1), "ends_on": date(year - 2, 12, 31)},
        "later": {"starts_on": date(year + 1, 1, 1), "ends_on": date(year + 2, 12, 31)},
    }
    defaults = {"group": Term.Group.KEY_LEADER, "person": f"Leader {next(_number)}", "source": "A test"}
    return Term.objects.create(**defaults | days[runs] | fields)


def create_meeting(*, on=None, approved_by=None, **fields):
    """At ten in the morning, Pacific, a week ago unless said otherwise; approved where somebody approves it."""
    day = on or timezone.localdate() - timedelta(days=7)
    defaults = {
        "starts_at": timezone.make_aware(datetime(day.year, day.month, day.day, 10)),
        "place": "Sacramento",
        "agenda": "The secret agenda",
        "minutes": "The secret minutes",
    }
    meeting = Meeting.objects.create(**defaults | fields)
    if approved_by:
        approve_minutes(
            meeting=meeting, approved_on=timezone.localdate(), read=mark_of(meeting), by=approved_by, now=timezone.now()
        )
        meeting.refresh_from_db()
    return meeting


def create_decision(**fields):
    defaults = {"decided_on": timezone.localdate(), "sentence": f"Decision {next(_number)}."}
    return CommitteeDecision.objects.create(**defaults | fields)


def create_plan(*, objectives=1, **fields):
    """A published plan of this year and the next two, with one goal and its objectives."""
    number, year = next(_number), timezone.localdate().year
    defaults = {
        "title": f"Plan {number}",
        "slug": f"plan-{number}",
        "starts_on": date(year, 1, 1),
        "ends_on": date(year + 2, 12, 31),
        "is_published": True,
    }
    plan = Plan.objects.create(**defaults | fields)
    goal = plan.goals.create(title="A goal")
    for position in range(1, objectives + 1):
        goal.objectives.create(position=position, title=f"Objective {position}")
    return plan


def add_measure(plan, **fields):
    """A measure of the plan's first objective."""
    objective = plan.goals.get().objectives.first()
    return objective.measures.create(**{"name": f"Measure {next(_number)}"} | fields)
