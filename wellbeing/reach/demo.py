"""The reach of a program in the middle of its year, counted month by month; everybody in it is made up."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from wellbeing.models import Activity, Employee, Headcount, JobClass, Participation, Shift
from wellbeing.school_years import FIRST_MONTH, school_year_of

from .freezing import SETTLES_AFTER, freeze_reach, last_settled_month

# (the union's short name, job, shift, how many work so, how many more are on the list)
GROUPS = [
    ("SJTA", JobClass.TEACHING, Shift.DAY, 2140, 150),
    ("CSEA 127", JobClass.AIDE, Shift.DAY, 760, 60),
    ("CSEA 127", JobClass.FOOD, Shift.EARLY, 240, 34),
    ("CSEA 127", JobClass.CUSTODIAL, Shift.EVENING, 210, 38),
    ("CSEA 127", JobClass.TRANSPORT, Shift.SPLIT, 130, 30),
    ("CSEA 127", JobClass.CUSTODIAL, Shift.NIGHT, 60, 14),
    ("", JobClass.ADMINISTRATION, Shift.DAY, 190, 16),
]


def load_reach(program, *, now):
    """Create what is missing: headcounts, more people on the list who came, and the months counted since July."""
    if program.headcounts.exists():
        return
    through_on = last_settled_month(now)
    year = school_year_of(through_on)
    units = {unit.organization.short_name: unit for unit in program.district.units.select_related("organization")}
    for union, job, shift, employees, listed in GROUPS:
        unit = units.get(union)
        if union and unit is None:
            continue
        Headcount.objects.create(program=program, school_year=year, unit=unit, shift=shift, employees=employees)
        _came(program, _more_employees(program, unit, job, shift, listed), through_on=through_on)
    for settled_at in _settled_moments(year, now):
        freeze_reach(program=program, now=settled_at)


def _more_employees(program, unit, job, shift, number):
    code = f"{unit.pk if unit else 0}.{shift}"
    return Employee.objects.bulk_create(
        Employee(
            program=program,
            name=f"Made-up person {code}.{each}",
            email=f"made-up.{code}.{each}@example.org",
            unit=unit,
            job_class=job,
            shift=shift,
        )
        for each in range(number)
    )


def _came(program, people, *, through_on):
    """Each third person came to every activity that suits their shift, the others to one of them."""
    for_them = [
        each
        for each in program.activities.filter(state=Activity.State.OPEN, starts_at__date__lte=through_on)
        if each.shift in ("", people[0].shift)
    ]
    rows = [
        Participation(
            activity=activity, employee=person, unit=person.unit, shift=person.shift, recorded_at=activity.ends_at
        )
        for place, activity in enumerate(for_them)
        for number, person in enumerate(people)
        if number % 3 == 0 or number % len(for_them) == place
    ]
    Participation.objects.bulk_create(rows)


def _settled_moments(year, now):
    """A moment in each month since July at which the month before it is settled, up to `now`."""
    day = datetime(year, FIRST_MONTH, 1).date() + timedelta(days=31 + SETTLES_AFTER)
    while (moment := timezone.make_aware(datetime.combine(day, time(2, 55)))) <= now:
        yield moment
        day = (day.replace(day=1) + timedelta(days=32)).replace(day=SETTLES_AFTER + 1)
