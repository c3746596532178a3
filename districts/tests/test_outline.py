import json
import re
from itertools import accumulate, pairwise

import pytest
from django.core.management import CommandError, call_command

from districts.counties import read_facts
from districts.outline import read_outline
from districts.outline.building import build_outline
from districts.outline.drawing import FILE
from districts.outline.projection import CALIFORNIA, AlbersEqualArea
from districts.outline.simplifying import simplify

RING = re.compile(r"M(\d+) (\d+)l([^z]+)z")
NUMBER = re.compile(r"-?\d+")


def rings_of(path):
    """The rings of points of one of the drawing's paths."""
    assert "".join(match.group() for match in RING.finditer(path)) == path
    return [_ring(*match.groups()) for match in RING.finditer(path)]


def _ring(x, y, steps):
    numbers = iter(int(number) for number in NUMBER.findall(steps))
    walk = [(int(x), int(y)), *zip(numbers, numbers, strict=True)]
    return list(accumulate(walk, lambda at, step: (at[0] + step[0], at[1] + step[1])))


def is_inside(point, path):
    """Whether a line from `point` to the east crosses the path's rings an odd number of times."""
    x, y = point
    crossings = [
        (start, end)
        for ring in rings_of(path)
        for start, end in pairwise([*ring, ring[0]])
        if (start[1] > y) != (end[1] > y) and x < start[0] + (y - start[1]) / (end[1] - start[1]) * (end[0] - start[0])
    ]
    return len(crossings) % 2 == 1


# Two counties side by side, west and east of 120° W, with a rock in the sea and another state's county beside them.
#
#      120.9    120    119.1   118.2
#  35.9   ┌──0───┬───2───┬──3────┐
#         │06001 1 06003 4 32001 │
#  35     └──────┴───────┴───────┘      the bend in arc 1 is 10 m off the line, that in arc 0 27 km
TWO_COUNTIES = {
    "type": "Topology",
    "transform": {"scale": [0.0001, 0.0001], "translate": [-121, 35]},
    "arcs": [
        [[10000, 9000], [-9000, 0], [3000, -4500], [-3000, -4500], [9000, 0]],
        [[10000, 0], [1, 4500], [-1, 4500]],
        [[10000, 9000], [9000, 0]],
        [[19000, 9000], [9000, 0], [0, -9000], [-9000, 0]],
        [[19000, 0], [0, 9000]],
        [[10000, 0], [9000, 0]],
        [[0, 8000], [100, 0], [0, 100], [-100, -100]],
    ],
    "objects": {
        "counties": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "id": "06003", "properties": {"name": "East"}, "arcs": [[1, 2, -5, -6]]},
                {"type": "Polygon", "id": "32001", "properties": {"name": "Beyond"}, "arcs": [[4, 3]]},
                {"type": "MultiPolygon", "id": "06001", "properties": {"name": "West"}, "arcs": [[[0, 1]], [[6]]]},
            ],
        },
        "states": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "MultiPolygon", "id": "06", "arcs": [[[0, 5, 4, -3]], [[6]]]},
                {"type": "Polygon", "id": "32", "arcs": [[4, 3]]},
            ],
        },
    },
}


def built(**changes):
    return build_outline(TWO_COUNTIES | changes)


def at(drawn, latitude, longitude):
    x, y = CALIFORNIA.project(latitude, longitude)
    return round((x - drawn["west"]) / 100), round((drawn["north"] - y) / 100)


def test_neighbors_share_the_simplified_border():
    drawn = built()

    west, east = (rings_of(drawn["counties"][code]["path"]) for code in ("01", "02"))
    assert ([len(ring) for ring in west], [len(ring) for ring in east]) == ([5, 3], [4])
    assert set(west[0]) & set(east[0]) == {at(drawn, 35, -120), at(drawn, 35.9, -120)}


def test_counties_are_keyed_by_the_code_of_cde():
    assert [(code, county["name"]) for code, county in built()["counties"].items()] == [("01", "West"), ("02", "East")]


def test_the_drawing_begins_at_the_state_s_west_and_north():
    drawn = built()

    xs, ys = zip(*[point for county in drawn["counties"].values() for point in points(county["path"])], strict=True)
    assert (min(xs), min(ys), max(xs), max(ys)) == (0, 0, drawn["width"], drawn["height"])
    assert drawn["meters_per_unit"] == 100


def points(path):
    return [point for ring in rings_of(path) for point in ring]


