"""A stretch of the outline brought onto paper 1,000 wide, with the scale that it has there."""

from dataclasses import dataclass
from math import sqrt

WIDTH = 1_000
METERS_PER_MILE = 1_609.344
# A county as wide as a ribbon or as high as a tower would leave nothing of the page.
NARROWEST, WIDEST = 1, 1.7
MILES = [200, 100, 50, 20, 10, 5, 2, 1]
LONGEST_BAR = 260
SAMPLE_WIDTH = 135
# Where the largest district has few students, its mark is not blown up.
STEEPEST = 0.16


@dataclass(frozen=True)
class Frame:
    """`x`, `y` are the outline's units in its upper left corner, `scale` what one of them measures on paper."""

    x: float
    y: float
    scale: float
    height: int
    width: int = WIDTH

    @classmethod
    def around(cls, box, *, margin, narrowest=NARROWEST, least=0):
        """Around `box` ([x, y, width, height]) with `margin`, a share of its longer side, on all sides.

        It is no narrower than `least`, and by its shape neither than `narrowest` nor wider than WIDEST.
        """
        x, y, width, height = box
        air = max(width, height) * margin
        across, down = width + 2 * air, height + 2 * air
        wider = max(across, down * narrowest, least)
        higher = max(down, wider / WIDEST)
        scale = WIDTH / wider
        left, top = x + width / 2 - wider / 2, y + height / 2 - higher / 2
        return cls(x=round(left), y=round(top), scale=scale, height=round(higher * scale))

    @property
    def transform(self):
        """In SVG's words, for what is drawn in the outline's units."""
        return f"scale({self.scale:.5f}) translate({-self.x} {-self.y})"

    def at(self, x, y):
        return round((x - self.x) * self.scale, 1), round((y - self.y) * self.scale, 1)

    def shows(self, box):
        """Whether any of `box` lies within."""
        x, y, width, height = box
        across, down = self.width / self.scale, self.height / self.scale
        return self.x < x + width and x < self.x + across and self.y < y + height and y < self.y + down


@dataclass(frozen=True)
class ScaleBar:
    miles: int
    length: int

    @classmethod
    def fitting(cls, frame, *, meters_per_unit):
        """The longest round number of miles that is no more than a quarter of the paper."""
        mile = METERS_PER_MILE / meters_per_unit * frame.scale
        miles = next((miles for miles in MILES if miles * mile <= LONGEST_BAR), MILES[-1])
        return cls(miles=miles, length=round(miles * mile))


@dataclass(frozen=True)
class Sizes:
    """How an area stands for students: `per_root` is the radius for one student, which grows by the root of them.

    No mark has a radius below `smallest`, or it could not be seen.
    """

    per_root: float
    smallest: float

    @classmethod
    def reaching(cls, radius, *, at, smallest):
        """Those where a district of `at` students has the `radius`, and no other is drawn larger for its size."""
        return cls(per_root=min(radius / sqrt(max(at, 1)), STEEPEST), smallest=smallest)

    def radius(self, enrollment):
        return round(max(self.per_root * sqrt(enrollment or 0), self.smallest), 1)

    def samples(self, enrollments):
        """[(students, radius, x)] for the legend, side by side."""
        return [
            (enrollment, self.radius(enrollment), number * SAMPLE_WIDTH)
            for number, enrollment in enumerate(enrollments)
        ]

    @property
    def smallest_students(self):
        """So many students or fewer all have the smallest mark, to two digits."""
        return int(float(f"{(self.smallest / self.per_root) ** 2:.1e}"))
