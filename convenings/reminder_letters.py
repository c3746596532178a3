"""What a reminder says, and to whom."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from .models import ReminderRule
from .news import convening_facts

Kind = ReminderRule.Kind


def letter_of(reminder, *, now):
    """The letter of a due reminder; a person with seats on two teams of one convening is reminded once."""
    rule, registration, seat = reminder.rule, reminder.registration, reminder.seat
    if rule.kind == Kind.ROSTER:
        return {
            "to": registration.registered_by.email,
            "reason": f"reminder:{rule.pk}:{registration.code}:{reminder.turn}",
            "template": "convenings/email/reminder_roster",
            "context": facts_of(rule)
            | {
                "name": registration.registered_by.get_full_name(),
                "team": registration.team_label,
                "unnamed": [one.label for one in registration.seats.all() if not one.name],
                "team_url": settings.SITE_URL + registration.get_absolute_url(),
            },
        }
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
