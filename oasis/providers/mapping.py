"""A map of services around a school, drawn by the server: marks by their numbers in the list, rings of miles, a scale.

All is told in SVG's words, in units of a drawing 1,000 wide. It covers a city, not a state: a degree of longitude is
taken to be as long everywhere on it as in its middle.
"""

from dataclasses import dataclass
from math import ceil, cos, hypot, radians

from .distances import MILES_PER_DEGREE

WIDTH = 1_000
MARGIN = 70
# On a phone a unit is a third of a pixel: a mark is as wide as a finger's tip at the least that may be asked (24 px).
RADIUS = 38
LEAST_MILES = 1.2
LOWEST = 600
RINGS = [50, 25, 10, 5, 2, 1]


@dataclass(frozen=True)
class Mark:
    """One or more services at a spot: `numbers` and `titles` in the list's order, `label` for the mark itself."""

    x: float
    y: float
    label: str
    numbers: list
    titles: list
    link: str


@dataclass(frozen=True)
class Ring:
    radius: float
    miles: int


@dataclass(frozen=True)
class Drawing:
    """`origin` is (x, y) of the school, None where none was asked; `rings` are around it; `bar` is one laid flat."""

    height: int
    origin: tuple | None
    marks: list
    rings: list
    bar: Ring
    width: int = WIDTH


def draw_services(spots, *, origin=None):
    """The Drawing of `spots`, [(number, title, link, (latitude, longitude))]; None where there is nothing to draw.

    `origin` is (latitude, longitude) of the school, which stands in the middle.
    """
    if not spots:
        return None
    middle = origin or _middle_of([at for *_named, at in spots])
    miles = [(number, title, link, _in_miles(at, middle)) for number, title, link, at in spots]
    across = max(LEAST_MILES, *(abs(x) for *_named, (x, _y) in miles))
    down = max(LEAST_MILES, *(abs(y) for *_named, (_x, y) in miles))
    scale = (WIDTH / 2 - MARGIN) / max(across, down / 1.2)
    height = max(LOWEST, ceil(2 * (down * scale + MARGIN)))
    placed = [(*named, (x * scale, y * scale)) for *named, (x, y) in miles]
    if origin:
        placed = [(*named, _beside_the_school(x, y)) for *named, (x, y) in placed]
    rings = [Ring(ring * scale, ring) for ring in RINGS if ring * scale <= max(WIDTH, height) / 2]
    return Drawing(
        height=height,
        origin=(WIDTH / 2, height / 2) if origin else None,
        marks=_marks(placed, middle=(WIDTH / 2, height / 2)),
        rings=rings[:2] if origin else [],
        bar=next((ring for ring in rings if ring.radius <= WIDTH / 4), rings[-1]),
    )


def _middle_of(points):
    """Of the box around them."""
    lats, lons = zip(*points, strict=True)
    return (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2


def _in_miles(at, middle):
    """East and south of the middle."""
    lat, lon = middle
    return (at[1] - lon) * MILES_PER_DEGREE * cos(radians(lat)), (lat - at[0]) * MILES_PER_DEGREE


def _beside_the_school(x, y):
    """What would hide the school is moved off it, the way it lies."""
    away = hypot(x, y)
    if away >= 2 * RADIUS:
        return x, y
    return (x / away * 2 * RADIUS, y / away * 2 * RADIUS) if away else (0, -2 * RADIUS)


def _marks(placed, *, middle):
    """One for each spot; those that would hide one another share one, which leads to the first of them in the list."""
    heaps = []
    for number, title, link, (x, y) in placed:
        heap = next((one for one in heaps if hypot(one[0] - x, one[1] - y) < 2 * RADIUS), None)
        if heap is None:
            heaps.append((x, y, [number], [title], link))
        else:
            heap[2].append(number)
            heap[3].append(title)
    return [
        Mark(
            x=round(middle[0] + x, 1),
            y=round(middle[1] + y, 1),
            label=str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}+",
            numbers=numbers,
            titles=titles,
            link=link if len(numbers) == 1 else f"#service-{numbers[0]}",
        )
        for x, y, numbers, titles, link in heaps
    ]
