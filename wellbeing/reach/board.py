"""What the page of reach says of one school year."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from django.utils.translation import gettext as _

from districts.models import BargainingUnit
from wellbeing.models import Shift

from .counting import cell_of, eligible_by_cell, listed_by_cell
from .drawing import line_of, width_of
from .freezing import read, steps_in

Kind = BargainingUnit.Kind
CERTIFICATED = {Kind.CERTIFICATED, Kind.CERTIFICATED_SUPERVISORY}
CLASSIFIED = {Kind.CLASSIFIED, Kind.CLASSIFIED_SUPERVISORY}
CENT = Decimal("0.01")
TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Row:
    """A group: who may take part, who is written to, who took part and who came again; all are counts of people."""

    label: str
    eligible: int
    listed: int
    took: int
    again: int

    @property
    def rate(self):
        """Per cent of those who may, with one decimal; None where nobody is shown or the headcount is too low."""
        return per_cent(self.took, self.eligible) if self.took and self.took <= self.eligible else None

    @property
    def width(self):
        return width_of(self.took, self.eligible)


@dataclass(frozen=True)
class Gap:
    certificated: Row
    classified: Row

    @property
    def points(self):
        """Percentage points from the lower rate to the higher; None where one of them is not known."""
        if self.certificated.rate is None or self.classified.rate is None:
            return None
        return abs(self.certificated.rate - self.classified.rate)

    @property
    def is_certificated_ahead(self):
        return self.certificated.rate > self.classified.rate


class Board:
    """The newest ReachFigures `newest` of a school year, or None, and all of them, the oldest first."""

    def __init__(self, program, school_year):
        self.program, self.school_year = program, school_year
        self.months = list(program.reach_figures.filter(school_year=school_year).order_by("through_on"))
        self.newest = self.months[-1] if self.months else None
        self.units = [*program.district.units.select_related("organization"), None]
        for unit in self.units[:-1]:
            unit.district = program.district
        self.listed = read(self.newest.figures["listed"]) if self.newest else listed_by_cell(program)
        self.eligible = eligible_by_cell(program, school_year, listed=self.listed)
        self.took, self.again = steps_in(self.newest, "took"), steps_in(self.newest, "again")

    @cached_property
    def total(self):
        return self._row(_("All employees"))

    @cached_property
    def by_unit(self):
        rows = [self._row(str(unit or _("No unit")), unit=_name(unit)) for unit in self.units]
        return [row for row in rows if row.eligible or row.took]

    @cached_property
    def by_shift(self):
        return [
            row for row in (self._row(shift.label, shift=shift.value) for shift in Shift) if row.eligible or row.took
        ]

    @cached_property
    def by_both(self):
        """[(unit, [a Row of each shift])]."""
        return [
            (
                str(unit or _("No unit")),
                [self._row(shift.label, unit=_name(unit), shift=shift.value) for shift in Shift],
            )
            for unit in self.units
            if any(of_unit == _name(unit) for of_unit, _shift in self.eligible)
        ]

    @cached_property
    def unit_not_told(self):
        return self.took.shown["", ""]

    @cached_property
    def shift_not_told(self):
        return self.took.total(shift="")

    @cached_property
    def gap(self):
        return Gap(self._kinds(_("Certificated"), CERTIFICATED), self._kinds(_("Classified"), CLASSIFIED))

    @cached_property
    def cost(self):
        return Decimal(self.newest.figures["cost"]) if self.newest else Decimal(0)

    @cached_property
    def cost_per_participant(self):
        """Dollars to the cent, or None while nobody is shown."""
        return (self.cost / self.total.took).quantize(CENT, ROUND_HALF_UP) if self.total.took else None

    @cached_property
    def ratings(self):
        return sum(self.stars)

    @cached_property
    def stars(self):
        return self.newest.figures["stars"] if self.newest else [0] * 5

    @cached_property
    def mean_stars(self):
        """With one decimal, or None while fewer than ten rated."""
        points = sum(number * people for number, people in enumerate(self.stars, start=1))
        return (Decimal(points) / self.ratings).quantize(TENTH, ROUND_HALF_UP) if self.ratings else None

    @cached_property
    def star_rows(self):
        """[(stars, ratings, width of the bar)], the best first."""
        return [
            (number, self.stars[number - 1], width_of(self.stars[number - 1], self.ratings))
            for number in range(5, 0, -1)
        ]

    @cached_property
    def trend(self):
        """[(last day of the month, people up to then, visits up to then)]."""
        return [(month.through_on, steps_in(month, "took").total(), month.figures["visits"]) for month in self.months]

    @cached_property
    def line(self):
        return line_of([(f"{day:%b}", people) for day, people, _visits in self.trend])

    @cached_property
    def both_kinds(self):
        return [self.gap.certificated, self.gap.classified]

    @property
    def shift_names(self):
        return Shift.labels

    def _kinds(self, label, kinds):
        rows = [self._row("", unit=_name(unit)) for unit in self.units if unit and unit.kind in kinds]
        return Row(
            label, *(sum(getattr(row, name) for row in rows) for name in ["eligible", "listed", "took", "again"])
        )

    def _row(self, label, *, unit=None, shift=None):
        return Row(
            label,
            _sum(self.eligible, unit, shift),
            _sum(self.listed, unit, shift),
            self.took.total(unit=unit, shift=shift),
            self.again.total(unit=unit, shift=shift),
        )


def per_cent(part, whole):
    return (Decimal(100 * part) / whole).quantize(TENTH, ROUND_HALF_UP)


def _name(unit):
    return cell_of(unit and unit.pk, "")[0]


def _sum(cells, unit, shift):
    return sum(
        people for (of_unit, on_shift), people in cells.items() if unit in (None, of_unit) and shift in (None, on_shift)
    )
