"""What a convening's page tells of its days and add-ons."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import ConveningDay
from .seating import add_ons_taken
from .wording import clock, hours_of, short_dollars


@dataclass
class ProgrammeDay:
    """`agenda` is a list of (moment, clock in words, title, detail), empty where none is announced."""

    held_on: date
    title: str
    hours: str
    starts_at: datetime | None
    ends_at: datetime | None
    agenda: list = field(default_factory=list)


def days_of(convening):
    """The ProgrammeDays of a convening, in one query."""
    rows = (
        ConveningDay.objects.filter(convening=convening)
        .order_by("held_on", "agenda__starts_at", "agenda__pk")
        .values_list(*DAY, "agenda__starts_at", "agenda__title", "agenda__detail")
    )
    days = {}
    for held_on, title, doors_at, starts_at, ends_at, *item in rows:
        if held_on not in days:
            day = ConveningDay(held_on=held_on, doors_at=doors_at, starts_at=starts_at, ends_at=ends_at)
            days[held_on] = ProgrammeDay(held_on, title, hours_of(day), starts_at, ends_at)
        if item[0]:
            moment = timezone.localtime(item[0])
            days[held_on].agenda.append((f"{moment:%H:%M}", clock(moment), *item[1:]))
    return list(days.values())


DAY = ["held_on", "title", "doors_at", "starts_at", "ends_at"]


def add_ons_of(convening):
    """The add-ons of a convening, each with its `price_words` and `seats_words`."""
    add_ons = list(convening.add_ons.all())
    taken = add_ons_taken(convening) if any(add_on.capacity is not None for add_on in add_ons) else {}
    for add_on in add_ons:
        add_on.price_words = _("%(price)s a person") % {"price": short_dollars(add_on.price)} if add_on.price else ""
        add_on.seats_words = _seats_words(add_on, taken.get(add_on.pk, 0))
    return add_ons


def _seats_words(add_on, taken):
    if add_on.capacity is None:
        return ""
    left = max(add_on.capacity - taken, 0)
    return ngettext("%(n)s seat left", "%(n)s seats left", left) % {"n": left} if left else _("full")
