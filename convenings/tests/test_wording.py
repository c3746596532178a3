from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from convenings.models import Convening, ConveningDay
from convenings.wording import clock, dates_of, fee_sentence, hours_of, written

EARLY = {"early_fee": Decimal("100"), "early_until_at": datetime(2027, 2, 4, 7, 59, tzinfo=UTC)}


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"fee_rule": "free"}, "free"),
        ({"fee_rule": "per_person", "fee": Decimal("60")}, "$60 a person"),
        ({"fee_rule": "per_person", "fee": Decimal("62.50")}, "$62.50 a person"),
        (
            {"fee_rule": "first_free", "free_seats": 5, "fee": Decimal("150")},
            "first 5 of a district free, then $150 a person",
        ),
        ({"fee_rule": "early_bird", "fee": Decimal("125"), **EARLY}, "$100 until Feb. 3, then $125 a person"),
        ({"fee_rule": "not_announced"}, "fee not announced"),
        ({"fee_rule": "not_announced", "state": "held"}, "fee not on record"),
    ],
)
def test_fee_sentence_tells_each_rule(fields, sentence):
    assert fee_sentence(Convening(**fields)) == sentence


def utc(hour, minute=0, *, month=2):
    return datetime(2027, month, 19, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (
            {"doors_at": utc(16, 30), "starts_at": utc(17, 30), "ends_at": utc(23)},
            "doors 8:30 a.m., 9:30 a.m.–3 p.m. PST",
        ),
        ({"starts_at": utc(16, 30, month=7), "ends_at": utc(19, month=7)}, "9:30 a.m.–noon PDT"),
        ({"starts_at": utc(17)}, "from 9 a.m. PST"),
        ({"doors_at": utc(17)}, "doors 9 a.m. PST"),
        ({}, ""),
    ],
)
def test_hours_are_told_in_pacific_time_with_the_zone(fields, words):
    assert hours_of(ConveningDay(held_on=date(2027, 2, 19), **fields)) == words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2027, 2, 19), date(2027, 2, 19), "Feb. 19, 2027"),
        (date(2027, 2, 1), date(2027, 2, 2), "Feb. 1–2, 2027"),
        (date(2027, 3, 31), date(2027, 4, 1), "March 31 – April 1, 2027"),
        (date(2016, 11, 29), date(2017, 3, 1), "Nov. 29, 2016 – March 1, 2017"),
        (None, None, ""),
    ],
)
def test_dates_are_told_once(first, last, words):
    assert dates_of(Convening(starts_on=first, ends_on=last)) == words


def test_written_date_is_in_the_language_of_whoever_reads_it_now():
    day = date(2027, 2, 19)

    in_english = written(day, "F Y")
    with translation.override("es"):
        in_spanish = written(day, "F Y")

    assert (in_english, in_spanish) == ("February 2027", "febrero 2027")


def test_clock_is_pacific_in_winter_and_summer():
    assert (clock(utc(17, 30)), clock(utc(17, 30, month=7))) == ("9:30 a.m.", "10:30 a.m.")
