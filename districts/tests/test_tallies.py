from collections import namedtuple

import pytest

from districts.tallies import tally_by_county

Row = namedtuple("Row", "name county_id enrollment latitude participation")
COUNTIES = [("19", "Los Angeles"), ("34", "Sacramento")]


def row(name="Alhambra Unified", county="19", *, enrollment=100, latitude="34", participation=None):
    return Row(name, county, enrollment, latitude, participation)


def test_each_county_and_the_whole_are_tallied():
    rows = [row(), row(participation=1), row(county="34", enrollment=None, latitude=None)]

    tallies, whole = tally_by_county(rows, counties=COUNTIES)

    assert [(one.name, one.district_count, one.student_count, one.without_place_count) for one in tallies] == [
        ("Los Angeles", 2, 200, 0),
        ("Sacramento", 1, 0, 1),
    ]
    assert (whole.district_count, whole.student_count, whole.without_place_count) == (3, 200, 1)


@pytest.mark.parametrize(
    ("strengths", "sentence"),
    [
        ([None], "1 district, 0 with a part on record"),
        ([None, 1, 2], "3 districts, 2 with a part on record"),
        ([1, 3], "2 districts, 1 with a part on record, 1 inferred"),
    ],
    ids=["none", "certain and likely", "one inferred"],
)
def test_a_tally_says_what_is_inferred_apart(strengths, sentence):
    _tallies, whole = tally_by_county([row(participation=strength) for strength in strengths], counties=COUNTIES)

    assert whole.sentence() == sentence


def test_participants_are_named_with_what_is_not_certain():
    rows = [row("Certain", participation=1), row("Inferred", participation=3), row("Likely", participation=2), row()]

    _tallies, whole = tally_by_county(rows, counties=COUNTIES)

    assert [(one.name, note) for one, note in whole.participants()] == [
        ("Certain", ""),
        ("Likely", "likely"),
        ("Inferred", "inferred"),
    ]
