"""The days of a convening as the demo's facts write them: `2020-02-21 8:30 9:30-15:00 A title`."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from .models import ConveningDay

DAY = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)"
    r"(?: (?P<doors>\d+:\d\d)(?= \d))?"
    r"(?: (?P<start>\d+:\d\d)-(?P<end>\d+:\d\d))?"
    r"(?: (?P<title>.+))?"
)


@dataclass(frozen=True)
class WrittenDay:
    """One day, its moments aware and Pacific, or None where not known."""

    held_on: date
    doors_at: datetime | None
    starts_at: datetime | None
    ends_at: datetime | None
    title: str

    def of(self, convening):
        return ConveningDay(convening=convening, **vars(self))


def read_days(written, *, shift=timedelta(0)):
    """The days in `written`, parted by `;` and each moved by `shift`."""
    return [_read_day(each, shift) for each in filter(None, written.split("; "))]


def _read_day(written, shift):
    part = DAY.fullmatch(written).groupdict()
    held_on = date.fromisoformat(part["day"]) + shift
    moments = [_moment(held_on, part[name]) for name in ("doors", "start", "end")]
    return WrittenDay(held_on, *moments, title=part["title"] or "")


def _moment(day, clock):
    return pacific(day, time(*map(int, clock.split(":")))) if clock else None


def pacific(day, clock):
    return timezone.make_aware(datetime.combine(day, clock), timezone.get_default_timezone())
