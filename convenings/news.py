"""The letters that a team's news is told in, ready for the outbox; every fact in them is frozen at the deed."""

from django.conf import settings
from django.urls import reverse

from .models import Registration
from .pricing import dollars
from .wording import hours_of, written


def convening_facts(convening):
    days = [_day_facts(day) for day in convening.days.all()]
    if not days and convening.starts_on:
        days = [{"date": written(convening.starts_on, "l, F j, Y"), "hours": ""}]
    return {
        "convening": convening.title,
        "convening_id": convening.pk,
        "convening_url": settings.SITE_URL + convening.get_absolute_url(),
        "days": days,
        "place": ", ".join(part for part in (convening.venue, convening.street, convening.city) if part),
        "contact": convening.contact_email,
    }


def _day_facts(day):
    return {"date": written(day.held_on, "l, F j, Y"), "hours": hours_of(day)}


def registration_facts(registration, seats, *, amount):
    """`amount` is told of confirmed teams alone: who waits in line holds no seat and owes nothing."""
    owes = amount and registration.state == Registration.State.CONFIRMED
    return convening_facts(registration.convening) | {
        "team": registration.team_label,
        "code": registration.code,
        "team_url": settings.SITE_URL + registration.get_absolute_url(),
        "seats": [{"label": seat.label, "name": seat.name} for seat in seats],
        "unnamed": sum(not seat.name for seat in seats),
        "amount": dollars(amount) if owes else "",
        "co_lead": registration.co_lead_name or registration.co_lead_email,
    }


def to_contacts(registration, facts, contacts, *, news, **more):
    """A letter to each contact; `news` is confirmed, waitlisted, promoted, changed, signed or cancelled."""
    return [
        _letter(registration, f"registration_{news}", user.email, facts | {"name": user.get_full_name()} | more)
        for user in contacts
    ]


def to_members(registration, facts, seats, contacts, *, news):
    """A letter to each named person with an address, but for the contacts, who have one already."""
    written = {user.email.lower() for user in contacts}
    return [
        _letter(
            registration,
            f"seat_{news}",
            seat.email,
            facts | {"name": seat.name, "seat": seat.label, "seats": [], "amount": ""},
        )
        for seat in seats
        if seat.email and seat.email.lower() not in written
    ]


def to_co_lead(registration, facts, *, token):
    link = settings.SITE_URL + reverse("teams:co_lead", args=[token])
    people = {"name": registration.co_lead_name, "registrar": registration.registered_by.get_full_name()}
    letter = _letter(registration, "co_lead_asked", registration.co_lead_email, facts | people | {"link": link})
    return letter | {"is_private": True}


def _letter(registration, template, to, context):
    return {
        "to": to,
        "reason": f"{template}:{registration.code}:{registration.revision}",
        "template": f"convenings/email/{template}",
        "context": context,
        "attachment": "convening_ics" if template.endswith(("_confirmed", "_promoted")) else "",
    }
