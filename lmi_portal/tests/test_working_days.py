from datetime import date

import pytest

from lmi_portal.working_days import is_working_day, working_days_before


@pytest.mark.parametrize(
    ("day", "before", "last"),
    [
        pytest.param(date(2027, 2, 26), 5, date(2027, 2, 19), id="over-a-weekend"),
        pytest.param(date(2027, 2, 19), 5, date(2027, 2, 11), id="over-presidents-day"),
        pytest.param(date(2026, 12, 2), 5, date(2026, 11, 23), id="over-thanksgiving-and-the-day-after"),
        pytest.param(date(2027, 4, 2), 3, date(2027, 3, 29), id="over-cesar-chavez-day"),
        pytest.param(date(2027, 2, 21), 1, date(2027, 2, 19), id="from-a-sunday"),
        pytest.param(date(2027, 2, 26), 0, date(2027, 2, 26), id="none"),
    ],
)
def test_counts_backwards_over_days_on_which_offices_work(day, before, last):
    assert working_days_before(day, before) == last


@pytest.mark.parametrize("day", [date(2028, 2, 15), date(2027, 10, 29), date(2027, 10, 11)])
def test_offices_work_on_days_that_are_only_remembered(day):
    assert is_working_day(day)
