"""The results of one survey as its page shows them: read from its groups alone, whatever number answered."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.utils.translation import gettext as _

from districts.models import BargainingUnit, Side

from .bank import CHOICES, COMMENT, SCALE, asked, in_language, topics
from .cuts import CALLED, DIMENSIONS, EVERYONE, PAIRS, Dimension, Names, as_pair
from .findings import finding_of, hoped_and_answered, hoped_of, in_order, named, per_cent

Kind = BargainingUnit.Kind
CERTIFICATED = {Kind.CERTIFICATED, Kind.CERTIFICATED_SUPERVISORY}
CLASSIFIED = {Kind.CLASSIFIED, Kind.CLASSIFIED_SUPERVISORY}
WIDEST = 5


@dataclass(frozen=True)
class Headline:
    """One topic: the percentage that answered as one hopes for, over its scales, the best of them and the lowest."""

    topic: str
    hoped: int
    best: tuple
    lowest: tuple


@dataclass(frozen=True)
class Gap:
    """How far two groups are apart: `rows` [(question, of the one, of the other, points)], the widest first."""

    one: str
    other: str
    rows: list


@dataclass(frozen=True)
class Answered:
    """One question of the page: its options' names in their order, and the Finding of each group, everyone first."""

    key: str
    kind: str
    good: str
    text: str
    labels: list
    findings: list

    @property
    def columns(self):
        """How many columns the table has for one group."""
        return len(self.labels) + 2

    @property
    def is_several(self):
        return self.kind == CHOICES

    @property
    def is_scale(self):
        return self.kind == SCALE


class Results:
    """A counted survey, cut `by` a dimension and `within` another, each one of DIMENSIONS or nothing.

    `what` narrows it to a topic or a question; wide cuts are always narrowed. `language` is of questions and options.
    """

    def __init__(self, survey, *, by="", within="", what="", language=None):
        self.survey, self.language = survey, language
        self.by = by if by in DIMENSIONS else ""
        self.pair = as_pair(self.by, within) if self.by and within in DIMENSIONS and within != self.by else None
        self.within = within if self.pair else ""
        self.names = Names(survey)
        self.asked = [question for question in asked(survey) if question.kind != COMMENT]
        self.what = self._narrowed(what)
        self._groups = {
            (row.first_dimension, row.first_value, row.second_dimension, row.second_value): row
            for row in survey.groups.filter(self._wanted())
        }

    def _wanted(self):
        wanted = Q(first_dimension__in=["", Dimension.SIDE, Dimension.UNIT, self.by], second_dimension="")
        if self.pair:
            wanted |= Q(first_dimension=self.pair[0], second_dimension=self.pair[1])
        return wanted

    def _narrowed(self, what):
        keys = {question.key for question in self.asked}
        allowed = keys if self.pair else keys | {question.topic for question in self.asked}
        if what in allowed or not self.by or not self.asked:
            return what if what in allowed else ""
        return self.asked[0].key if self.pair else self.asked[0].topic

    @cached_property
    def everyone(self):
        """The group of all who answered; None as long as there are fewer than ten of them."""
        group = self._groups.get(("", "", "", ""))
        return group if group and group.people else None

    def headlines(self):
        found = []
        for topic, words in topics().items():
            scales = [each for each in self.asked if each.topic == topic and each.kind == SCALE]
            shares = [(hoped_of(each, self.everyone.counts), each) for each in scales]
            shares = sorted((share, named(each, self.language)) for share, each in shares if share is not None)
            if shares:
                sums = [hoped_and_answered(each, self.everyone.counts) for each in scales]
                hoped = per_cent(sum(part for part, _whole in sums), sum(whole for _part, whole in sums))
                found.append(Headline(in_language(words, self.language), hoped, shares[-1], shares[0]))
        return found

    def gaps(self):
        """Between the sides, and between certificated and classified units, where both are shown."""
        sides = [self._one(Dimension.SIDE, side.value) for side in (Side.LABOR, Side.MANAGEMENT)]
        kinds = {str(unit.pk): unit.kind for unit in self.survey.program.district.units.all()}
        units = [
            [self._one(Dimension.UNIT, key) for key in kinds if kinds[key] in some]
            for some in (CERTIFICATED, CLASSIFIED)
        ]
        found = [
            self._gap(_("Labor"), [sides[0]], _("Management"), [sides[1]]),
            self._gap(_("Certificated units"), units[0], _("Classified units"), units[1]),
        ]
        return [gap for gap in found if gap]

    def _gap(self, one, ones, other, others):
        ones, others = ([group for group in groups if group and group.people] for groups in (ones, others))
        if not ones or not others:
            return None
        rows = []
        for question in self.asked:
            shares = [_hoped_together(question, groups) for groups in (ones, others)]
            if None not in shares:
                rows.append((named(question, self.language), *shares, abs(shares[0] - shares[1])))
        return Gap(one, other, sorted(rows, key=lambda row: -row[3])[:WIDEST])

    def questions(self):
        """The Answered of what was chosen."""
        chosen = [each for each in self.asked if not self.what or self.what in (each.key, each.topic)]
        return [self._answered(each) for each in chosen]

    def _answered(self, question):
        options = question.options(self.language)
        labels = [options[option] for option in in_order(question)]
        findings = list(self.findings(question))
        return Answered(question.key, question.kind, question.good, question.text(self.language), labels, findings)

    def findings(self, question):
        found = [finding_of(question, self.everyone, name=EVERYONE, language=self.language)]
        if self.pair:
            return [*found, *self._crossed(question)]
        if self.by:
            found += [
                finding_of(question, self._one(self.by, value), name=name, language=self.language)
                for value, name in self.names.values(self.by)
            ]
        return found

    def _crossed(self, question):
        for value, name in self.names.values(self.by):
            for other, other_name in self.names.values(self.within):
                values = {self.by: value, self.within: other}
                key = (self.pair[0], values[self.pair[0]], self.pair[1], values[self.pair[1]])
                group = self._groups.get(key)
                # Of two dimensions there are too many to list what is hidden one by one.
                if group:
                    yield finding_of(question, group, name=f"{name} · {other_name}", language=self.language)

    def hidden(self):
        """How many groups of the cut are not shown, those among them in which nobody is."""
        if not self.by:
            return 0
        cuts = [self.by, self.within] if self.pair else [self.by]
        offered = 1
        for dimension in cuts:
            offered *= len(self.names.values(dimension))
        shown = [
            group
            for group in self._groups.values()
            if group.people and (group.first_dimension, group.second_dimension) == (self.pair or (self.by, ""))
        ]
        return offered - len(shown)

    def choices(self):
        """What the page's lists offer: dimensions, second dimensions, and topics or questions."""
        seconds = [name for pair in PAIRS if self.by in pair for name in pair if name != self.by]
        return {
            "by": [(name, Dimension(name).label) for name in DIMENSIONS],
            "by_in_short": list(CALLED.items()),
            "within": [(name, Dimension(name).label) for name in seconds],
            "topics": [] if self.pair else self._topics(),
            "questions": [(each.key, each.text(self.language)) for each in self.asked],
        }

    def _topics(self):
        here = {each.topic for each in self.asked}
        return [(key, in_language(words, self.language)) for key, words in topics().items() if key in here]

    def _one(self, dimension, value):
        return self._groups.get((dimension, value, "", ""))


def _hoped_together(question, groups):
    if question.kind != SCALE:
        return None
    sums = [hoped_and_answered(question, group.counts) for group in groups]
    whole = sum(answered for _hoped, answered in sums)
    return per_cent(sum(hoped for hoped, _answered in sums), whole) if whole else None
