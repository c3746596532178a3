"""What a visitor asks of the calendar by its address; what makes no sense is left out, and said so."""

import re
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from .models import Convening

MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])", re.ASCII)
WHEN = {"past": True, "upcoming": False}
VIEWS = {"month": True, "list": False}
REGIONS = {str(number): number for number in range(1, 12)}
KINDS = {kind: kind for kind in Convening.Kind.values}


@dataclass(frozen=True)
class CalendarQuery:
    """`region` is 1–11 or None, `month` the first day of one or None, `left_out` sentences for the visitor."""

    is_past: bool = False
    is_month_view: bool = False
    region: int | None = None
    kind: str = ""
    month: date | None = None
    left_out: list = field(default_factory=list)

    def narrow(self, convenings):
        """Those of `convenings` that lie in the region, of the kind and, at least in part, in the month."""
        if self.region:
            convenings = convenings.filter(region=self.region)
        if self.kind:
            convenings = convenings.filter(kind=self.kind)
        if self.month:
            convenings = convenings.filter(Q(starts_on__lt=next_month(self.month)) & Q(ends_on__gte=self.month))
        return convenings

    def is_narrowed(self):
        return bool(self.region or self.kind or self.month)

    def link(self, **changes):
        """The address of the calendar asked for like this, but for `changes`."""
        asked = replace(self, **changes)
        parts = {
            "view": "month" if asked.is_month_view else "",
            "when": "past" if asked.is_past else "",
            "region": asked.region or "",
            "kind": asked.kind,
            "month": f"{asked.month:%Y-%m}" if asked.month else "",
        }
        query = urlencode({name: value for name, value in parts.items() if value})
        return reverse("convenings:list") + (f"?{query}" if query else "")


def read_calendar_query(asked):
    """A CalendarQuery from the address's parameters, whatever they are."""
    left_out = []

    def read(name, meaning_of, sentence):
        value = asked.get(name, "").strip()
        meaning = meaning_of(value)
        if value and meaning is None:
            left_out.append(sentence % {"value": value[:40]})
        return meaning

    return CalendarQuery(
        is_past=bool(read("when", WHEN.get, _("“%(value)s” is neither upcoming nor past."))),
        is_month_view=bool(read("view", VIEWS.get, _("There is no view named “%(value)s”."))),
        region=read("region", REGIONS.get, _("There is no region “%(value)s”: they are numbered 1 to 11.")),
        kind=read("kind", KINDS.get, _("There is no kind “%(value)s”.")) or "",
        month=read("month", _first_day, _("“%(value)s” is not a month, such as 2027-02.")),
        left_out=left_out,
    )


def _first_day(text):
    """The first day of a month of this century, or None."""
    found = MONTH.fullmatch(text)
    return date(int(found[1]), int(found[2]), 1) if found else None


def next_month(first):
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def previous_month(first):
    return date(first.year - (first.month == 1), (first.month - 2) % 12 + 1, 1)
