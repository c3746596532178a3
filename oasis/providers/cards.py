"""Services as a list shows them, and the map of that list."""

from dataclasses import dataclass

from django.utils import timezone

from .mapping import draw_services
from .models import Location, Service
from .reading import Check, ages_of, check_of, languages_of, miles_of, nearest_place
from .searching import services_matching


@dataclass(frozen=True)
class Card:
    """`number` is the one on the map; `place` the nearest Location, or None; `miles` None where unknown."""

    number: int
    service: Service
    place: Location | None
    city: str
    miles: float | None
    is_open_now: bool
    languages: list
    ages: str
    check: Check


def cards_of(page, *, near, now):
    """The Cards of a page of services that were read by `for_cards`; one query for all of them."""
    services = list(page)
    open_now = set(
        services_matching(open_at=now).filter(pk__in=[one.pk for one in services]).values_list("pk", flat=True)
    )
    first, today = page.start_index(), timezone.localdate(now)
    return [
        _card(number, service, near=near, is_open_now=service.pk in open_now, today=today)
        for number, service in enumerate(services, start=first)
    ]


def _card(number, service, *, near, is_open_now, today):
    place = nearest_place(service, near=near)
    return Card(
        number=number,
        service=service,
        place=place,
        city=next((address.city for address in place.addresses.all()), "") if place else "",
        miles=miles_of(place, near=near) if place else None,
        is_open_now=is_open_now,
        languages=languages_of(service),
        ages=ages_of(service),
        check=check_of(service, today=today),
    )


def draw_cards(cards, *, near):
    """The map of those that have a place with coordinates, or None."""
    spots = [
        (card.number, str(card.service), card.service.get_absolute_url(), _at(card.place))
        for card in cards
        if card.place and card.place.latitude is not None
    ]
    return draw_services(spots, origin=near)


def _at(location):
    return float(location.latitude), float(location.longitude)
