"""Fewer points for the same line (Ramer 1972; Douglas and Peucker 1973)."""

from math import dist, hypot


def simplify(line, *, tolerance):
    """The points of `line` without which it would stray from itself by more than `tolerance`; its two ends stay.

    Neighbors share the arcs of their border: simplified once each, these still agree.
    """
    if len(line) < 3:
        return line
    strays = [_distance(point, line[0], line[-1]) for point in line[1:-1]]
    farthest = max(range(len(strays)), key=strays.__getitem__) + 1
    if strays[farthest - 1] <= tolerance:
        return [line[0], line[-1]]
    before, after = line[: farthest + 1], line[farthest:]
    return simplify(before, tolerance=tolerance)[:-1] + simplify(after, tolerance=tolerance)


def _distance(point, start, end):
    """From `point` to the stretch between `start` and `end`."""
    along = (end[0] - start[0], end[1] - start[1])
    length_squared = hypot(*along) ** 2
    # An island is one arc that ends where it began.
    if not length_squared:
        return dist(point, start)
    share = ((point[0] - start[0]) * along[0] + (point[1] - start[1]) * along[1]) / length_squared
    share = min(max(share, 0), 1)
    return dist(point, (start[0] + share * along[0], start[1] + share * along[1]))
