"""The path of the next school year, with what is still open carried over where the committee wishes."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record
from wellbeing.models import Action, CommitteeSeat, Priority, Program, Step
from wellbeing.refusing import CannotDo
from wellbeing.school_years import label_of, school_year_at

from .acting import OPEN, actions_of
from .guide import guide
from .years import current_year, days_of, steps_of


def may_renew(program, *, now):
    """Whether the next year's path may begin: the last step is done, or its school year is over."""
    year = current_year(program, now=now)
    return (
        school_year_at(now) > year
        or program.steps.filter(
            school_year=year,
            number=Step.Number.RENEW,
            labor_done_at__isnull=False,
            management_done_at__isnull=False,
        ).exists()
    )


def titles_still_open(program, *, school_year):
    """Titles of the steps that both sides did not call done, and never can once the next year begins."""
    return [guide()[step.number].title for step in steps_of(program, school_year) if not step.is_done()]


@transaction.atomic
def begin_next_year(*, program, carried, by, now):
    """Begin the path of the next school year; returns that year. Raises CannotDo.

    Owners who still sit stay owners, and days move on by a year. Of `carried`, open Actions of this year, each goes on
    with what is left of its budget, under its priority and the decision by which that stands.
    """
    Program.objects.select_for_update().get(pk=program.pk)
    if not CommitteeSeat.objects.co_chairs().of(by).filter(program=program).exists():
        raise CannotDo(_("Only a co-chair begins the next year."))
    if not may_renew(program, now=now):
        raise CannotDo(_("First both sides say that step 8 is done, or the school year ends."))
    year = current_year(program, now=now)
    following = max(year + 1, school_year_at(now))
    Step.objects.bulk_create(_next_step(step, following) for step in steps_of(program, year))
    wanted = {action.pk for action in carried}
    actions = [
        action for action in actions_of(program, school_year=year).filter(progress__in=OPEN) if action.pk in wanted
    ]
    _carry_over(program, actions, following)
    changes = {
        "school_year": [label_of(year), label_of(following)],
        "carried_over": [None, [action.activity for action in actions]],
    }
    record(deed="begin_next_year", on=program, by=by, now=now, changes=changes)
    return following


def _next_step(step, year):
    return Step(
        program=step.program,
        school_year=year,
        number=step.number,
        due_on=moved_to(step.due_on, year) if step.due_on else None,
        labor_owner=_who_still_sits(step.labor_owner),
        management_owner=_who_still_sits(step.management_owner),
    )


def _who_still_sits(seat):
    return seat if seat and seat.until_on is None else None


def _carry_over(program, actions, year):
    kept = {}
    for action in actions:
        priority = action.priority
        if priority.pk not in kept:
            kept[priority.pk] = Priority.objects.create(
                program=program,
                school_year=year,
                position=len(kept) + 1,
                title=priority.title,
                reason=priority.reason,
                decision=priority.decision,
            )
        Action.objects.create(
            priority=kept[priority.pk],
            goal=action.goal,
            activity=action.activity,
            labor_owner=action.labor_owner,
            management_owner=action.management_owner,
            budget=max(action.budget - action.spent, Decimal(0)),
            due_on=moved_to(action.due_on, year),
            measure=action.measure,
            progress=action.progress,
        )


def moved_to(day, year):
    """The same day of the school year `year`; a day within it or later stays."""
    first, last = days_of(year)
    if day >= first:
        return day
    within = last.year if day.month <= last.month else first.year
    # February 29 has no twin in most years.
    return date(within, day.month, min(day.day, 28) if day.month == 2 else day.day)
