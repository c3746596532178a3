from datetime import date, time

import pytest

from oasis.providers.hours_in_words import hours_in_words
from oasis.providers.models import Schedule


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"byday": "MO,TU,WE,TH,FR"}, "Monday to Friday, 9 a.m. to 5:30 p.m."),
        ({"byday": "SA,MO"}, "Monday, Saturday, 9 a.m. to 5:30 p.m."),
        ({"byday": "SU,MO,TU,WE,TH,FR,SA"}, "Every day, 9 a.m. to 5:30 p.m."),
        ({"byday": "FR", "opens_at": time(22), "closes_at": time(2)}, "Friday, 10 p.m. to 2 a.m. the next day"),
        ({"byday": "FR", "opens_at": time(0), "closes_at": time(0)}, "Friday, around the clock"),
        (
            {"byday": "1TU", "freq": "MONTHLY", "opens_at": None},
            "first Tuesday of the month",
        ),
        ({"byday": "MO,-1FR", "freq": "MONTHLY", "opens_at": None}, "every Monday, last Friday of the month"),
        ({"bymonthday": "1,15", "freq": "MONTHLY", "opens_at": None}, "on these days of the month: 1,15"),
        ({"byday": "WE", "interval": 2, "opens_at": None}, "Wednesday, not every time: ask which"),
        ({"byday": "WE", "opens_at": None, "valid_to_on": date(2027, 6, 4)}, "Wednesday, until June 4, 2027"),
        ({"opens_at": None, "description": "By appointment"}, "By appointment"),
        ({"byday": "nonsense", "opens_at": None, "notes": "Ring twice"}, "Ring twice"),
        ({"opens_at": None}, ""),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_rules_are_said_as_people_say_them(fields, words):
    hours = {"opens_at": time(9), "closes_at": time(17, 30)}

    assert hours_in_words(Schedule(**hours | fields)) == words
