"""Activities as iCalendar, in the language of whoever reads."""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from icalendar import Event

from lmi_portal.calendar_writing import written_calendar
from lmi_portal.family_language import for_families
from wellbeing.models import Activity, SignUp

from .wording import description_in_language, place_of, title_in_language

WAITING = for_families("Waiting in line: %(title)s")


def calendar_of_activities(rows, *, now, name=""):
    """The bytes of an .ics file of `rows`, pairs of an Activity and the reader's SignUp or None."""
    return written_calendar((_event(activity, sign_up, now) for activity, sign_up in rows), name=name)


def _event(activity, sign_up, now):
    pacific = timezone.get_default_timezone()
    address = settings.SITE_URL + reverse("wellbeing:activity", args=[activity.program.district.cd_code, activity.pk])
    is_waiting = sign_up is not None and sign_up.state == SignUp.State.WAITLISTED
    title = title_in_language(activity)
    event = Event()
    # The row's key: an activity that moves stays the same entry in everyone's calendar.
    event.add("UID", f"wellbeing-activity-{activity.pk}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("DTSTAMP", now)
    # In minutes: what is written later replaces what was, as when a place came free.
    event.add("SEQUENCE", int(now.timestamp()) // 60)
    event.add("SUMMARY", WAITING % {"title": title} if is_waiting else title)
    event.add("DTSTART", activity.starts_at.astimezone(pacific))
    event.add("DTEND", activity.ends_at.astimezone(pacific))
    event.add("STATUS", _status(activity, is_waiting=is_waiting))
    event.add("LOCATION", place_of(activity))
    event.add("DESCRIPTION", f"{description_in_language(activity)}\n{address}")
    event.add("URL", address)
    return event


def _status(activity, *, is_waiting):
    if activity.state == Activity.State.CANCELLED:
        return "CANCELLED"
    return "TENTATIVE" if is_waiting else "CONFIRMED"
