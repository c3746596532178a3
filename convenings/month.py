"""One month of the calendar, week by week, Sunday first."""

from calendar import Calendar
from dataclasses import dataclass, field
from datetime import date, timedelta

from .models import Convening, ConveningDay


@dataclass
class MonthDay:
    held_on: date
    is_other: bool
    convenings: list = field(default_factory=list)


def weeks_of(month, *, convenings):
    """A list of weeks of seven MonthDays; each names what is held on it. `month` is its first day.

    A convening without days of its own is shown on each day from its first to its last.
    """
    weeks = Calendar(firstweekday=6).monthdatescalendar(month.year, month.month)
    days = {day: MonthDay(day, is_other=day.month != month.month) for week in weeks for day in week}
    first, last = weeks[0][0], weeks[-1][-1]
    shown = list(convenings.filter(starts_on__lte=last, ends_on__gte=first).order_by("starts_on", "pk"))
    held_on = {}
    for convening_id, day in ConveningDay.objects.filter(convening__in=shown).values_list("convening_id", "held_on"):
        held_on.setdefault(convening_id, []).append(day)
    for convening in shown:
        for day in held_on.get(convening.pk) or _span(convening):
            if day in days:
                days[day].convenings.append(convening)
    return [[days[day] for day in week] for week in weeks]


def convenings_in(weeks):
    """Those held on a day of the month itself, each once, in order."""
    return list(
        dict.fromkeys(convening for week in weeks for day in week if not day.is_other for convening in day.convenings)
    )


def _span(convening):
    length = (convening.ends_on - convening.starts_on).days + 1
    return [convening.starts_on + timedelta(days=n) for n in range(length)]


def month_to_open(month, *, today):
    """The month asked for, else that of the next convening, else this one."""
    if month:
        return month
    coming = Convening.objects.upcoming(on=today).values_list("starts_on", flat=True).first()
    return max(coming or today, today).replace(day=1)
