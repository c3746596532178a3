"""How far a plan's measures have come: in numbers, in words and drawn."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from convenings.wording import written
from lmi_portal.spreadsheets import Sheet

from .drawing import Bar, Line, bar_of, line_of
from .figures import DRAWN_FROM, count_figures
from .models import Measure


@dataclass(frozen=True)
class MeasureRow:
    """A measure as its page shows it: numbers as text, "" where none is on record.

    `points` are [(when, number, source)]; `line` is drawn where there are two or more of them.
    """

    measure: Measure
    baseline: str
    target: str
    actual: str
    value: Decimal | None
    as_of: str
    source: str
    words: str
    is_reached: bool
    bar: Bar | None
    points: list
    line: Line | None


def goals_of(plan, *, today):
    """[(goal, [(objective, [MeasureRow])])] of a plan that was fetched `with_measures()`."""
    goals = [(goal, [(one, list(one.measures.all())) for one in goal.objectives.all()]) for goal in plan.goals.all()]
    measures = [measure for _goal, objectives in goals for _one, own in objectives for measure in own]
    figures = {measure.figure for measure in measures if measure.figure}
    counted = count_figures(figures, first=plan.starts_on, last=plan.ends_on, today=today)
    until = min(plan.ends_on, today)
    return [
        (goal, [(one, [_row(measure, counted, until=until) for measure in own]) for one, own in objectives])
        for goal, objectives in goals
    ]


def measure_sheet(plan, goals):
    """A plan's measures as a file; `goals` are those of `goals_of`."""
    return Sheet(
        name=f"lmi-plan-{plan.slug}",
        headings=[
            *[_("Goal"), _("Objective"), _("Measure"), _("Unit"), _("Baseline"), _("Target"), _("Where they stand")],
            *[_("Actual"), _("As of"), _("Drawn from"), _("Progress"), _("By year")],
        ],
        rows=(
            [
                *[goal.title, objective.title, row.measure.name, row.measure.unit],
                *[row.measure.baseline, row.measure.target, row.measure.source],
                *[row.value, row.as_of, row.source, row.words],
                "; ".join(f"{when}: {number}" for when, number, _source in row.points),
            ]
            for goal, objectives in goals
            for objective, rows in objectives
            for row in rows
        ),
    )


def progress_in_words(actual, target, baseline):
    """“45 percent of the target, 22 to go”, and whether the target is reached."""
    if target is None:
        return _("No target is on record."), False
    if actual is None:
        return _("Nothing is on record yet."), False
    is_rising = baseline is None or target >= baseline
    if (actual >= target) if is_rising else (actual <= target):
        return (_("Target reached.") if actual == target else _("Target passed.")), True
    start = baseline or Decimal(0)
    share = (actual - start) / (target - start) * 100 if target != start else -1
    if share < 0:
        return _("Farther from the target than at the baseline."), False
    facts = {"percent": int(share), "left": number(abs(target - actual))}
    if baseline is None:
        return _("%(percent)s percent of the target; %(left)s to go.") % facts, False
    if actual == baseline:
        return _("Where the baseline was; %(left)s to go.") % facts, False
    return _("%(percent)s percent of the way from the baseline to the target; %(left)s to go.") % facts, False


def number(value):
    """“1,200”, “87.5”, "" for None."""
    if value is None:
        return ""
    return f"{value:,.0f}" if value == value.to_integral_value() else f"{value.normalize():,f}"


def _row(measure, counted, *, until):
    if measure.figure:
        found = counted[measure.figure]
        value, source = found.value, str(DRAWN_FROM[measure.figure])
        points = [(str(year), each, "") for year, each in found.by_year]
        as_of = written(until, "N j, Y") if value is not None else ""
    else:
        entered = list(measure.values.all())
        value, source = (entered[-1].value, entered[-1].source) if entered else (None, "")
        points = _dated(entered)
        as_of = written(entered[-1].measured_on, "N j, Y") if entered else ""
    words, is_reached = progress_in_words(value, measure.target, measure.baseline)
    return MeasureRow(
        measure=measure,
        baseline=number(measure.baseline),
        target=number(measure.target),
        actual=number(value),
        value=value,
        as_of=as_of,
        source=source,
        words=words,
        is_reached=is_reached,
        bar=bar_of(value, target=measure.target, baseline=measure.baseline),
        points=[(when, number(each), origin) for when, each, origin in points],
        line=line_of([(when, each, number(each)) for when, each, _origin in points], target=measure.target),
    )


def _dated(entered):
    """By year where each year has one value, else by day."""
    years = [one.measured_on.year for one in entered]
    form = "Y" if len(set(years)) == len(years) else "N j, Y"
    return [(written(one.measured_on, form), one.value, one.source) for one in entered]
