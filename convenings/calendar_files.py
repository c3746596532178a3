"""Convenings as iCalendar (RFC 5545), for one's own calendar program.

One VEVENT per day: with hours where they are known, else the whole day.
"""

from datetime import timedelta
from itertools import chain
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone, translation
from icalendar import Event

from lmi_portal.calendar_writing import written_calendar

from .models import Convening
from .wording import fee_sentence, place_of


def calendar_of(convenings, *, name=""):
    """The bytes of an .ics file of `convenings`, whose days are prefetched where there are many."""
    return written_calendar(chain.from_iterable(map(_events_of, convenings)), name=name)


def _events_of(convening):
    days = list(convening.days.all())
    return [_event(convening, day, number, len(days)) for number, day in enumerate(days, start=1)]


def _event(convening, day, number, count):
    event = Event()
    # The row's key and not the date: a day that moves stays the same event in everyone's calendar.
    event.add("UID", f"convening-day-{day.pk}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("DTSTAMP", convening.updated_at)
    event.add("LAST-MODIFIED", convening.updated_at)
    event.add("SEQUENCE", int(convening.updated_at.timestamp()) // 60)
    event.add("SUMMARY", _title(convening, day, number, count))
    _add_times(event, day)
    event.add("STATUS", _STATUS.get(convening.state, "CONFIRMED"))
    event.add("TRANSP", "OPAQUE")
    event.add("URL", settings.SITE_URL + convening.get_absolute_url())
    event.add("DESCRIPTION", _description(convening))
    if place_of(convening):
        event.add("LOCATION", ", ".join(filter(None, [convening.venue, convening.street, convening.city])))
    return event


_STATUS = {Convening.State.CANCELLED: "CANCELLED", Convening.State.SAVE_THE_DATE: "TENTATIVE"}


def _title(convening, day, number, count):
    title = convening.title if count == 1 else f"{convening.title} ({number}/{count})"
    return f"{title}: {day.title}" if day.title else title


def _add_times(event, day):
    """All of the day where its start is not known; a start without an end is a moment, as RFC 5545 has it."""
    if day.starts_at is None:
        event.add("DTSTART", day.held_on)
        event.add("DTEND", day.held_on + timedelta(days=1))
        return
    pacific = timezone.get_default_timezone()
    event.add("DTSTART", (day.doors_at or day.starts_at).astimezone(pacific))
    if day.ends_at:
        event.add("DTEND", day.ends_at.astimezone(pacific))


def _description(convening):
    with translation.override(settings.LANGUAGE_CODE):
        fee = fee_sentence(convening)
    lines = [convening.summary, f"Fee: {fee}", settings.SITE_URL + convening.get_absolute_url()]
    return "\n".join(filter(None, lines))
