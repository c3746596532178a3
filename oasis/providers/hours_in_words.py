"""Opening hours as people say them: “Monday to Friday, 8:30 a.m.–5:30 p.m.”"""

import re

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format, time_format

from lmi_portal.family_language import for_families

from .models import Schedule
from .opening_hours import DAYS

NTH = re.compile(r"^([+-]?\d+)?([A-Z]{2})$")


def hours_in_words(schedule):
    """One line; what the rule leaves out is left out here, and words on file stand after it."""
    days = _days_in_words(schedule)
    parts = [days, _times_in_words(schedule)] if days or schedule.opens_at else []
    return ", ".join(str(part) for part in [*parts, _validity(schedule), schedule.description, schedule.notes] if part)


def _times_in_words(schedule):
    if schedule.opens_at is None or schedule.closes_at is None:
        return ""
    if schedule.opens_at == schedule.closes_at:
        return for_families("around the clock")
    hours = {"opens": _clock(schedule.opens_at), "closes": _clock(schedule.closes_at)}
    if schedule.closes_at < schedule.opens_at:
        return for_families("%(opens)s to %(closes)s the next day") % hours
    return for_families("%(opens)s to %(closes)s") % hours


def _clock(time):
    return time_format(time, "TIME_FORMAT")


def _days_in_words(schedule):
    days = [match.groups() for part in schedule.byday.split(",") if (match := NTH.match(part.strip()))]
    known = [(nth, DAYS.index(day)) for nth, day in days if day in DAYS]
    if schedule.freq == Schedule.Frequency.MONTHLY:
        words = _monthly(known, schedule.bymonthday)
    else:
        words = _weekly(sorted({day for _nth, day in known}))
    if words and (schedule.interval or 1) > 1:
        return for_families("%(days)s, not every time: ask which") % {"days": words}
    return words


def _weekly(days):
    if len(days) == len(DAYS):
        return for_families("Every day")
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return for_families("%(first)s to %(last)s") % {"first": WEEKDAYS[days[0]], "last": WEEKDAYS[days[-1]]}
    return ", ".join(str(WEEKDAYS[day]) for day in days)


def _monthly(days, bymonthday):
    words = [_nth_in_words(nth, WEEKDAYS[day]) for nth, day in days]
    if bymonthday:
        words.append(for_families("on these days of the month: %(days)s") % {"days": bymonthday})
    return ", ".join(words)


def _nth_in_words(nth, day):
    names = {
        None: for_families("every %(day)s"),
        "1": for_families("first %(day)s of the month"),
        "2": for_families("second %(day)s of the month"),
        "3": for_families("third %(day)s of the month"),
        "4": for_families("fourth %(day)s of the month"),
        "-1": for_families("last %(day)s of the month"),
    }
    nth = nth and nth.removeprefix("+")
    return names.get(nth, for_families("%(day)s number %(nth)s of the month")) % {
        "day": day,
        "nth": nth,
    }


def _validity(schedule):
    begins, ends = schedule.valid_from_on, schedule.valid_to_on
    if begins and ends:
        return for_families("from %(first)s to %(last)s") % {"first": _day(begins), "last": _day(ends)}
    if begins:
        return for_families("from %(day)s on") % {"day": _day(begins)}
    return for_families("until %(day)s") % {"day": _day(ends)} if ends else ""


def _day(day):
    return date_format(day, "DATE_FORMAT")
