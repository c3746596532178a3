"""A meeting of a committee as iCalendar (RFC 5545), for its members' own calendars."""

from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Event

from lmi_portal.calendar_writing import written_calendar
from wellbeing.models import CommitteeMeeting


def calendar_of_meeting(meeting, *, now):
    """The bytes of an .ics file; a newer revision replaces the older, and a canceled meeting says so."""
    pacific = timezone.get_default_timezone()
    event = Event()
    event.add("UID", f"well-being-committee-{meeting.pk}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("DTSTAMP", now)
    event.add("SEQUENCE", meeting.revision)
    event.add("SUMMARY", _("Well-being committee, %(district)s") % {"district": meeting.program.district.name})
    event.add("DTSTART", meeting.starts_at.astimezone(pacific))
    event.add("DTEND", meeting.ends_at.astimezone(pacific))
    event.add("LOCATION", meeting.place)
    event.add("STATUS", "CANCELLED" if meeting.state == CommitteeMeeting.State.CANCELLED else "CONFIRMED")
    event.add("URL", settings.SITE_URL + meeting.get_absolute_url())
    return written_calendar([event])
