"""Where the marks of reach's charts lie, in the units of their SVG."""

# A line is drawn in 340 × 170, its points between these edges.
LEFT, RIGHT, TOP, BOTTOM = 30, 315, 28, 130
WIDTH = 1000


def line_of(points):
    """A polyline through [(label, number)] with its dots (x, y, label, number), or None where there are under two."""
    if len(points) < 2:
        return None
    most = max(1, *(number for _label, number in points))
    wide = (RIGHT - LEFT) / (len(points) - 1)
    dots = [
        (round(LEFT + place * wide), round(BOTTOM - number / most * (BOTTOM - TOP)), label, number)
        for place, (label, number) in enumerate(points)
    ]
    return {"path": " ".join(f"{x},{y}" for x, y, _label, _number in dots), "dots": dots}


def width_of(part, whole):
    """How much of a bar of 1000 is filled."""
    return min(WIDTH, round(part / whole * WIDTH)) if whole else 0