def test_a_county_s_box_is_that_of_its_largest_part():
    county = built()["counties"]["01"]

    x, y, width, height = county["box"]
    mainland, rock = rings_of(county["path"])
    assert all(x <= across <= x + width and y <= down <= y + height for across, down in mainland)
    assert all(across < x for across, _down in rock)


def test_a_rock_too_small_to_draw_is_left_out_of_the_state_in_small():
    assert (len(rings_of(built()["counties"]["01"]["path"])), len(rings_of(built()["state"]))) == (2, 1)


def test_control_simplifying_each_county_for_itself_would_part_them():
    """One county alone, started elsewhere on its way round, keeps other points of the same border."""
    zigzag = [(0, 0), (10, 4), (20, -4), (30, 4), (40, 0)]

    whole = simplify(zigzag, tolerance=5)
    from_the_middle = simplify(zigzag[2:], tolerance=5) + simplify(zigzag[:3], tolerance=5)

    assert whole == [(0, 0), (40, 0)]
    assert (20, -4) in from_the_middle


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ([(0, 0), (5, 1), (10, 0)], [(0, 0), (10, 0)]),
        ([(0, 0), (5, 9), (10, 0)], [(0, 0), (5, 9), (10, 0)]),
        ([(0, 0), (9, 0), (9, 9), (0, 0)], [(0, 0), (9, 0), (9, 9), (0, 0)]),
        ([(0, 0), (1, 1)], [(0, 0), (1, 1)]),
    ],
    ids=["a bend within the tolerance", "one beyond it", "an island", "two points"],
)
def test_a_line_loses_what_it_can_do_without(line, kept):
    assert simplify(line, tolerance=2) == kept


def test_the_projection_is_that_of_snyder_s_worked_example():
    """Map Projections: A Working Manual, page 292: the Clarke 1866 ellipsoid, 35° N, 75° W."""
    snyder = AlbersEqualArea(
        parallels=(29.5, 45.5), origin=(23, -96), radius=6_378_206.4, eccentricity_squared=0.00676866
    )

    assert snyder.project(35, -75) == pytest.approx((1_885_472.7, 1_535_925.0), abs=0.1)


def test_the_file_in_the_repository_draws_california():
    outline = read_outline()

    assert FILE.stat().st_size < 300_000
    assert {code: shape.name for code, shape in outline.counties.items()} == {
        row["code"]: row["name"] for row in read_facts("counties")
    }
    assert all(rings_of(shape.path) for shape in outline.counties.values())
    assert outline.width < outline.height


def test_a_county_s_area_on_the_drawing_is_its_area():
    """San Bernardino's 20,105 square miles and San Francisco's 47 of land, within 3 and 10 %. Source: Census Bureau."""
    areas = {code: sum(_area(ring) for ring in rings_of(read_outline().counties[code].path)) for code in ("36", "38")}

    assert areas["36"] == pytest.approx(20_105 * 258.9988, rel=0.03)
    assert areas["38"] == pytest.approx(47 * 258.9988, rel=0.1)


def _area(ring):
    return abs(sum(x * b - a * y for (x, y), (a, b) in pairwise([*ring, ring[0]]))) / 2


def test_nearly_all_districts_lie_in_their_county():
    """An address is geocoded, a border generalized: a point may fall a little outside."""
    outline = read_outline()

    outside = [
        row["name"]
        for row in read_facts("districts")
        if not is_inside(outline.place(row["latitude"], row["longitude"]), outline.counties[row["cd_code"][:2]].path)
    ]

    assert len(outside) <= 10, outside


def test_the_command_writes_what_the_repository_holds(tmp_path, capsys):
    source, drawn = tmp_path / "counties.json", tmp_path / "outline.json"
    source.write_text(json.dumps(TWO_COUNTIES))

    call_command("build_outline", source, to=drawn)

    assert json.loads(drawn.read_text()) == built()
    assert capsys.readouterr().out == f"2 counties drawn in {drawn.stat().st_size:,} bytes.\n"


@pytest.mark.parametrize(
    ("content", "said"), [(None, "cannot be read: No such file or directory."), ("<html>", "is not JSON")]
)
def test_a_file_that_is_none_is_refused(tmp_path, content, said):
    file = tmp_path / "counties.json"
    if content:
        file.write_text(content)

    with pytest.raises(CommandError, match=said):
        call_command("build_outline", file, to=tmp_path / "outline.json")
