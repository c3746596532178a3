"""How labor and management see the same statements, and where the marks of their chart lie."""

from dataclasses import dataclass

from districts.models import Side

from .guide import statements

# A row of the chart is 300 × 28; 1 lies at 20 and 4 at 280.
LEFT, STEP = 20, 260 / 3
WIDE_GAP = 2
SQUARE = 18


@dataclass(frozen=True)
class Compared:
    """One statement, 1 to 4 from each side; `labor_x` and `management_x` are places in the chart."""

    text: str
    labor: int
    management: int
    labor_x: int
    management_x: int

    @property
    def gap(self):
        return abs(self.labor - self.management)

    @property
    def management_left(self):
        """Where its square begins, around the place of the rating."""
        return self.management_x - SQUARE // 2

    @property
    def is_wide(self):
        return self.gap >= WIDE_GAP

    @property
    def are_both_low(self):
        return self.labor <= 2 and self.management <= 2


def comparison_of(program, school_year):
    """A Compared per statement, the widest gaps first and then the lowest; both sides must have answered."""
    rated = program.readiness.filter(school_year=school_year).values_list("side", "statement", "rating")
    ratings = {(side, statement): rating for side, statement, rating in rated}
    rows = [
        _compared(text, ratings[Side.LABOR, key], ratings[Side.MANAGEMENT, key]) for key, text in statements().items()
    ]
    return sorted(rows, key=lambda row: (-row.gap, row.labor + row.management))


def _compared(text, labor, management):
    return Compared(text, labor, management, _place(labor), _place(management))


def _place(rating):
    return round(LEFT + (rating - 1) * STEP)
