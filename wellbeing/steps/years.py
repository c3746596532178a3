"""Which school year's path is walked now, and which there were."""

from datetime import date, datetime, time

from django.http import Http404
from django.utils import timezone

from wellbeing.models import Step
from wellbeing.school_years import FIRST_MONTH, label_of, school_year_at


def current_year(program, *, now):
    """The school year of the newest path; before any was begun, that of today."""
    newest = program.steps.order_by("-school_year").values_list("school_year", flat=True).first()
    return newest or school_year_at(now)


def years_of(program, *, now):
    """The school years with a path, the current one first."""
    years = set(program.steps.values_list("school_year", flat=True).distinct())
    return sorted(years or {school_year_at(now)}, reverse=True)


def labels_of(years):
    """Pairs of a school year and what it is called."""
    return [(year, label_of(year)) for year in years]


def year_among(years, asked):
    """The year that the address asks for, or the current one. Raises Http404 for one without a path."""
    if not asked:
        return years[0]
    chosen = next((year for year in years if str(year) == asked), None)
    if chosen is None:
        raise Http404
    return chosen


def days_of(school_year):
    """(first, last) day of a school year."""
    return date(school_year, FIRST_MONTH, 1), date(school_year + 1, FIRST_MONTH - 1, 30)


def moments_of(school_year):
    """(first, end) moments of a school year in Pacific time, the end not included."""
    return tuple(
        timezone.make_aware(datetime.combine(date(year, FIRST_MONTH, 1), time()))
        for year in (school_year, school_year + 1)
    )


def steps_of(program, school_year):
    """The eight Steps of a year with their owners; one that nobody has touched yet is not saved."""
    known = {
        step.number: step
        for step in program.steps.filter(school_year=school_year).select_related("labor_owner", "management_owner")
    }
    return [
        known.get(number) or Step(program=program, school_year=school_year, number=number)
        for number in Step.Number.values
    ]


def lock_step(program, *, school_year, number):
    """The locked row of a step, made where there is none; the caller is in a transaction."""
    Step.objects.get_or_create(program=program, school_year=school_year, number=number)
    return Step.objects.select_for_update().get(program=program, school_year=school_year, number=number)
