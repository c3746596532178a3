"""Letters to a convening's teams: to whom, and the facts that are frozen in them."""

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _


def day_in_words(day):
    """“Thursday, December 3, 2026, 9:30 a.m. to 3 p.m. PST”, with the doors where they open earlier."""
    words = date_format(day.held_on, "l, F j, Y")
    if day.starts_at is None:
        return words
    starts_at = timezone.localtime(day.starts_at)
    hours = time_format(starts_at, "P")
    if day.ends_at is not None:
        hours = _("%(start)s to %(end)s") % {
            "start": hours,
            "end": time_format(timezone.localtime(day.ends_at), "P"),
        }
    words = f"{words}, {hours} {starts_at.tzname()}"
    if day.doors_at is not None and day.doors_at < day.starts_at:
        doors = time_format(timezone.localtime(day.doors_at), "P")
        words += _(" (doors open at %(time)s)") % {"time": doors}
    return words


def days_in_words(convening):
    """One line per day; of a convening whose days are not set yet, what is known of its dates."""
    days = [day_in_words(day) for day in convening.days.all()]
    if days or convening.starts_on is None:
        return days or [_("The date will be announced.")]
    ends = {convening.starts_on, convening.ends_on}
    return [" – ".join(date_format(day, "l, F j, Y") for day in sorted(ends))]


def place_in_words(convening):
    return ", ".join(part for part in (convening.venue, convening.street, convening.city, convening.zip_code) if part)


def convening_facts(convening):
    """What every letter about a convening may say of it; plain values, kept as they are at the deed."""
    return {
        "convening_id": convening.pk,
        "convening": convening.title,
        "days": days_in_words(convening),
        "place": place_in_words(convening),
        "convening_url": settings.SITE_URL + convening.get_absolute_url(),
        "contact_name": convening.contact_name,
        "contact_email": convening.contact_email,
    }


def team_facts(registration):
    return {
        "team": registration.team_label,
        "code": registration.code,
        "team_url": settings.SITE_URL + registration.get_absolute_url(),
    }


def people_of(registrations):
    """{e-mail: (name, registration)} of the registrars and the named seats, each person once.

    `registrations` come with their registrar and seats fetched.
    """
    people = {}
    for registration in registrations:
        registrar = registration.registered_by
        people.setdefault(registrar.email.lower(), (registrar.name, registration))
        for seat in registration.seats.all():
            if seat.name and seat.email:
                people.setdefault(seat.email.lower(), (seat.name, registration))
    return people


def letters_to_teams(convening, registrations, *, news, reason, context, attachment=""):
    """One letter to each person of these teams; `news` names the template, `context` adds to the facts."""
    facts = convening_facts(convening) | context
    return [
        {
            "to": email,
            "reason": reason,
            "template": f"convenings/email/{news}",
            "context": facts | team_facts(registration) | {"name": name},
            "attachment": attachment,
        }
        for email, (name, registration) in people_of(registrations).items()
    ]
