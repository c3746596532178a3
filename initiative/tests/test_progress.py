from decimal import Decimal

import pytest

from initiative.drawing import Bar, bar_of, line_of
from initiative.progress import number, progress_in_words


def decimals(*numbers):
    return [None if one is None else Decimal(str(one)) for one in numbers]


@pytest.mark.parametrize(
    ("actual", "target", "baseline", "words", "is_reached"),
    [
        (5, None, None, "No target is on record.", False),
        (None, None, None, "No target is on record.", False),
        (None, 40, None, "Nothing is on record yet.", False),
        (0, 40, None, "0 percent of the target; 40 to go.", False),
        (10, 40, None, "25 percent of the target; 30 to go.", False),
        (39.9, 40, None, "99 percent of the target; 0.1 to go.", False),
        (40, 40, None, "Target reached.", True),
        (41, 40, None, "Target passed.", True),
        (20, 40, 10, "33 percent of the way from the baseline to the target; 20 to go.", False),
        (10, 40, 10, "Where the baseline was; 30 to go.", False),
        (5, 40, 10, "Farther from the target than at the baseline.", False),
        (8, 5, 10, "40 percent of the way from the baseline to the target; 3 to go.", False),
        (4, 5, 10, "Target passed.", True),
        (12, 5, 10, "Farther from the target than at the baseline.", False),
        (0, 0, None, "Target reached.", True),
        (3, 3, 3, "Target reached.", True),
        (2, 3, 3, "Farther from the target than at the baseline.", False),
    ],
)
def test_progress_is_told_in_words(actual, target, baseline, words, is_reached):
    assert progress_in_words(*decimals(actual, target, baseline)) == (words, is_reached)


@pytest.mark.parametrize(
    ("value", "text"),
    [("1200.00", "1,200"), ("87.50", "87.5"), ("0.00", "0"), (None, ""), ("1E+3", "1,000")],
)
def test_numbers_are_written_as_people_write_them(value, text):
    assert number(value and Decimal(value)) == text


@pytest.mark.parametrize(
    ("value", "target", "baseline", "bar"),
    [
        (None, None, 5, None),
        (20, 40, 10, Bar(490, 980, 245)),
        (80, 40, None, Bar(980, 490, None)),
        (None, 40, None, Bar(None, 980, None)),
        (7, None, 5, None),
        (-5, 40, None, Bar(0, 980, None)),
        (0, 0, None, Bar(0, 0, None)),
    ],
)
def test_bar_is_as_long_as_its_share_of_the_largest(value, target, baseline, bar):
    value, target, baseline = decimals(value, target, baseline)

    assert bar_of(value, target=target, baseline=baseline) == bar


def test_one_point_makes_no_line():
    assert line_of([("2018", Decimal(1), "1")], target=None) is None


def test_line_runs_from_edge_to_edge_and_as_high_as_the_largest():
    line = line_of([("2018", Decimal(0), "0"), ("2019", Decimal(2), "2"), ("2020", Decimal(1), "1")], target=Decimal(4))

    assert line.path == "34,120 170,73 306,96"
    assert line.labels == [(34, "2018"), (170, "2019"), (306, "2020")]
    assert line.target == 26


def test_words_on_a_long_line_are_thinned_out_and_the_last_has_its_own():
    line = line_of([(f"{n}", Decimal(n), f"{n}") for n in range(1, 14)], target=None)

    assert [label for _x, label in line.labels] == ["1", "4", "7", "10", "13"]
    assert [number for _x, _y, number in line.dots if number] == ["1", "4", "7", "10", "13"]
    assert len(line.dots) == 13


def test_a_line_of_nothing_lies_on_the_ground():
    assert line_of([("2018", Decimal(0), "0"), ("2019", Decimal(0), "0")], target=None).path == "34,120 306,120"
