from collections import namedtuple

import pytest

from districts.labelling import label_marks
from districts.marks import Mark

Row = namedtuple("Row", "name kind participation")


def mark(name, x, y, *, radius=5.0, participation=None):
    return Mark(row=Row(name, "unified", participation), x=x, y=y, radius=radius)


def labelled(*marks):
    return {label.words: label for label in label_marks(marks, width=400, height=400)}


@pytest.mark.parametrize(
    ("x", "y", "anchor"),
    [(200, 200, "start"), (395, 200, "end")],
    ids=["to the right where there is room", "to the left at the edge"],
)
def test_a_name_stands_beside_its_mark(x, y, anchor):
    labels = labelled(mark("Alhambra Unified", x, y))

    assert labels["Alhambra Unified"].anchor == anchor


def test_a_name_stands_within_a_mark_that_holds_it():
    label = labelled(mark("LA", 200, 200, radius=60))["LA"]

    assert (label.anchor, label.x) == ("middle", 200)


def test_names_cover_neither_one_another_nor_marks():
    marks = [mark(f"District {number}", 100 + 9 * number, 200 + 7 * (number % 3)) for number in range(12)]

    boxes = [label.box for label in label_marks(marks, width=400, height=400)]

    extents = [(one.x - 5, one.y - 5, one.x + 5, one.y + 5) for one in marks]
    assert 0 < len(boxes) < 12
    assert not [(one, other) for one in boxes for other in [*boxes, *extents] if one is not other and meet(one, other)]


def meet(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def test_who_takes_part_is_named_in_any_case():
    crowd = [mark(f"District {number}", 30 * (number % 13), 14 * (number // 13)) for number in range(364)]

    labels = labelled(*crowd, mark("Pomona Unified", 195, 203, participation=1))

    assert "Pomona Unified" in labels
