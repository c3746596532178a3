"""Strategic plans: what is on record of 2018–2020, and an example that runs today."""

import json
from datetime import date
from pathlib import Path

from .models import Goal, Measure, MeasureValue, Objective, Plan

FACTS = Path(__file__).parent / "facts"


def load_plans(*, today):
    """Add the plans that are missing, published; one that is on file is left as staff have it.

    The example runs from the beginning of this year on, and its title says so.
    """
    known = set(Plan.objects.values_list("slug", flat=True))
    for facts in json.loads((FACTS / "plans.json").read_text(encoding="utf-8")):
        if facts["slug"] not in known:
            _add(facts, today=today)


def _add(facts, *, today):
    goals, years = facts.pop("goals"), facts.pop("years", 0)
    if years:
        last = today.year + years - 1
        facts |= {"starts_on": date(today.year, 1, 1), "ends_on": date(last, 12, 31)}
        facts["title"] = f"{facts['title']} {today.year}–{last}"
    plan = Plan.objects.create(is_published=True, **facts)
    for position, goal in enumerate(goals, start=1):
        objectives = goal.pop("objectives")
        _add_objectives(Goal.objects.create(plan=plan, position=position, **goal), objectives)


def _add_objectives(goal, objectives):
    for position, objective in enumerate(objectives, start=1):
        measures = objective.pop("measures")
        row = Objective.objects.create(goal=goal, position=position, **objective)
        for place, measure in enumerate(measures, start=1):
            values = measure.pop("values", [])
            added = Measure.objects.create(objective=row, position=place, **measure)
            MeasureValue.objects.bulk_create(MeasureValue(measure=added, **value) for value in values)
