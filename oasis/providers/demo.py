"""The directory that the demo starts with: the needs, and made-up providers around the four pilot schools."""

import json
from datetime import date, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.utils import timezone

from .classifying import FACTS, ensure_needs
from .models import (
    Accessibility,
    Address,
    Contact,
    CostOption,
    Language,
    Location,
    Phone,
    Provider,
    RequiredDocument,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    TaxonomyTerm,
)

SAYS_SO = "Made up for the demo: nobody is there."


@transaction.atomic
def load_providers(*, now):
    """Add the needs and the made-up providers that are missing; what is on file stays as it is."""
    ensure_needs()
    terms = {term.code: term for term in TaxonomyTerm.objects.all()}
    for facts in json.loads((FACTS / "demo_providers.json").read_text(encoding="utf-8")):
        uid = _uid(facts["key"])
        if not Provider.objects.filter(uid=uid).exists():
            _add_provider(facts, uid=uid, terms=terms, now=now)


def _add_provider(facts, *, uid, terms, now):
    provider = Provider.objects.create(
        uid=uid,
        name=f"{facts['name']} (made up)",
        description=f"{facts['description']} {SAYS_SO}",
        email=f"{facts['key']}@example.org",
        website=f"https://{facts['key']}.example.org",
        year_incorporated=facts.get("founded"),
        is_made_up=True,
        modified_at=now,
    )
    Contact.objects.create(
        provider=provider,
        department=facts["desk"],
        email=f"referrals.{facts['key']}@example.org",
        is_public=True,
        receives_referrals=True,
    )
    Phone.objects.create(provider=provider, number=facts["phone"])
    places = {place["key"]: _add_place(place, provider) for place in facts["places"]}
    _add_hours(facts, provider=provider)
    for service in facts["services"]:
        _add_service(service, provider, places=places, terms=terms, now=now)


def _add_place(facts, provider):
    latitude, longitude = facts.get("at", (None, None))
    location = Location.objects.create(
        uid=uuid5(provider.uid, facts["key"]),
        provider=provider,
        kind=facts.get("kind", Location.Kind.PHYSICAL),
        name=facts["name"],
        transportation=facts.get("way", ""),
        latitude=latitude,
        longitude=longitude,
    )
    if "street" in facts:
        Address.objects.create(location=location, street=facts["street"], city=facts["city"], zip_code=facts["zip"])
    for description in facts.get("access", []):
        Accessibility.objects.create(location=location, description=description)
    return location


def _add_service(facts, provider, *, places, terms, now):
    low, high = facts.get("ages", (None, None))
    days = facts["checked"]
    service = Service.objects.create(
        uid=uuid5(provider.uid, facts["name"]),
        provider=provider,
        name=facts["name"],
        description=f"{facts['description']} {SAYS_SO}",
        application_process=facts.get("apply", ""),
        wait_time=facts.get("wait", ""),
        fees_description=facts.get("fees", ""),
        cost=facts["cost"],
        eligibility=facts.get("eligibility", ""),
        minimum_age=low,
        maximum_age=high,
        capacity=facts["capacity"],
        capacity_said_at=None if facts["capacity"] == "unknown" else now - timedelta(days=days or 0),
        alert=facts.get("alert", ""),
        checked_on=None if days is None else timezone.localdate(now) - timedelta(days=days),
        modified_at=now,
    )
    service.terms.set(terms[code] for code in facts["terms"])
    at = [places[key] for key in facts.get("at", places)]
    ServiceAtLocation.objects.bulk_create(ServiceAtLocation(service=service, location=place) for place in at)
    Language.objects.bulk_create(Language(service=service, code=code) for code in facts["languages"])
    _add_details(facts, service)
    _add_hours(facts, service=service, begins_on=_monday_before(service.checked_on or timezone.localdate(now)))


def _add_details(facts, service):
    for document in facts.get("documents", []):
        RequiredDocument.objects.create(service=service, document=document)
    for name in facts.get("areas", []):
        ServiceArea.objects.create(service=service, name=name, zip_codes=facts.get("zips", ""))
    for option, amount in facts.get("costs", []):
        CostOption.objects.create(service=service, option=option, amount=amount)


def _add_hours(facts, *, begins_on=None, **owner):
    """Each is [days, opens, closes], and where they differ how it repeats and every how many weeks or months."""
    for days, opens, closes, *rest in facts.get("hours", []):
        freq, interval = (*rest, *("WEEKLY", None)[len(rest) :])
        Schedule.objects.create(
            freq=freq,
            interval=interval,
            starts_on=begins_on if interval else None,
            byday=days,
            opens_at=opens,
            closes_at=closes,
            **owner,
        )


def _monday_before(day):
    return date.fromordinal(day.toordinal() - day.weekday())


def _uid(key):
    """The same in every demo, so that a link to a provider lives as long as the portal."""
    return uuid5(NAMESPACE_URL, f"https://{key}.example.org")
