"""What a reminder says, and to whom."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from .contacts import contacts_by_team
from .models import ReminderRule
from .news import convening_facts

Kind = ReminderRule.Kind


def letters_of(reminders, *, now):
    """The letters of due reminders; a person with seats on two teams of one convening is reminded once."""
    contacts = contacts_by_team([one.registration for one in reminders if one.rule.kind == Kind.ROSTER])
    for reminder in reminders:
        if reminder.rule.kind == Kind.ROSTER:
            yield from (_to_contact(reminder, user) for user in contacts[reminder.registration_id])
        else:
            yield _to_seat(reminder, now=now)


def _to_contact(reminder, user):
    rule, registration = reminder.rule, reminder.registration
    team = {
        "name": user.get_full_name(),
        "team": registration.team_label,
        "unnamed": [one.label for one in registration.seats.all() if not one.name],
        "team_url": settings.SITE_URL + registration.get_absolute_url(),
    }
    return {
        "to": user.email,
        "reason": f"reminder:{rule.pk}:{registration.code}:{reminder.turn}",
        "template": "convenings/email/reminder_roster",
        "context": facts_of(rule) | team,
    }


def _to_seat(reminder, *, now):
    rule, registration, seat = reminder.rule, reminder.registration, reminder.seat
    person = {"name": seat.name, "seat": seat.label, "team": registration.team_label}
    # Made up for after a standstill, “tomorrow” may be today.
    counted = {"days_ahead": (rule.convening.starts_on - timezone.localdate(now)).days}
    return {
        "to": seat.email,
        "reason": f"reminder:{rule.pk}",
        "template": f"convenings/email/reminder_{rule.kind}",
        "context": facts_of(rule) | person | counted,
        "attachment": "convening_ics" if rule.kind == Kind.BEFORE else "",
    }


def facts_of(rule):
    return convening_facts(rule.convening) | {
        "note": rule.note,
        "days_ahead": rule.days,
        "convenings_url": settings.SITE_URL + reverse("convenings:list"),
    }


def example_context(rule):
    """What the preview of a rule shows: its own convening, a made-up person and team."""
    return facts_of(rule) | {
        "name": "Maria Example",
        "seat": "Cabinet member",
        "team": "Example Unified",
        "unnamed": ["CSEA 127 lead", "Board member"],
        "team_url": settings.SITE_URL + "/teams/",
    }
