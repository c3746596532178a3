"""Opening hours as people say them: “Monday to Friday, 8:30 a.m.–5:30 p.m.”"""

import re

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .models import Schedule
from .opening_hours import DAYS

NTH = re.compile(r"^([+-]?\d+)?([A-Z]{2})$")


def hours_in_words(schedule):
    """One line; what the rule leaves out is left out here, and words on file stand after it."""
    days = _days_in_words(schedule)
    parts = [days, _times_in_words(schedule)] if days or schedule.opens_at else []
    return ", ".join(part for part in [*parts, _validity(schedule), schedule.description, schedule.notes] if part)


def _times_in_words(schedule):
    if schedule.opens_at is None or schedule.closes_at is None:
        return ""
    if schedule.opens_at == schedule.closes_at:
        return _("around the clock")
    hours = {"opens": _clock(schedule.opens_at), "closes": _clock(schedule.closes_at)}
    if schedule.closes_at < schedule.opens_at:
        return _("%(opens)s to %(closes)s the next day") % hours
    return _("%(opens)s to %(closes)s") % hours


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
        return _("%(days)s, not every time: ask which") % {"days": words}
    return words


def _weekly(days):
    if len(days) == len(DAYS):
        return _("Every day")
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return _("%(first)s to %(last)s") % {"first": WEEKDAYS[days[0]], "last": WEEKDAYS[days[-1]]}
    return ", ".join(str(WEEKDAYS[day]) for day in days)


def _monthly(days, bymonthday):
    words = [_nth_in_words(nth, WEEKDAYS[day]) for nth, day in days]
    if bymonthday:
        words.append(_("on these days of the month: %(days)s") % {"days": bymonthday})
    return ", ".join(words)


def _nth_in_words(nth, day):
    names = {
        None: _("every %(day)s"),
        "1": _("first %(day)s of the month"),
        "2": _("second %(day)s of the month"),
        "3": _("third %(day)s of the month"),
        "4": _("fourth %(day)s of the month"),
        "-1": _("last %(day)s of the month"),
    }
    nth = nth and nth.removeprefix("+")
    return names.get(nth, pgettext("number of a weekday in its month", "%(nth)s. %(day)s of the month")) % {
        "day": day,
        "nth": nth,
    }


def _validity(schedule):
    begins, ends = schedule.valid_from_on, schedule.valid_to_on
    if begins and ends:
        return _("from %(first)s to %(last)s") % {"first": _day(begins), "last": _day(ends)}
    if begins:
        return _("from %(day)s on") % {"day": _day(begins)}
    return _("until %(day)s") % {"day": _day(ends)} if ends else ""


def _day(day):
    return date_format(day, "DATE_FORMAT")
