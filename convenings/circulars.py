"""Circulars: one letter to each person of a convening's teams."""

from django.conf import settings
from django.urls import reverse

from .contacts import contacts_by_team
from .models import Registration
from .news import convening_facts


def teams_to_tell(convening):
    """Its standing teams with all that a circular needs of them."""
    return (
        Registration.objects.standing()
        .filter(convening=convening)
        .select_related("district", "registered_by")
        .prefetch_related("seats")
    )


def people_of(registrations):
    """{e-mail: (name, registration, whether they are its contact)}: contacts and named seats, each person once."""
    people, contacts = {}, contacts_by_team(registrations)
    for registration in registrations:
        for user in contacts[registration.pk]:
            people.setdefault(user.email.lower(), (user.get_full_name(), registration, True))
    for registration in registrations:
        for seat in registration.seats.all():
            if seat.name and seat.email:
                people.setdefault(seat.email.lower(), (seat.name, registration, False))
    return people


def circulars(convening, registrations, *, news, reason, **more):
    """Letters with the calendar file to all people of `registrations`; `news` names the template, `more` adds facts."""
    facts = convening_facts(convening) | {"convenings_url": settings.SITE_URL + reverse("convenings:list")} | more
    return [
        {
            "to": email,
            "reason": reason,
            "template": f"convenings/email/{news}",
            "context": facts | _team(registration, is_contact) | {"name": name},
            "attachment": "convening_ics",
        }
        for email, (name, registration, is_contact) in people_of(registrations).items()
    ]


def _team(registration, is_contact):
    """Only its contacts are sent to the team's page: of the others, many may not open it."""
    url = settings.SITE_URL + registration.get_absolute_url() if is_contact else ""
    return {"team": registration.team_label, "team_url": url}
