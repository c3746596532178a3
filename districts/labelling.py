"""Names beside marks, where they cover neither another name nor another mark."""

from dataclasses import dataclass

# In the drawing's units: how wide a letter is on average, how high a line, how far a name stands from its mark.
LETTER, LINE, GAP = 6.6, 15, 3


@dataclass(frozen=True)
class Label:
    """`anchor` is SVG's: on which side of `x` the words run; `y` is the line that they stand on."""

    words: str
    x: float
    y: float
    anchor: str

    @property
    def box(self):
        """(left, top, right, bottom)"""
        length = len(self.words) * LETTER
        left = self.x - {"start": 0, "middle": length / 2, "end": length}[self.anchor]
        return left, self.y - LINE * 0.8, left + length, self.y + LINE * 0.2


def label_marks(marks, *, width, height):
    """[Label] of as many as there is room for; those that take part choose first, then the largest.

    Those that take part get a name in any case, even one that runs over other marks.
    """
    drawn = {id(mark): _extent(mark) for mark in marks}
    labels = []
    for mark in sorted(marks, key=lambda mark: (mark.look == "none", -mark.radius)):
        others = [extent for key, extent in drawn.items() if key != id(mark)]
        places = [
            label
            for label in _beside(mark)
            if _is_within(label.box, width, height) and not _touched(label.box, [named.box for named in labels])
        ]
        best = min(places, key=lambda label: _touched(label.box, others), default=None)
        if best and (mark.look != "none" or not _touched(best.box, others)):
            labels.append(best)
    return labels


def _beside(mark):
    """Within, where there is room; to the right, to the left, above, below; then between these."""
    if len(mark.row.name) * LETTER < 2 * mark.radius:
        yield Label(mark.row.name, mark.x, round(mark.y + LINE * 0.3, 1), "middle")
    away, near, line = mark.radius + GAP, mark.radius * 0.7 + GAP, LINE * 0.3
    above, below = mark.y - away - LINE * 0.2, mark.y + away + LINE * 0.8
    for x, y, anchor in [
        (mark.x + away, mark.y + line, "start"),
        (mark.x - away, mark.y + line, "end"),
        (mark.x, above, "middle"),
        (mark.x, below, "middle"),
        (mark.x + near, mark.y - near, "start"),
        (mark.x + near, mark.y + near + LINE * 0.6, "start"),
        (mark.x - near, mark.y - near, "end"),
        (mark.x - near, mark.y + near + LINE * 0.6, "end"),
    ]:
        yield Label(mark.row.name, round(x, 1), round(y, 1), anchor)


def _extent(mark):
    return mark.x - mark.radius, mark.y - mark.radius, mark.x + mark.radius, mark.y + mark.radius


def _is_within(box, width, height):
    left, top, right, bottom = box
    return left >= 0 and top >= 0 and right <= width and bottom <= height


def _touched(box, others):
    """How many of `others` it overlaps."""
    left, top, right, bottom = box
    return sum(left < other[2] and other[0] < right and top < other[3] and other[1] < bottom for other in others)
