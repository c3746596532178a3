"""Letting beat come by at chosen moments of a made-up autumn."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from convenings.models import ReminderRule
from convenings.reminding import plan_reminders, post_due_reminders
from lmi_portal.outbox.models import Email

from .factories import create_convening, register

PACIFIC = ZoneInfo("America/Los_Angeles")
# The Wednesday of the convening; daylight saving time ends on Sunday, November 1, 2026.
FIRST_DAY = date(2026, 11, 4)


def at(month, day, hour=8, minute=0, year=2026):
    return datetime(year, month, day, hour, minute, tzinfo=PACIFIC)


NOW = at(10, 1, 12)


def create_reminding_convening(*rules, **fields):
    defaults = {"starts_on": FIRST_DAY, "ends_on": FIRST_DAY, "registration_closes_at": at(11, 3, 17)}
    convening = create_convening(**defaults | fields)
    for kind, days in rules:
        ReminderRule.objects.create(convening=convening, kind=kind, days=days, send_time=time(8))
    return convening


def register_at(convening, now=NOW, **fields):
    return register(convening, now=now, **fields)


def run(now):
    """One beat."""
    plan_reminders(now=now)
    return post_due_reminders(now=now)


def reminders_sent():
    letters = Email.objects.filter(template__startswith="convenings/email/reminder_")
    return sorted(letters.values_list("template", "to"))
