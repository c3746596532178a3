from datetime import date

import pytest

from districts.models import Evidence
from districts.partnership import highlights_of, partnership_of

HOW_SURE = {1: "Certain", 2: "Likely: the source says so in part", 3: "Inferred: no source names this district itself"}


def evidence(kind="attended", **fields):
    return Evidence(kind=kind, **{"what": "It came.", "source": "a page"} | fields)


def whens(partnership):
    return [part.when for part in partnership.shown]


def test_district_without_evidence_has_no_part():
    partnership = partnership_of([])

    assert (partnership.shown, partnership.inferred, partnership.as_what) == ([], [], [])


@pytest.mark.parametrize(("strength", "words"), HOW_SURE.items())
def test_strength_is_told_in_words(strength, words):
    partnership = partnership_of([evidence(strength=strength)])

    [part] = partnership.shown + partnership.inferred
    assert (part.how_sure, part.is_certain) == (words, strength == 1)


def test_what_is_inferred_stands_apart_and_names_the_district_nothing():
    partnership = partnership_of([evidence(strength=3, kind="hosted"), evidence(strength=2)])

    assert [part.kind for part in partnership.shown] == ["Took part in a convening"]
    assert [part.kind for part in partnership.inferred] == ["Hosted"]
    assert partnership.as_what == ["likely participant in convenings"]


def test_presenter_host_and_committee_are_said_plainly():
    rows = [evidence("hosted"), evidence("steering"), evidence("presented", strength=2), evidence("hosted", strength=2)]

    assert partnership_of(rows).as_what == ["on the steering committee", "likely presenter", "host"]


def test_well_being_highlights_are_no_part_of_it():
    rows = [evidence("well_being", what="Calm rooms."), evidence()]

    assert [part.what for part in partnership_of(rows).shown] == ["It came."]
    assert [part.what for part in highlights_of(rows)] == ["Calm rooms."]


def test_the_latest_comes_first_and_what_has_no_day_last():
    rows = [
        evidence(),
        evidence(when_note="about 2016–17"),
        evidence(happened_on=date(2015, 5, 8)),
        evidence(happened_on=date(2020, 2, 21)),
        evidence(when_note="since 2015"),
    ]

    assert whens(partnership_of(rows)) == [
        "Feb. 21, 2020",
        "about 2016–17",
        "May 8, 2015",
        "since 2015",
        "day not on record",
    ]


def test_a_day_with_a_note_tells_both():
    rows = [evidence(happened_on=date(2017, 1, 24), when_note="second session")]

    assert whens(partnership_of(rows)) == ["Jan. 24, 2017 (second session)"]


def test_a_number_that_is_no_year_decides_nothing():
    rows = [evidence(when_note="session 3 of 20171"), evidence(when_note="2017")]

    assert whens(partnership_of(rows)) == ["2017", "session 3 of 20171"]
