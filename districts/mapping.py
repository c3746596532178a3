"""Maps of California's districts, for templates to draw: the whole state, one county, the state in small.

What is drawn is told in SVG's words, in units of a drawing 1,000 wide.
"""

from dataclasses import dataclass, replace
from itertools import groupby

from .frames import Frame, ScaleBar, Sizes
from .labelling import label_marks
from .marks import Mark, in_drawing_order, look_of, rows_of
from .models import District
from .outline import read_outline

STATE_SIZES = Sizes(per_root=0.044, smallest=2.4)
STATE_SAMPLES = [5_000, 50_000, 500_000]
# On the map of the state, a district of so many students has a mark of its own with its name.
NAMED_FROM = 10_000
# Those that take part are what the map is for: they can be found among a thousand.
FOUND_FROM = 8
OFFICE, FAINT = 4, 1.8
COUNTY_LARGEST, COUNTY_SMALLEST = 60, 5
COUNTY_SAMPLES = [100, 1_000, 10_000, 100_000, 500_000]
# In the outline's units: any closer, San Francisco's coast would show that it is drawn for the state (1:10,000,000).
COUNTY_LEAST = 400
SMALL_MAP_MARK = 110


@dataclass(frozen=True)
class Drawing:
    """`land` are the Shapes of counties by their code, in the outline's units, which `frame.transform` brings here.

    `marks` bear names; `dots` are those without, [(the pen's width, path)], and `squares` the path of such county
    offices. `faint` is the path of those that do not match what was asked for. `samples` are (students,
    radius, x) of the legend.
    """

    frame: Frame
    bar: ScaleBar
    sizes: Sizes
    samples: list
    land: dict
    marks: list
    faint: str
    dots: list
    squares: str
    labels: list


def draw_state(rows, *, others=()):
    """The Drawing of `rows`, which match what was asked for, and faintly of `others`, which do not."""
    outline = read_outline()
    frame = Frame.around([0, 0, outline.width, outline.height], margin=0.01, narrowest=0)
    place = _placing(frame, sizes=STATE_SIZES, office=OFFICE, participant=FOUND_FROM)
    marks = in_drawing_order(place(row) for row in _with_place(rows))
    plain = [mark for mark in marks if not _is_named(mark)]
    return Drawing(
        frame=frame,
        bar=ScaleBar.fitting(frame, meters_per_unit=outline.meters_per_unit),
        sizes=STATE_SIZES,
        samples=STATE_SIZES.samples(STATE_SAMPLES),
        land=outline.counties,
        marks=[mark for mark in marks if _is_named(mark)],
        faint=_dots(place(row) for row in _with_place(others)),
        dots=_by_width(mark for mark in plain if not mark.is_office),
        squares="".join(mark.path for mark in plain if mark.is_office),
        labels=[],
    )


def rows_asked(asked):
    """(those of the state, or of the county asked for, that match all that was asked; those that do not)."""
    drawn = District.objects.active()
    rows = rows_of(drawn.filter(county=asked.county) if asked.county else drawn)
    if not replace(asked, county="").is_narrowed():
        return rows, []
    matching = set(asked.narrow().values_list("cd_code", flat=True))
    return [row for row in rows if row.cd_code in matching], [row for row in rows if row.cd_code not in matching]


def draw_county(code, rows, *, others=()):
    """The Drawing of one county, close enough to name its districts; its neighbors' land stands around it."""
    outline = read_outline()
    drawn = _with_place([*rows, *others])
    points = [outline.place(row.latitude, row.longitude) for row in drawn]
    frame = Frame.around(_box_around(outline.counties[code].box, points), margin=0.06, least=COUNTY_LEAST)
    largest = max((row.enrollment or 0 for row in drawn), default=0)
    sizes = Sizes.reaching(COUNTY_LARGEST, at=largest, smallest=COUNTY_SMALLEST)
    place = _placing(frame, sizes=sizes, office=COUNTY_SMALLEST + 2, participant=COUNTY_SMALLEST + 2)
    marks = in_drawing_order(place(row) for row in _with_place(rows))
    return Drawing(
        frame=frame,
        bar=ScaleBar.fitting(frame, meters_per_unit=outline.meters_per_unit),
        sizes=sizes,
        samples=sizes.samples(
            [students for students in COUNTY_SAMPLES if sizes.smallest_students < students <= largest][-3:]
        ),
        land={other: shape for other, shape in outline.counties.items() if frame.shows(shape.box)},
        marks=marks,
        faint=_dots(place(row) for row in _with_place(others)),
        dots=[],
        squares="",
        labels=label_marks(marks, width=frame.width, height=frame.height),
    )


def _placing(frame, *, sizes, office, participant):
    """The function that makes a row a Mark; `office` is the radius of county offices, which count no students."""
    outline = read_outline()

    def place(row):
        x, y = frame.at(*outline.place(row.latitude, row.longitude))
        radius = office if row.kind == District.Kind.COUNTY_OFFICE else sizes.radius(row.enrollment)
        is_found = look_of(row.participation) != "none"
        return Mark(row=row, x=x, y=y, radius=max(radius, participant) if is_found else radius)

    return place


def _with_place(rows):
    return [row for row in rows if row.latitude is not None]


def _is_named(mark):
    return mark.look != "none" or (mark.row.enrollment or 0) >= NAMED_FROM


def _by_width(marks):
    """[(the pen's width, path)] from the widest on, one path for each."""
    return [
        (f"{2 * radius:g}", _dots(alike))
        for radius, alike in groupby(sorted(marks, key=lambda mark: -mark.radius), lambda mark: mark.radius)
    ]


def _dots(marks):
    return "".join(mark.dot() for mark in marks)


def _box_around(box, points):
    """The smallest that holds `box` and `points`."""
    x, y, width, height = box
    xs, ys = [x, x + width, *(x for x, _y in points)], [y, y + height, *(y for _x, y in points)]
    return [min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)]


@dataclass(frozen=True)
class SmallMap:
    """The state in small, in the outline's units, with none but those that take part; what is inferred apart."""

    width: int
    height: int
    state: str
    on_record: str
    on_record_count: int
    inferred: str
    inferred_count: int


def small_map():
    """For `districts/_small_map.html`; one query."""
    outline, paths = read_outline(), {"record": [], "inferred": []}
    for row in _with_place(rows_of(District.objects.active().participating())):
        x, y = outline.place(row.latitude, row.longitude)
        paths[look_of(row.participation)].append(Mark(row=row, x=x, y=y, radius=SMALL_MAP_MARK).diamond())
    return SmallMap(
        width=outline.width,
        height=outline.height,
        state=outline.state,
        on_record="".join(paths["record"]),
        on_record_count=len(paths["record"]),
        inferred="".join(paths["inferred"]),
        inferred_count=len(paths["inferred"]),
    )
