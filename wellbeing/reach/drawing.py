"""Where the marks of reach's charts lie, in the units of their SVG."""

from math import ceil

# A line is drawn in 340 × 170, its points between these edges.
LEFT, RIGHT, TOP, BOTTOM = 30, 315, 28, 130
WIDTH = 1000
# So many words and numbers stand side by side on a phone and are still read.
MOST_NAMED = 6


def line_of(points):
    """A polyline through [(label, number)] with its dots (x, y, label, number), or None where there are under two.

    Of many points only some are named, the last among them; the labels of the others are empty.
    """
    if len(points) < 2:
        return None
    most = max(1, *(number for _label, number in points))
    wide, last = (RIGHT - LEFT) / (len(points) - 1), len(points) - 1
    every = ceil(len(points) / MOST_NAMED)
    dots = [
        (
            round(LEFT + place * wide),
            round(BOTTOM - number / most * (BOTTOM - TOP)),
            "" if (last - place) % every else label,
            number,
        )
        for place, (label, number) in enumerate(points)
    ]
    return {"path": " ".join(f"{x},{y}" for x, y, _label, _number in dots), "dots": dots}


def width_of(part, whole):
    """How much of a bar of 1000 is filled."""
    return min(WIDTH, round(part / whole * WIDTH)) if whole else 0
