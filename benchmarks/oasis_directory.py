"""The public directory of services, written in bulk, and a file of as many to import."""

import json
from datetime import timedelta
from itertools import product
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from oasis.providers.models import Contact, Location, Need, Provider, Schedule, Service, ServiceAtLocation

NEEDS = ["vision", "dental", "counseling", "tutoring", "food"]
BATCH = 2_000
SCHOOL_DAYS = "MO,TU,WE,TH,FR"


def create_directory(*, providers, services_each):
    """`providers` around one school with `services_each` services, each at one place and open on weekdays."""
    now = timezone.now()
    needs = [Need.objects.get_or_create(slug=slug, defaults={"name": slug.capitalize()})[0] for slug in NEEDS]
    made = Provider.objects.bulk_create(
        [
            Provider(name=f"Helping Hand {number:04}", description="Made up.", is_made_up=True, modified_at=now)
            for number in range(providers)
        ],
        BATCH,
    )
    Contact.objects.bulk_create(
        [Contact(provider=one, department="Intake", email="i@example.org", receives_referrals=True) for one in made],
        BATCH,
    )
    places = Location.objects.bulk_create(
        [
            Location(
                provider=one,
                name=f"Office {number}",
                latitude=f"{33.7 + number % 97 / 150:.6f}",
                longitude=f"{-118.6 + number % 89 / 150:.6f}",
            )
            for number, one in enumerate(made)
        ],
        BATCH,
    )
    services = Service.objects.bulk_create(
        [
            Service(
                provider=one,
                name=f"{needs[number % len(needs)].name} {number}",
                description="Help for students and their families, by appointment. " * 3,
                cost=Service.Cost.values[number % len(Service.Cost.values)],
                capacity=Service.Capacity.values[number % len(Service.Capacity.values)],
                checked_on=timezone.localdate(now) - timedelta(days=number),
                modified_at=now,
            )
            for one, number in product(made, range(services_each))
        ],
        BATCH,
    )
    here = [place for place in places for _number in range(services_each)]
    ServiceAtLocation.objects.bulk_create(
        [ServiceAtLocation(service=service, location=place) for service, place in zip(services, here, strict=True)],
        BATCH,
    )
    Schedule.objects.bulk_create(
        [
            Schedule(service=one, freq="WEEKLY", byday="MO,TU,WE,TH,FR", opens_at="09:00", closes_at="17:00")
            for one in services
        ],
        BATCH,
    )


def write_standard_file(path, *, services):
    """HSDS 3.1 as JSON lines: `services` services, five to an organization, each with a schedule and a place."""
    with path.open("w", encoding="utf-8") as file:
        for number in range(services):
            file.write(json.dumps(_service(number)) + "\n")


def _service(number):
    name = f"Helping Hand {number // 5}"
    organization = {"id": _id("organization", number // 5), "name": name, "description": "Made up."}
    return {
        "id": _id("service", number),
        "name": f"Service {number}",
        "status": "active",
        "description": "Help for students and their families, by appointment. " * 3,
        "organization": organization,
        "phones": [{"id": _id("phone", number), "number": "+1 323 555 0100"}],
        "schedules": [
            {
                "id": _id("schedule", number),
                "freq": "WEEKLY",
                "byday": SCHOOL_DAYS,
                "opens_at": "09:00",
                "closes_at": "17:00",
            }
        ],
        "service_at_locations": [
            {
                "id": _id("at", number),
                "location": {
                    "id": _id("location", number),
                    "location_type": "physical",
                    "name": f"Office {number}",
                    "latitude": 34.01,
                    "longitude": -118.33,
                },
            }
        ],
    }


def _id(kind, number):
    return str(uuid5(NAMESPACE_URL, f"https://example.org/{kind}/{number}"))
