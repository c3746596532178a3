"""Reading TopoJSON: areas that share the arcs of their borders."""

from itertools import accumulate


def decode_arcs(topology):
    """The arcs as lists of (longitude, latitude): each point is written as a step from the one before, in a grid."""
    (across, up), (west, south) = topology["transform"]["scale"], topology["transform"]["translate"]
    return [
        [
            (west + x * across, south + y * up)
            for x, y in accumulate(arc, lambda at, step: (at[0] + step[0], at[1] + step[1]))
        ]
        for arc in topology["arcs"]
    ]


def areas_of(topology, name, *, state):
    """[(FIPS code, name or “”, its rings as lists of arc numbers)] of those whose code begins with `state`'s.

    An arc that runs backwards is written as ~number.
    """
    return [
        (area["id"], area.get("properties", {}).get("name", ""), _rings(area))
        for area in topology["objects"][name]["geometries"]
        if area["id"].startswith(state)
    ]


def _rings(area):
    polygons = area["arcs"] if area["type"] == "MultiPolygon" else [area["arcs"]]
    return [ring for polygon in polygons for ring in polygon]


def stitch(ring, arcs):
    """The points once around, the first not repeated at the end."""
    points = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        # Where one arc ends, the next begins.
        points += arc[:-1]
    return points
