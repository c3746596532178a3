"""A path of eight steps for tests, walked by the deeds themselves."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from districts.models import Side
from wellbeing.meanwhile import mark_of_fields
from wellbeing.models import Activity, Step, YearlyReport
from wellbeing.school_years import school_year_at
from wellbeing.steps.acting import FIELDS, add_action, change_action
from wellbeing.steps.adopting import adopt_priorities
from wellbeing.steps.answering import answer_readiness
from wellbeing.steps.guide import statements
from wellbeing.steps.saying_done import say_done

from .factories import co_chair, create_survey
from .meetings import create_held_meeting, decide

SIDES = [Side.LABOR, Side.MANAGEMENT]
TITLES = ["Breaks that are taken", "Every shift", "Respect", "News for all"]


def this_year():
    return school_year_at(timezone.now())


def answer_for(program, side, rating=3, **changed):
    """Answer the readiness check for one side, every statement alike but those `changed`."""
    return answer_readiness(
        program=program,
        school_year=this_year(),
        ratings=dict.fromkeys(statements(), rating) | changed,
        by=co_chair(program, side),
        now=timezone.now(),
    )


def count_a_survey(program):
    now = timezone.now()
    return create_survey(program, state="closed", counted_at=now, answered=30)


def adopt(program, count=2, *, decision=None, titles=TITLES, by=None):
    adopt_priorities(
        program=program,
        school_year=this_year(),
        decision=decision or decide(create_held_meeting(program)),
        priorities=[(title, "Heard in every group.") for title in titles[:count]],
        by=by or co_chair(program, Side.LABOR),
        now=timezone.now(),
    )
    return list(program.priorities.filter(school_year=this_year()))


def line_of(priority, **fields):
    """The fields of one line of the plan, whose owners are the co-chairs."""
    chairs = {seat.side: seat for seat in priority.program.seats.co_chairs()}
    return {
        "priority": priority,
        "goal": "More rest",
        "activity": "A quiet room",
        "labor_owner": chairs[Side.LABOR],
        "management_owner": chairs[Side.MANAGEMENT],
        "budget": Decimal("100.00"),
        "spent": Decimal("0.00"),
        "due_on": date(this_year() + 1, 5, 1),
        "measure": "Rooms opened: 3",
        "progress": "planned",
    } | fields


def plan_action(priority, **fields):
    program = priority.program
    return add_action(
        program=program, by=co_chair(program, Side.LABOR), now=timezone.now(), **line_of(priority, **fields)
    )


def change_line(action, **fields):
    """Labor's co-chair changes a line of the plan as it stands now."""
    action.refresh_from_db()
    by = co_chair(action.priority.program, Side.LABOR)
    return change_action(action=action, read=mark_of_fields(action, FIELDS), by=by, now=timezone.now(), **fields)


def run_an_activity(program, **fields):
    now = timezone.now()
    defaults = {
        "kind": "movement",
        "title": "Walk",
        "description": "A walk.",
        "starts_at": now - timedelta(hours=2),
        "ends_at": now - timedelta(hours=1),
        "place": "Yard",
        "state": Activity.State.OPEN,
    }
    return Activity.objects.create(program=program, **defaults | fields)


def publish_a_report(program):
    now = timezone.now()
    return YearlyReport.objects.create(
        program=program,
        school_year=this_year(),
        state="published",
        done="Much.",
        next_year="More.",
        drafted_at=now,
        drafted_by=program.begun_by,
        published_at=now,
    )


def put_all_on_record(program):
    """Everything that the eight steps need."""
    for side in SIDES:
        answer_for(program, side)
    count_a_survey(program)
    for priority in adopt(program):
        plan_action(priority)
    run_an_activity(program)
    publish_a_report(program)


def say(program, number, side, *, now=None, by=None):
    return say_done(
        program=program,
        school_year=this_year(),
        number=number,
        by=by or co_chair(program, side),
        now=now or timezone.now(),
    )


def walk_to_the_end(program):
    put_all_on_record(program)
    for number in Step.Number.values:
        for side in SIDES:
            say(program, number, side)
