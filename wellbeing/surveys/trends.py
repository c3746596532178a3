"""How answers change from wave to wave: of everyone, or of each group that two waves show."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from wellbeing.models import ResultGroup, Survey

from .bank import SCALE, questions
from .cuts import DIMENSIONS, Dimension, Names
from .findings import hoped_of, named

MOST_WAVES = 8
# What is less may well be chance, or other people who answered.
A_CHANGE = 5
# A line is drawn in 340 × 150, its points between these edges.
LEFT, RIGHT, TOP, BOTTOM = 30, 310, 24, 115


@dataclass(frozen=True)
class Step:
    """One wave: the percentage that answered as one hopes for, and by how many points that is more than before.

    Both are None where it is hidden or was not asked.
    """

    hoped: int | None
    people: int | None
    more: int | None

    @property
    def way(self):
        if self.more is None:
            return ""
        return "up" if self.more >= A_CHANGE else "down" if self.more <= -A_CHANGE else "same"

    @property
    def points(self):
        return abs(self.more or 0)


@dataclass(frozen=True)
class Row:
    """One question, or one group: [(wave, Step)], and the line through those that are shown."""

    name: str
    by_wave: list
    path: str
    dots: list


class Trends:
    """The newest waves of a program that showed anybody, the oldest first; `by` one of DIMENSIONS or nothing."""

    def __init__(self, program, *, by="", question=""):
        self.program, self.by = program, by if by in DIMENSIONS else ""
        everyone = ResultGroup.objects.filter(
            survey__program=program,
            survey__state=Survey.State.CLOSED,
            first_dimension="",
            second_dimension="",
            people__isnull=False,
        )
        newest = everyone.select_related("survey").order_by("-survey__closes_at", "-survey")[:MOST_WAVES]
        self._everyone = {group.survey_id: group for group in reversed(newest)}
        self.waves = [group.survey for group in self._everyone.values()]
        asked = {key for wave in self.waves for key in wave.questions}
        self.questions = [each for each in questions().values() if each.kind == SCALE and each.key in asked]
        chosen = [each for each in self.questions if each.key == question]
        # Groups are compared in one question at a time.
        self.question = chosen[0] if chosen else self.questions[0] if self.by and self.questions else None

    @cached_property
    def rows(self):
        if not self.by:
            chosen = [self.question] if self.question else self.questions
            return [self._row(each, named(each, "en"), list(self._everyone.values())) for each in chosen]
        if not self.question:
            return []
        for wave in self.waves:
            wave.program = self.program
        found = ResultGroup.objects.filter(
            survey__in=self.waves, first_dimension=self.by, second_dimension="", people__isnull=False
        )
        groups = {(group.survey_id, group.first_value): group for group in found}
        rows = [self._row(self.question, _("Everyone"), list(self._everyone.values()))]
        for value, name in Names(self.waves[-1]).values(self.by):
            rows.append(self._row(self.question, name, [groups.get((wave.pk, value)) for wave in self.waves]))
        return [row for row in rows if any(step.hoped is not None for _wave, step in row.by_wave)]

    def choices(self):
        return {
            "by": [(name, Dimension(name).label) for name in DIMENSIONS],
            "questions": [(each.key, each.text("en")) for each in self.questions],
        }

    def _row(self, question, name, groups):
        steps, before = [], None
        for group in groups:
            hoped = hoped_of(question, group.counts) if group else None
            more = hoped - before if None not in (hoped, before) else None
            steps.append(Step(hoped, group.people if group else None, more))
            before = hoped if hoped is not None else before
        dots = _dots(steps)
        return Row(
            name,
            list(zip(self.waves, steps, strict=True)),
            " ".join(f"{x},{y}" for x, y, _hoped in dots) if len(dots) > 1 else "",
            dots,
        )


def _dots(steps):
    wide = (RIGHT - LEFT) / max(1, len(steps) - 1)
    return [
        (round(LEFT + place * wide), round(BOTTOM - step.hoped / 100 * (BOTTOM - TOP)), step.hoped)
        for place, step in enumerate(steps)
        if step.hoped is not None
    ]
