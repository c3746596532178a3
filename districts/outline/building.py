"""Making `facts/outline.json`, the drawing of California's counties, from boundaries as TopoJSON."""

from itertools import pairwise

from .projection import CALIFORNIA
from .simplifying import simplify
from .topology import areas_of, decode_arcs, stitch

STATE = "06"
METERS_PER_UNIT = 100
# In units of the drawing: 200 m for the counties, which are looked at closely; 1 km for the state in small.
FINE, COARSE = 2, 10


def build_outline(topology):
    """A dict as `Outline` reads it: whole units of 100 m, x to the east, y to the south.

    `topology` holds the objects `counties` and `states`, each area with its FIPS code as `id`.
    """
    counties = areas_of(topology, "counties", state=STATE)
    [(_code, _name, around)] = areas_of(topology, "states", state=STATE)
    plane = [[CALIFORNIA.project(latitude, longitude) for longitude, latitude in arc] for arc in decode_arcs(topology)]
    ours = [point for ring in around for point in stitch(ring, plane)]
    west, north = min(x for x, _y in ours), max(y for _x, y in ours)
    arcs = [[((x - west) / METERS_PER_UNIT, (north - y) / METERS_PER_UNIT) for x, y in arc] for arc in plane]
    fine, coarse = _whole(arcs, tolerance=FINE), _whole(arcs, tolerance=COARSE)
    return {
        "west": round(west),
        "north": round(north),
        "meters_per_unit": METERS_PER_UNIT,
        "width": max(x for ring in around for x, _y in stitch(ring, fine)),
        "height": max(y for ring in around for _x, y in stitch(ring, fine)),
        "counties": {_county_code(fips): _county(name, rings, fine) for fips, name, rings in sorted(counties)},
        "state": _path(stitch(ring, coarse) for ring in around),
    }


def _county_code(fips):
    """CDE numbers the counties 01 to 58 in the order of the alphabet, the Census by odd numbers: 06001, 06003."""
    return f"{(int(fips[2:]) + 1) // 2:02d}"


def _county(name, rings, arcs):
    drawn = [stitch(ring, arcs) for ring in rings]
    return {"name": name, "box": _box(max(drawn, key=_area)), "path": _path(drawn)}


def _whole(arcs, *, tolerance):
    return [[(round(x), round(y)) for x, y in simplify(arc, tolerance=tolerance)] for arc in arcs]


def _box(points):
    """[x, y, width, height]"""
    xs, ys = zip(*points, strict=True)
    return [min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)]


def _area(points):
    following = points[1:] + points[:1]
    return abs(sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in zip(points, following, strict=True))) / 2


def _path(rings):
    """SVG's words for them; a rock that simplifying left without an area is left out."""
    return "".join(_closed(points) for points in rings if _area(points))


def _closed(points):
    """“M120 34l5-3 2 8z”: the first point, then steps; a minus parts two numbers as well as a blank does."""
    steps = [(x - from_x, y - from_y) for (from_x, from_y), (x, y) in pairwise(points)]
    words = " ".join(f"{number}" for step in steps if any(step) for number in step)
    return f"M{points[0][0]} {points[0][1]}l{words}z".replace(" -", "-")
