"""A district as a mark on a map: its form says what it is, its area how many students it has."""

from dataclasses import dataclass
from math import cos, pi, radians, sin, sqrt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import District, Evidence
from .sorting import BY_NAME

FIELDS = ["cd_code", "name", "kind", "city", "county_id", "enrollment", "latitude", "longitude", "participation"]

# Of one area with a circle of radius 1.
HALF_SIDE, HALF_DIAGONAL = sqrt(pi) / 2, sqrt(pi / 2)
# Square and diamond in one: where their edges cross, as a share of the way to a corner.
NOTCH = cos(pi / 4) / cos(pi / 8)


def rows_of(districts):
    """What maps and their tables tell of `districts`, as named tuples; one query."""
    return list(districts.with_participation().order_by(*BY_NAME).values_list(*FIELDS, named=True))


def look_of(participation):
    """“record” (certain or likely), “inferred” or “none”: how a part in the initiative is evidenced."""
    if participation is None:
        return "none"
    return "inferred" if participation == Evidence.Strength.INFERRED else "record"


@dataclass(frozen=True)
class Mark:
    """One district at (x, y), its area that of a circle of `radius`; `row` is one of `rows_of`."""

    row: tuple
    x: float
    y: float
    radius: float

    @property
    def is_office(self):
        return self.row.kind == District.Kind.COUNTY_OFFICE

    @property
    def look(self):
        return look_of(self.row.participation)

    @property
    def path(self):
        """In SVG's words: a circle, a square for a county office, a diamond for a part in the initiative, or both."""
        if self.look == "none":
            return self.square() if self.is_office else self.circle()
        return self.star() if self.is_office else self.diamond()

    @property
    def label(self):
        """“Alhambra Unified: 16,531 students, part on record”"""
        facts = ", ".join(self._facts())
        return _("%(district)s: %(facts)s") % {"district": self.row.name, "facts": facts} if facts else self.row.name

    def _facts(self):
        count = self.row.enrollment
        if count is not None:
            yield ngettext("%(count)s student", "%(count)s students", count) % {"count": f"{count:,}"}
        if self.look == "inferred":
            yield _("part inferred")
        elif self.look == "record":
            yield _("part likely") if self.row.participation == Evidence.Strength.LIKELY else _("part on record")

    def dot(self):
        """A round pen put down and lifted: as wide as the line, and the shortest way to write a circle."""
        return f"M{self.x} {self.y}h0"

    def circle(self):
        return f"M{self.x - self.radius:g} {self.y}a{self.radius} {self.radius} 0 1 1 0 .01z"

    def square(self):
        half = round(self.radius * HALF_SIDE, 1)
        return f"M{self.x - half:g} {self.y - half:g}h{2 * half:g}v{2 * half:g}h{-2 * half:g}z"

    def diamond(self):
        half = f"{self.radius * HALF_DIAGONAL:.1f}"
        return f"M{self.x} {self.y}m0-{half}l{half} {half}-{half} {half}-{half}-{half}z"

    def star(self):
        corner = self.radius * HALF_DIAGONAL
        around = [(radians(22.5 * step), corner * (NOTCH if step % 2 else 1)) for step in range(16)]
        return f"M{' '.join(f'{self.x + out * sin(way):.1f} {self.y - out * cos(way):.1f}' for way, out in around)}z"


def in_drawing_order(marks):
    """Those that take part on top; among them as among the others county offices, then small over large."""
    return sorted(marks, key=lambda mark: (mark.look != "none", mark.is_office, -mark.radius, mark.look))
