"""Counting a program's reach once for each month, for good.

A month is counted a few days after its end, when the lists of who came are in; what is recorded later counts from the
next month on. Nobody can ask for a count of another span of time.
"""

from collections import Counter
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from wellbeing.models import Program, ReachFigures
from wellbeing.school_years import school_year_of

from .counting import count_reach, eligible_by_cell
from .stepping import ALL, LEAST, Steps, step, step_one

# Days after a month's end until its lists are in.
SETTLES_AFTER = 5


def last_settled_month(now):
    """The last day of the newest month that may be counted."""
    in_it = (timezone.localdate(now) - timedelta(days=SETTLES_AFTER)).replace(day=1)
    return in_it - timedelta(days=1)


@transaction.atomic
def freeze_reach(*, program, now):
    """Count the newest settled month of `program` unless it is counted; returns its ReachFigures.

    It is the portal that counts, and it tells of no person, so nothing is written to the audit.
    """
    program = Program.objects.select_for_update().get(pk=program.pk)
    through_on = last_settled_month(now)
    school_year = school_year_of(through_on)
    found = ReachFigures.objects.filter(program=program, through_on=through_on).first()
    if found:
        return found
    before = ReachFigures.objects.filter(program=program, school_year=school_year).first()
    counted = count_reach(program, school_year=school_year, through_on=through_on)
    eligible = wholes_of(eligible_by_cell(program, school_year, listed=counted.listed))
    took = step(steps_in(before, "took"), counted.took, wholes=eligible)
    again = step(steps_in(before, "again"), counted.again, wholes=wholes_shown(took))
    unnamed = step_one(_shown(before, "unnamed"), counted.unnamed)
    # Each kind of visit steps by itself, as the one is told beside the sum of both.
    named = step_one(_shown(before, "visits") - _shown(before, "unnamed"), counted.visits - counted.unnamed)
    figures = {
        "listed": written(counted.listed),
        "took": written(took.shown),
        "again": written(again.shown),
        "visits": named + unnamed,
        "unnamed": unnamed,
        "stars": _stars(_shown(before, "stars") or [0] * 5, counted.stars),
        "activities": counted.activities,
        "cost": str(counted.cost),
    }
    held = {"took": written(took.held), "again": written(again.held)}
    return ReachFigures.objects.create(
        program=program, school_year=school_year, through_on=through_on, counted_at=now, figures=figures, held=held
    )


def freeze_due(*, now):
    """Count each live program's newest settled month where it is not counted yet."""
    counted = ReachFigures.objects.filter(through_on=last_settled_month(now)).values("program")
    for program in Program.objects.live().exclude(pk__in=counted):
        freeze_reach(program=program, now=now)


def wholes_of(cells):
    """`cells` {(unit, shift): people} with the sums of units and of all."""
    wholes = Counter(cells)
    for (unit, _shift), people in cells.items():
        wholes[unit, ""] += people
        wholes[ALL] += people
    return dict(wholes)


def wholes_shown(steps):
    """Of how many who are shown as having taken part they are part who came again."""
    units = {unit for unit, _shift in steps.shown}
    return dict(steps.shown) | {(unit, ""): steps.total(unit=unit) for unit in units} | {ALL: steps.total()}


def steps_in(row, what):
    """The Steps of `what` (“took”, “again”) that a ReachFigures, or None, keeps."""
    if row is None:
        return Steps()
    return Steps(Counter(read(row.figures[what])), read(row.held[what]))


def written(cells):
    return {f"{unit}|{shift}": value for (unit, shift), value in cells.items() if value}


def read(cells):
    return {tuple(name.split("|")): value for name, value in cells.items()}


def _shown(row, what):
    return row.figures[what] if row else 0


def _stars(before, now):
    """The newest stars once ten or more were added: of fewer, one mean less the other would tell."""
    return now if sum(now) - sum(before) >= LEAST else before
