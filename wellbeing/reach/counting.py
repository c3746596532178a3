"""How many people took part up to a day, counted exactly; what of it may be seen is for stepping.py to say."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import Count, Sum
from django.utils import timezone

from wellbeing.models import Activity, Headcount, Participation, Rating
from wellbeing.school_years import FIRST_MONTH


@dataclass(frozen=True)
class Counted:
    """Counters of people by (unit, shift), as texts; `visits` and `unnamed` are happenings, `stars` five counts."""

    listed: Counter
    took: Counter
    again: Counter
    visits: int
    unnamed: int
    stars: list
    activities: int
    cost: Decimal


def count_reach(program, *, school_year, through_on):
    """Count a school year's activities up to the end of the Pacific day `through_on`, with a fixed number of queries.

    People are told apart as employees on the list; of others who came only their visits can be counted.
    """
    activities = Activity.objects.filter(
        program=program,
        state=Activity.State.OPEN,
        starts_at__gte=_midnight(date(school_year, FIRST_MONTH, 1)),
        starts_at__lt=_midnight(through_on + timedelta(days=1)),
    )
    came = Participation.objects.filter(activity__in=activities)
    took, again, visits = Counter(), Counter(), 0
    people = came.filter(employee__isnull=False).order_by()
    for unit, shift, times in (
        people.values("employee").annotate(times=Count("pk")).values_list("employee__unit", "employee__shift", "times")
    ):
        cell = cell_of(unit, shift)
        took[cell] += 1
        again[cell] += times > 1
        visits += times
    unnamed = came.filter(employee__isnull=True).count()
    stars = dict(Rating.objects.filter(activity__in=activities).values_list("stars").annotate(Count("pk")))
    sums = activities.aggregate(activities=Count("pk"), cost=Sum("cost"))
    return Counted(
        listed=listed_by_cell(program),
        took=took,
        again=again,
        visits=visits + unnamed,
        unnamed=unnamed,
        stars=[stars.get(number, 0) for number in range(1, 6)],
        activities=sums["activities"],
        cost=sums["cost"] or Decimal(0),
    )


def listed_by_cell(program):
    """Counter of the employees to whom the program writes."""
    rows = program.employees.current().order_by().values_list("unit", "shift").annotate(Count("pk"))
    return Counter({cell_of(unit, shift): people for unit, shift, people in rows})


def headcounts_by_cell(program, school_year):
    rows = Headcount.objects.filter(program=program, school_year=school_year).order_by()
    headcounts = rows.values_list("unit", "shift", "employees")
    return Counter({cell_of(unit, shift): people for unit, shift, people in headcounts})


def eligible_by_cell(program, school_year, *, listed):
    """Counter of those who may take part: the year's headcounts, and who is `listed` where there is none."""
    return Counter(dict(listed) | headcounts_by_cell(program, school_year))


def cell_of(unit, shift):
    """Whom no unit represents is in unit “0”."""
    return (str(unit or 0), shift)


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time()))
