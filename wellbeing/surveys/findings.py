"""What a group said to each question, as pages, files and reports show it."""

from dataclasses import dataclass

from lmi_portal.family_language import for_families

from .bank import SCALE
from .counting import NOT_ANSWERED

# From the end of the scale that one hopes for to the other.
AGREEING = ["strongly_agree", "agree", "neither", "disagree", "strongly_disagree"]
LOOKS = ["hoped-2", "hoped-1", "middle", "feared-1", "feared-2"]
WIDTH = 1000
THOSE_WHO_DISAGREE = for_families("%(statement)s (those who disagree)")


@dataclass(frozen=True)
class Part:
    """One option: how many chose it, out of how many, and where it lies on a bar of WIDTH."""

    name: str
    look: str
    people: int
    per_cent: int
    start: int
    width: int


@dataclass(frozen=True)
class Finding:
    """What one group said to one question; `parts` is empty where the group is hidden.

    `hoped` is the percentage of those who answered as one hopes for, of scales alone.
    """

    name: str
    people: int | None
    answered: int
    left_out: int
    parts: list
    hoped: int | None

    @property
    def is_hidden(self):
        return self.people is None


def finding_of(question, group, *, name, language=None):
    """The Finding of a ResultGroup, or of None where there is no such group to show."""
    if group is None or group.people is None:
        return Finding(name, None, 0, 0, [], None)
    counts = group.counts.get(question.key, {})
    left_out = counts.get(NOT_ANSWERED, 0)
    answered = group.people - left_out
    labels = question.options(language)
    options = in_order(question)
    parts, before = [], 0
    for option in options:
        people = counts.get(option, 0)
        start = _width(before, answered)
        look = LOOKS[options.index(option)] if question.kind == SCALE else "chosen"
        share = per_cent(people, answered)
        parts.append(Part(labels[option], look, people, share, start, _width(before + people, answered) - start))
        # A scale is one bar, of other questions each option has its own.
        before += people if question.kind == SCALE else 0
    return Finding(name, group.people, answered, left_out, parts, hoped_of(question, group.counts))


def named(question, language=None):
    """The question beside its percentage; where one hopes that people disagree, it says whom the percentage counts."""
    text = question.text(language)
    return THOSE_WHO_DISAGREE % {"statement": text} if question.good == "disagree" else text


def in_order(question):
    """A scale's options from the hoped-for end, other options as they are asked."""
    if question.kind != SCALE:
        return list(question.labels)
    return AGREEING if question.good == "agree" else AGREEING[::-1]


def hoped_of(question, counts):
    """The percentage of those who answered the scale as one hopes for, or None where nobody did."""
    if question.kind != SCALE:
        return None
    hoped, answered = hoped_and_answered(question, counts)
    return per_cent(hoped, answered) if answered else None


def hoped_and_answered(question, counts):
    chosen = counts.get(question.key, {})
    options = in_order(question)
    return sum(chosen.get(option, 0) for option in options[:2]), sum(chosen.get(option, 0) for option in options)


def _width(part, whole):
    return round(WIDTH * part / whole) if whole else 0


def per_cent(part, whole):
    return round(100 * part / whole) if whole else 0
