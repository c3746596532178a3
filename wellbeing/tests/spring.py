"""Days of the coming March for pages, which know no other day than today."""

from datetime import date, timedelta

from django.utils import timezone


def coming_march(day):
    """The `day` of the next March that is wholly ahead."""
    today = timezone.localdate()
    return date(today.year + (today.month > 2), 3, day)


def night_without_two_o_clock():
    """The second Sunday of that month, when clocks go forward (15 U.S.C. § 260a)."""
    eighth = coming_march(8)
    return eighth + timedelta(days=6 - eighth.weekday())
