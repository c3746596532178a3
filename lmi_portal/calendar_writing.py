"""iCalendar (RFC 5545) files of whatever happens, in Pacific time."""

from datetime import datetime, timedelta

from icalendar import Calendar, Timezone, TimezoneDaylight, TimezoneStandard

ZONE = "America/Los_Angeles"
MIME_TYPE = "text/calendar; charset=utf-8"


def written_calendar(events, *, name=""):
    """The bytes of an .ics file of `events`, in Pacific time."""
    calendar = Calendar()
    calendar.add("PRODID", "-//Labor Management Initiative//LMI portal//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", "PUBLISH")
    if name:
        calendar.add("X-WR-CALNAME", name)
    calendar.add_component(_pacific_zone())
    for event in events:
        calendar.add_component(event)
    return calendar.to_ical()


def _pacific_zone():
    """Pacific time by the rules of 15 U.S.C. § 260a as they stand since 2007; nothing in the portal is older."""
    zone = Timezone()
    zone.add("TZID", ZONE)
    standard, daylight = TimezoneStandard(), TimezoneDaylight()
    for part, name, day, rule, before, after in (
        (daylight, "PDT", datetime(2007, 3, 11, 2), {"BYMONTH": 3, "BYDAY": "2SU"}, -8, -7),
        (standard, "PST", datetime(2007, 11, 4, 2), {"BYMONTH": 11, "BYDAY": "1SU"}, -7, -8),
    ):
        part.add("DTSTART", day)
        part.add("RRULE", {"FREQ": "YEARLY"} | rule)
        part.add("TZNAME", name)
        part.add("TZOFFSETFROM", timedelta(hours=before))
        part.add("TZOFFSETTO", timedelta(hours=after))
        zone.add_component(part)
    return zone
