"""Days on which a district's schools work: the clock of referrals counts these and no others."""

from datetime import timedelta

from django.utils import timezone

from lmi_portal.working_days import is_working_day

from .models import DayOff

DAY = timedelta(days=1)


def days_off_of(district_id):
    """The days on which the district's schools are closed beside the state's holidays, as a set."""
    return set(DayOff.objects.filter(district_id=district_id).values_list("off_on", flat=True))


def is_school_day(day, days_off):
    return is_working_day(day) and day not in days_off


def school_days_after(day, count, days_off):
    """The last of the `count` school days that follow `day`."""
    while count:
        day += DAY
        count -= is_school_day(day, days_off)
    return day


def school_days_between(first, last, days_off):
    """How many school days lie after `first` and up to `last`."""
    return sum(is_school_day(first + DAY * number, days_off) for number in range(1, (last - first).days + 1))


class ClosedDays:
    """The days off of each district, asked for once in a run over many rows."""

    def __init__(self):
        self.by_district = {}

    def of(self, district_id):
        if district_id not in self.by_district:
            self.by_district[district_id] = days_off_of(district_id)
        return self.by_district[district_id]

    def school_days_since(self, moment, day, *, of):
        """How many school days of the district `of` lie after the Pacific day of `moment` and up to `day`."""
        return school_days_between(timezone.localdate(moment), day, self.of(of))


def school_days_around(day, days_off, *, days=200):
    """The school days of so many days before and after `day`, sorted."""
    span = (day + DAY * number for number in range(-days, days + 1))
    return [each for each in span if is_school_day(each, days_off)]
