from datetime import date, time

import pytest
from django.utils import timezone

from oasis.providers.incoming.cells import Cells
from oasis.providers.incoming.language_codes import code_of
from oasis.providers.incoming.problems import BadRow


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("09:00", time(9)),
        ("9:00", time(9)),
        ("09:00:00", time(9)),
        ("09:00-08:00", time(9)),
        ("09:00:00-05:00", time(9)),
        ("9:30 am", time(9, 30)),
        ("12:15 a.m.", time(0, 15)),
        ("12:15 PM", time(12, 15)),
        ("5:00 pm", time(17)),
        ("24:00", time(0)),
        ("", None),
    ],
)
def test_a_time_of_day_is_where_the_door_is(text, clock):
    assert Cells({"opens_at": text}).clock("opens_at") == clock


@pytest.mark.parametrize("text", ["17:00Z", "17:00+00:00"])
def test_a_time_in_utc_is_brought_to_california(text):
    hours = timezone.localtime().utcoffset().total_seconds() / 3600

    assert Cells({"opens_at": text}).clock("opens_at") == time(17 + int(hours))


@pytest.mark.parametrize("text", ["25:00", "24:01", "9", "nine", "9:75", "13:00 pm x"])
def test_what_is_no_time_of_day_is_refused(text):
    with pytest.raises(BadRow, match="is not a time of day"):
        Cells({"opens_at": text}).clock("opens_at")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-22", date(2026, 11, 22)),
        ("2026-11-22T09:00:00Z", date(2026, 11, 22)),
        ("11/22/2026", date(2026, 11, 22)),
        ("", None),
    ],
)
def test_a_day_is_read_as_it_is_written_here_and_in_the_standard(text, day):
    assert Cells({"valid_from": text}).day("valid_from") == day


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("www.example.org/a", "https://www.example.org/a"),
        ("example.org", "https://example.org"),
        ("http://example.org", "http://example.org"),
        ("", ""),
    ],
)
def test_a_web_address_gets_what_people_leave_out(text, address):
    assert Cells({"url": text}).url("url") == address


@pytest.mark.parametrize(
    ("name", "code"), [("Spanish", "es"), (" KOREAN ", "ko"), ("es", "es"), ("xx", ""), ("Klingon", "")]
)
def test_languages_are_known_by_their_english_names(name, code):
    assert code_of(name) == code


def test_text_keeps_its_lines_and_a_name_has_one():
    cells = Cells({"description": " a\r\nb\rc ", "name": " two\n  lines "})

    assert (cells.prose("description"), cells.text("name")) == ("a\nb\nc", "two lines")
