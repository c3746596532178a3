from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from districts.models import Side
from wellbeing.models import (
    Action,
    Activity,
    CommitteeMeeting,
    Decision,
    Participation,
    Priority,
    ResultGroup,
    Step,
    Survey,
    YearlyReport,
)
from wellbeing.reach.freezing import freeze_reach, last_settled_month
from wellbeing.reports.figures import figures_of, public_figures
from wellbeing.school_years import school_year_at, school_year_of

from .factories import create_employee, create_program, create_survey
from .paths import run_an_activity
from .test_reports import State, create_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return create_program()


def create_year(program):
    """Meetings, a priority with actions, activities and two counted surveys in this school year."""
    now, by = timezone.now(), program.begun_by
    labor, management = (program.seats.co_chairs().get(side=side) for side in [Side.LABOR, Side.MANAGEMENT])
    hours = {"starts_at": now - timedelta(hours=2), "ends_at": now - timedelta(hours=1)}
    meeting = CommitteeMeeting.objects.create(program=program, chair_side="labor", state="held", place="Room", **hours)
    meeting.attendances.create(seat=labor)
    # One that was called off, and one to which nobody came.
    for state in ["cancelled", "held"]:
        CommitteeMeeting.objects.create(program=program, chair_side="labor", state=state, place="Room", **hours)
    decided = {"meeting": meeting, "recorded_at": now, "recorded_by": by}
    decision = Decision.objects.create(text="Yes.", way="consensus", is_adopted=True, **decided)
    Decision.objects.create(text="No.", way="vote", is_adopted=False, labor_for=1, management_against=1, **decided)
    year = school_year_at(now)
    priority = Priority.objects.create(
        program=program, school_year=year, position=1, title="Breaks", reason="Asked for.", decision=decision
    )
    owners = {"labor_owner": labor, "management_owner": management, "due_on": timezone.localdate()}
    money = [("done", "500.00", "310.55"), ("dropped", "900.00", "20.00")]
    for progress, budget, spent in money:
        Action.objects.create(
            priority=priority,
            goal="G",
            activity="A",
            measure="M",
            progress=progress,
            budget=budget,
            spent=spent,
            **owners,
        )
    for state, cost in [("open", "99.45"), ("cancelled", "50.00"), ("draft", "1.00")]:
        Activity.objects.create(
            program=program,
            kind="movement",
            title="Walk",
            description="-",
            place="Gate",
            state=state,
            cost=cost,
            **hours,
        )
    Step.objects.create(program=program, school_year=year, number=1, labor_done_at=now, management_done_at=now)
    Step.objects.create(program=program, school_year=year, number=2, labor_done_at=now)


def create_wave(program, *, people, agree, disagree=0, days_ago=1, cut=""):
    closed = timezone.now() - timedelta(days=days_ago)
    survey = create_survey(
        program,
        title=f"Wave of {people}",
        state=Survey.State.CLOSED,
        opens_at=closed - timedelta(days=14),
        closes_at=closed,
        counted_at=closed,
        answered=people,
    )
    counts = {"workload": {"agree": agree, "strongly_disagree": disagree}}
    ResultGroup.objects.create(survey=survey, people=people, counts=counts)
    ResultGroup.objects.create(
        survey=survey, first_dimension="shift", first_value="day", people=people - 10, counts={"workload": {"agree": 1}}
    )
    return survey


def test_figures_count_the_year_and_its_money_to_the_cent(program):
    create_year(program)
    now = timezone.now()

    figures = figures_of(program, school_year_at(now), now=now)

    assert {name: figures[name] for name in ["meetings", "decisions", "activities", "priorities"]} == {
        "meetings": 1,
        "decisions": 1,
        "activities": 1,
        "priorities": ["Breaks"],
    }
    assert figures["money"] == {"budget": "500.00", "spent": "330.55", "apart": "99.45", "total": "430.00"}
    assert Decimal(figures["money"]["total"]) == Decimal("430.00")
    assert [step["number"] for step in figures["steps"] if step["is_done"]] == [1]


def test_activity_over_midnight_counts_in_the_year_in_which_it_starts(program):
    starts_at = timezone.make_aware(datetime(2026, 6, 30, 23, 30))
    run_an_activity(program, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), cost=Decimal("12.50"))
    now = starts_at + timedelta(days=40)

    figures = {year: figures_of(program, year, now=now) for year in (2025, 2026)}

    assert {year: (told["activities"], told["money"]["apart"]) for year, told in figures.items()} == {
        2025: (1, "12.50"),
        2026: (0, "0.00"),
    }


def test_wave_is_of_the_pacific_day_on_which_it_was_counted(program):
    survey = create_wave(program, people=40, agree=10)
    closed = timezone.make_aware(datetime(2026, 6, 30, 23, 59))
    Survey.objects.filter(pk=survey.pk).update(
        opens_at=closed - timedelta(days=14), closes_at=closed, counted_at=closed
    )

    trends = figures_of(program, 2026, now=closed + timedelta(days=1))["trends"]

    assert [wave["closed_on"] for wave in trends["waves"]] == ["2026-06-30"]


def test_figures_of_another_year_are_apart(program):
    create_year(program)
    now = timezone.now()

    figures = figures_of(program, school_year_at(now) - 1, now=now)

    assert (figures["meetings"], figures["activities"], figures["money"]["total"]) == (0, 0, "0.00")
    assert figures["next_priorities"] == ["Breaks"]


def test_trends_are_of_everyone_who_answered_and_of_no_group(program):
    create_wave(program, people=40, agree=10, disagree=30, days_ago=60)
    create_wave(program, people=50, agree=25, disagree=25)
    now = timezone.now()

    trends = figures_of(program, school_year_at(now), now=now)["trends"]

    assert [wave["people"] for wave in trends["waves"]] == [40, 50]
    assert [(row["key"], row["shares"]) for row in trends["rows"]] == [("workload", [25, 50])]


def test_reach_is_that_of_the_last_month_that_was_counted(program):
    now = timezone.now()
    day = last_settled_month(now)
    starts_at = now - (timezone.localdate(now) - day)
    activity = Activity.objects.create(
        program=program,
        kind="movement",
        title="Walk",
        description="-",
        place="Gate",
        state="open",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
    )
    for number in range(45):
        employee = create_employee(program)
        if number < 20:
            Participation.objects.create(
                activity=activity, employee=employee, unit=employee.unit, shift=employee.shift, recorded_at=starts_at
            )
    freeze_reach(program=program, now=now)

    reach = figures_of(program, school_year_of(day), now=now)["reach"]

    assert reach["through_on"] == day.isoformat()
    assert [(row["name"], row["took"], row["eligible"]) for row in reach["rows"]] == [
        ("everyone", 20, 45),
        ("certificated", 20, 45),
        ("classified", 0, 0),
    ]


def test_public_figures_tell_of_no_employee(program):
    create_year(program)
    create_wave(program, people=40, agree=10, disagree=30)
    now = timezone.now()

    shown = public_figures(figures_of(program, school_year_at(now), now=now))

    assert shown == [
        {"number": 1, "what": "steps_done"},
        {"number": 1, "what": "meetings"},
        {"number": 1, "what": "activities"},
    ]


def test_figures_freeze_when_it_is_offered(program):
    report = create_report(program, State.OFFERED)

    create_year(program)

    assert YearlyReport.objects.get(pk=report.pk).figures["meetings"] == 0
