"""When services are open: rules in parts of RFC 5545, read at Pacific wall-clock time.

A rule that opens later than it closes runs past midnight; one that opens and closes at the same time never closes. A
rule without hours tells the days alone, so that nobody is open “now” by it.
"""

from calendar import monthrange
from datetime import timedelta

from django.db.models import F, Q
from django.utils import timezone

from .models import Schedule

DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def schedules_open_at(moment):
    """The Schedules by which a door stands open at `moment`, an aware time."""
    here = timezone.localtime(moment)
    today, clock = here.date(), here.time()
    yesterday = today - timedelta(days=1)
    by_day = Q(opens_at__lte=clock, closes_at__gt=clock) | Q(opens_at__lte=clock, closes_at__lte=F("opens_at"))
    before_opening = Q(closes_at__gt=clock, closes_at__lte=F("opens_at"))
    return Schedule.objects.filter(
        Q(pk__in=_running_on(today).filter(by_day)) | Q(pk__in=_running_on(yesterday).filter(before_opening))
    )


def schedules_open_on(weekday, *, today):
    """The Schedules that open on some `weekday` ("MO") from `today` on, in every week or in some of the month."""
    begun = Q(valid_from_on=None) | Q(valid_from_on__lte=today)
    unended = Q(valid_to_on=None) | Q(valid_to_on__gte=today)
    named = Q(byday__contains=weekday) | Q(
        byday="", bymonthday="", freq=Schedule.Frequency.WEEKLY, starts_on__week_day=_as_django_counts(weekday)
    )
    return Schedule.objects.filter(begun & unended & named)


def _running_on(day):
    """The Schedules whose rule has `day` among its days."""
    valid = (Q(valid_from_on=None) | Q(valid_from_on__lte=day)) & (Q(valid_to_on=None) | Q(valid_to_on__gte=day))
    begun = Q(starts_on=None) | Q(starts_on__lte=day)
    fitting = Schedule.objects.filter(valid & begun & (_weekly_on(day) | _monthly_on(day)))
    skipping = [rule.pk for rule in fitting.filter(interval__gt=1) if not _is_its_turn(rule, day)]
    return fitting.exclude(pk__in=skipping) if skipping else fitting


def _weekly_on(day):
    """By its weekdays, or else by that of its first day, as RFC 5545 has it; a rule is weekly unless it says not."""
    weekday = DAYS[day.weekday()]
    first_day = Q(byday="", bymonthday="", freq=Schedule.Frequency.WEEKLY) & Q(
        starts_on__week_day=_as_django_counts(weekday)
    )
    return ~Q(freq=Schedule.Frequency.MONTHLY) & (Q(byday__contains=weekday) | first_day)


def _monthly_on(day):
    """“1MO” is the first Monday, “-1MO” the last, “MO” each; day -1 of the month is its last."""
    from_the_end = monthrange(day.year, day.month)[1] - day.day
    nth, nth_last = (day.day - 1) // 7 + 1, -(from_the_end // 7 + 1)
    byday = rf"(^|,) *([+]?{nth}|{nth_last})?{DAYS[day.weekday()]} *(,|$)"
    bymonthday = rf"(^|,) *([+]?{day.day}|-{from_the_end + 1}) *(,|$)"
    named = Q(byday__regex=byday) & (Q(bymonthday="") | Q(bymonthday__regex=bymonthday))
    return Q(freq=Schedule.Frequency.MONTHLY) & (named | Q(byday="", bymonthday__regex=bymonthday))


def _is_its_turn(rule, day):
    """Whether a rule of every second week or month has its turn; where its first day is unknown nobody can say."""
    first = rule.starts_on or rule.valid_from_on
    if first is None:
        return False
    if rule.freq == Schedule.Frequency.MONTHLY:
        return (12 * (day.year - first.year) + day.month - first.month) % rule.interval == 0
    weeks = (_monday_of(day) - _monday_of(first)).days // 7
    return weeks % rule.interval == 0


def _monday_of(day):
    return day - timedelta(days=day.weekday())


def _as_django_counts(weekday):
    """1 for Sunday to 7 for Saturday."""
    return (DAYS.index(weekday) + 1) % 7 + 1
