"""The facts of a service as a family needs them on paper."""

from dataclasses import dataclass, field

from lmi_portal.family_language import language_name

from .providers.family_words import COSTS
from .providers.hours_in_words import hours_in_words
from .providers.models import Address, Language, Phone, Schedule


@dataclass(frozen=True)
class Facts:
    provider: str
    service: str
    description: str
    addresses: list
    phones: list
    hours: list
    languages: list
    documents: list = field(default_factory=list)
    cost: str = ""
    how: str = ""
    website: str = ""
    checked_on: object = None


def facts_of(referral):
    """The Facts of the referral's service, at the place that is meant; the provider's own where it names none."""
    service, place = referral.service, referral.service_at_location
    location = place.location if place else None
    return Facts(
        provider=service.provider.name,
        service=service.name,
        description=service.description,
        addresses=[str(each) for each in Address.objects.filter(location=location)] if location else [],
        phones=[str(each) for each in _nearest_owner(Phone.objects.exclude(kind=Phone.Kind.FAX), service, place)],
        hours=list(filter(None, map(hours_in_words, _nearest_owner(Schedule.objects.all(), service, place)))),
        languages=[language_name(each.code) for each in Language.objects.filter(service=service)],
        documents=[each.document for each in service.required_documents.all()],
        cost=". ".join(str(part) for part in (COSTS.get(service.cost), service.fees_description) if part),
        how=service.application_process,
        website=service.url or service.provider.website,
        checked_on=service.checked_on,
    )


def _nearest_owner(rows, service, place):
    """What belongs to the service at this place, else to the service, else to the place, else to the provider."""
    owners = [{"service": service}, {"provider": service.provider}]
    if place:
        owners = [{"service_at_location": place}, owners[0], {"location": place.location}, owners[1]]
    return next((found for owner in owners if (found := list(rows.filter(**owner)))), [])
