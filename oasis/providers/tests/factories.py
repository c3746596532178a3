"""Providers, services and needs; made up all."""

from itertools import count

from django.utils import timezone

from oasis.providers.models import Contact, Location, Need, Provider, Service, ServiceAtLocation

_number = count(1)


def create_provider(**fields):
    """A listed provider whose desk receives referrals by e-mail."""
    number = next(_number)
    defaults = {"name": f"Helping Hand {number}", "description": "Made up.", "is_made_up": True}
    provider = Provider.objects.create(modified_at=timezone.now(), **defaults | fields)
    Contact.objects.create(
        provider=provider, department="Intake", email=f"intake{number}@example.org", receives_referrals=True
    )
    return provider


def create_service(provider=None, **fields):
    defaults = {"name": f"Eye exams {next(_number)}", "description": "Glasses for students."}
    return Service.objects.create(
        provider=provider or create_provider(), modified_at=timezone.now(), **defaults | fields
    )


def create_location(provider, **fields):
    defaults = {"name": f"Clinic {next(_number)}", "latitude": "34.010000", "longitude": "-118.330000"}
    return Location.objects.create(provider=provider, **defaults | fields)


def place(service, location=None):
    return ServiceAtLocation.objects.create(service=service, location=location or create_location(service.provider))


def create_need(slug="vision", **fields):
    need, _created = Need.objects.get_or_create(slug=slug, defaults={"name": slug.capitalize()} | fields)
    return need
