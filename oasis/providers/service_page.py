"""All that the page of one service prints."""

from dataclasses import dataclass

from django.utils import timezone

from .reading import Check, ages_of, capacity_of, check_of, hours_of, languages_of, phones_of, places_of
from .searching import services_matching


@dataclass(frozen=True)
class ServiceFacts:
    """`hours` stand for themselves only where the service has no place; with places each has its own."""

    places: list
    hours: list
    phones: list
    languages: list
    ages: str
    capacity: str
    costs: list
    areas: list
    documents: list
    check: Check
    is_open_now: bool


def facts_of(service, *, now):
    """The ServiceFacts of one that was read by `reading.for_page`."""
    places = places_of(service)
    return ServiceFacts(
        places=places,
        hours=[] if places else hours_of(service),
        phones=phones_of(service),
        languages=languages_of(service, places=places),
        ages=ages_of(service),
        capacity=capacity_of(service),
        costs=list(service.cost_options.all()),
        areas=[area.name for area in service.areas.all()],
        documents=list(service.required_documents.all()),
        check=check_of(service, today=timezone.localdate(now)),
        is_open_now=services_matching(open_at=now).filter(pk=service.pk).exists(),
    )
