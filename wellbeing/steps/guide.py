"""What the eight steps and the twelve statements of the readiness check say, in words of our own."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FACTS = Path(__file__).parents[1] / "facts"


@dataclass(frozen=True)
class Part:
    """One box of a paper to fill in, with `lines` to write on."""

    heading: str
    ask: str
    lines: int


@dataclass(frozen=True)
class Paper:
    title: str
    parts: tuple


@dataclass(frozen=True)
class StepGuide:
    """`good` is what good looks like, three to five checks; `leaves` what the step leaves behind."""

    number: int
    title: str
    why: str
    good: tuple
    leaves: str
    paper: Paper


@cache
def guide():
    """{number: StepGuide}, in order."""
    return {row["number"]: _guide_of(row) for row in json.loads((FACTS / "steps.json").read_text())}


@cache
def statements():
    """{key: statement} of the readiness check, in the order in which they are asked."""
    return {row["key"]: row["text"] for row in json.loads((FACTS / "readiness.json").read_text())}


def _guide_of(row):
    parts = tuple(Part(**part) for part in row["template"]["parts"])
    return StepGuide(
        number=row["number"],
        title=row["title"],
        why=row["why"],
        good=tuple(row["good"]),
        leaves=row["leaves"],
        paper=Paper(row["template"]["title"], parts),
    )
