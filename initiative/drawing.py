"""Where the marks of a plan's charts lie, in the units of their SVG."""

from dataclasses import dataclass

WIDTH = 1000
# A line is drawn in 340 × 160, its points between these edges.
LEFT, RIGHT, TOP, BOTTOM = 34, 306, 26, 120
LABELS_AT_MOST = 6


@dataclass(frozen=True)
class Bar:
    """Places on an axis of 1000; None where there is nothing to mark."""

    value: int | None
    target: int
    baseline: int | None


@dataclass(frozen=True)
class Line:
    """`path` is the points of a polyline; `dots` are (x, y, number), `labels` (x, text), `target` is a height."""

    path: str
    dots: list
    labels: list
    target: int | None


def bar_of(value, *, target, baseline):
    """The Bar of numbers from zero on, or None where no target is set: a full bar would tell of one."""
    if target is None:
        return None
    most = max(1, *(number for number in (value, target, baseline) if number is not None))

    def place(number):
        # A mark at the very edge would be cut in half.
        return None if number is None else max(0, round(number / most * (WIDTH - 20)))

    return Bar(place(value), place(target), place(baseline))


def line_of(points, *, target):
    """The Line of [(label, value, number)], or None where there are fewer than two."""
    if len(points) < 2:
        return None
    most = max(1, *(value for _label, value, _number in points), target or 0)
    step = (RIGHT - LEFT) / (len(points) - 1)
    # Of a long row, every so many have words; the last always has.
    every = -(-len(points) // LABELS_AT_MOST)
    dots, labels = [], []
    for position, (label, value, number) in enumerate(points):
        x, y = round(LEFT + position * step), _height(value, most)
        has_words = (len(points) - 1 - position) % every == 0
        dots.append((x, y, number if has_words else ""))
        if has_words:
            labels.append((x, label))
    return Line(
        path=" ".join(f"{x},{y}" for x, y, _number in dots),
        dots=dots,
        labels=labels,
        target=None if target is None else _height(target, most),
    )


def _height(value, most):
    return round(BOTTOM - max(0, value) / most * (BOTTOM - TOP))
