"""Days on which California's county and district offices work."""

from datetime import timedelta
from functools import cache

from holidays import country_holidays

DAY = timedelta(days=1)
# Observed in schools or open to choose, but no office closes.
OFFICES_WORK_ON = {"Susan B. Anthony Day", "Diwali"}


@cache
def _state_holidays():
    return country_holidays("US", subdiv="CA")


def is_working_day(day):
    """Monday to Friday, but for the state's holidays (Government Code § 6700)."""
    return day.weekday() < 5 and not set(_state_holidays().get_list(day)) - OFFICES_WORK_ON


def working_days_before(day, count):
    """The last of `count` working days that lie before `day`, counted backwards."""
    while count:
        day -= DAY
        count -= is_working_day(day)
    return day
