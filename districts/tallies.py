"""What a map's table says in numbers, county by county."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .marks import look_of
from .models import District, Evidence


@dataclass
class Tally:
    """The districts of one county, or of all; the county office is counted among them."""

    code: str = ""
    name: str = ""
    district_count: int = 0
    student_count: int = 0
    on_record: list = field(default_factory=list)
    inferred: list = field(default_factory=list)
    without_place_count: int = 0

    def add(self, row):
        self.district_count += 1
        self.student_count += row.enrollment or 0
        self.without_place_count += row.latitude is None
        look = look_of(row.participation)
        if look != "none":
            (self.on_record if look == "record" else self.inferred).append(row)

    def participants(self):
        """[(row, how strongly its part is evidenced, where that is not for certain)]"""
        return [(row, _note(row)) for row in [*self.on_record, *self.inferred]]

    def sentence(self):
        """“81 districts, 5 with a part on record”; what is inferred is told apart."""
        parts = [
            ngettext("%(count)s district", "%(count)s districts", self.district_count) % {"count": self.district_count},
            _("%(count)s with a part on record") % {"count": len(self.on_record)},
        ]
        if self.inferred:
            parts.append(_("%(count)s inferred") % {"count": len(self.inferred)})
        return ", ".join(parts)


def tally_by_county(rows, *, counties):
    """[Tally] of each of `counties` ([(code, name)]), also where nothing counts, and the Tally of all."""
    tallies = {code: Tally(code=code, name=name) for code, name in counties}
    whole = Tally()
    for row in rows:
        tallies[row.county_id].add(row)
        whole.add(row)
    return list(tallies.values()), whole


def listed(rows):
    """[(row, its kind in words)]"""
    return [(row, District.Kind(row.kind).label) for row in rows]


def _note(row):
    is_certain = row.participation == Evidence.Strength.CERTAIN
    return "" if is_certain else Evidence.Strength(row.participation).label.lower()
