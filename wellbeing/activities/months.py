"""One month of the calendar of activities, week by week, Sunday first; all days are Pacific."""

import re
from calendar import Calendar
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.utils import timezone

MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")
# What a day of the grid names; the list below it names all.
SHOWN_ON_A_DAY = 3


@dataclass
class Day:
    on: date
    is_other: bool
    cards: list = field(default_factory=list)

    @property
    def shown(self):
        return self.cards[:SHOWN_ON_A_DAY]

    @property
    def more(self):
        return len(self.cards[SHOWN_ON_A_DAY:])


def month_asked(text, *, today):
    """The first day of the month that “2026-12” names; of today’s month where it names none of this century."""
    found = MONTH.fullmatch(text)
    return date(int(found[1]), int(found[2]), 1) if found else today.replace(day=1)


def next_month(first):
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def previous_month(first):
    return date(first.year - (first.month == 1), (first.month - 2) % 12 + 1, 1)


def begin_in(activities, month):
    """Those of `activities` that begin in the month of which `month` is the first day."""
    midnights = [timezone.make_aware(datetime.combine(day, time.min)) for day in (month, next_month(month))]
    return activities.filter(starts_at__gte=midnights[0], starts_at__lt=midnights[1])


def weeks_of(month, *, cards):
    """A list of weeks of seven Days; each holds the cards of the activities that begin on it."""
    weeks = Calendar(firstweekday=6).monthdatescalendar(month.year, month.month)
    days = {on: Day(on, is_other=on.month != month.month) for week in weeks for on in week}
    for card in cards:
        days[timezone.localdate(card["activity"].starts_at)].cards.append(card)
    return [[days[on] for on in week] for week in weeks]


def days_with_cards(weeks):
    return [day for week in weeks for day in week if day.cards]
