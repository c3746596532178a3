from collections import namedtuple

import pytest

from districts.marks import Mark, in_drawing_order

Row = namedtuple("Row", "name kind enrollment participation")
OFFICE, UNIFIED = "county_office", "unified"


def mark(kind=UNIFIED, participation=None, *, enrollment=16_531, radius=10.0):
    return Mark(row=Row("Alhambra Unified", kind, enrollment, participation), x=50.0, y=40.0, radius=radius)


@pytest.mark.parametrize(
    ("kind", "participation", "path"),
    [
        (UNIFIED, None, "M40 40.0a10.0 10.0 0 1 1 0 .01z"),
        (OFFICE, None, "M41.1 31.1h17.8v17.8h-17.8z"),
        (UNIFIED, 1, "M50.0 40.0m0-12.5l12.5 12.5-12.5 12.5-12.5-12.5z"),
        (UNIFIED, 3, "M50.0 40.0m0-12.5l12.5 12.5-12.5 12.5-12.5-12.5z"),
    ],
    ids=["a circle", "a square", "a diamond", "a diamond, to be drawn hollow"],
)
def test_the_form_tells_what_it_is(kind, participation, path):
    assert mark(kind, participation).path == path


def test_a_county_office_that_takes_part_is_square_and_diamond_in_one():
    corners = mark(OFFICE, 1).path.removeprefix("M").removesuffix("z").split(" ")

    assert len(corners) == 2 * 16
    assert corners[:2] == ["50.0", "27.5"]


@pytest.mark.parametrize(
    ("participation", "look"), [(None, "none"), (1, "record"), (2, "record"), (3, "inferred")], ids=str
)
def test_what_is_inferred_looks_apart(participation, look):
    assert mark(participation=participation).look == look


@pytest.mark.parametrize(
    ("one", "label"),
    [
        (mark(), "Alhambra Unified: 16,531 students"),
        (mark(participation=1), "Alhambra Unified: 16,531 students, part on record"),
        (mark(participation=2, enrollment=1), "Alhambra Unified: 1 student, part likely"),
        (mark(participation=3, enrollment=None), "Alhambra Unified: part inferred"),
        (mark(enrollment=None), "Alhambra Unified"),
    ],
    ids=["plain", "certain", "likely", "inferred", "nothing known"],
)
def test_the_label_says_it_in_words(one, label):
    assert one.label == label


def test_small_lies_over_large_and_those_that_take_part_over_all():
    small, large, office = mark(radius=3), mark(radius=30), mark(OFFICE, radius=4)
    inferred, certain = mark(participation=3, radius=5), mark(participation=1, radius=50)

    assert in_drawing_order([certain, small, inferred, office, large]) == [large, small, office, certain, inferred]
