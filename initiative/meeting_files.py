"""A meeting of the steering committee as iCalendar, for its members' own calendars."""

from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from icalendar import Event

from lmi_portal.calendar_writing import written_calendar


def calendar_of_meeting(meeting, *, title, now):
    """The bytes of an .ics file; agenda and minutes stay on the portal."""
    event = Event()
    event.add("UID", f"committee-meeting-{meeting.pk}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("DTSTAMP", now)
    event.add("SUMMARY", title)
    event.add("DTSTART", meeting.starts_at.astimezone(timezone.get_default_timezone()))
    event.add("URL", settings.SITE_URL + meeting.get_absolute_url())
    if meeting.place:
        event.add("LOCATION", meeting.place)
    return written_calendar([event])
