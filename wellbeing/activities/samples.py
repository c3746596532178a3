"""Sample activities, ours to give away: what happens, what to prepare, and what it usually costs."""

import json
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

from django.utils import timezone

from wellbeing.models import Activity, Shift

FILE = Path(__file__).resolve().parent.parent / "facts" / "samples.json"
# When each shift can come: before it, after it or in the middle, by the clock on the wall.
BEST_TIME = {
    Shift.EARLY: time(5, 45),
    Shift.DAY: time(15, 30),
    Shift.EVENING: time(17, 30),
    Shift.NIGHT: time(23, 0),
    Shift.SPLIT: time(10, 30),
    "": time(12, 15),
}
AHEAD = timedelta(days=14)


@dataclass(frozen=True)
class Sample:
    """`minutes` long; `cost` in dollars; `shift` is whom it suits best, empty for everybody."""

    slug: str
    kind: str
    minutes: int
    shift: str
    cost: Decimal
    title: str
    title_es: str
    description: str
    description_es: str
    prepare: tuple

    @property
    def kind_label(self):
        return Activity.Kind(self.kind).label

    @property
    def shift_label(self):
        return Shift(self.shift).label if self.shift else ""

    def span(self, *, now):
        """When a copy of it would be: two weeks ahead on a working day, at the time that suits its shift."""
        day = timezone.localdate(now) + AHEAD
        day += timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
        starts_at = timezone.make_aware(datetime.combine(day, BEST_TIME[self.shift]))
        return starts_at, starts_at + timedelta(minutes=self.minutes)


@cache
def samples():
    """All Samples, in the order of the file."""
    rows = json.loads(FILE.read_text())
    return [Sample(**row | {"cost": Decimal(row["cost"]), "prepare": tuple(row["prepare"])}) for row in rows]


def samples_like(*, kind="", shift=""):
    """Those of a kind and for a shift; what suits everybody suits each shift."""
    return [each for each in samples() if kind in ("", each.kind) and (not shift or each.shift in ("", shift))]
