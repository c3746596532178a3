from dataclasses import replace
from datetime import datetime, time, timedelta
from decimal import Decimal
from itertools import count
from uuid import uuid4

from django.utils import timezone

from convenings.models import Convening, ConveningDay
from convenings.registering import register_team
from convenings.table import SeatRequest, places_of, requests_of
from districts.models import Side
from districts.tests.factories import create_district, create_user

_number = count(1)


def create_convening(**fields):
    """An open convening of 100 seats at $60.00 a person, a month from now, with one day 9:30–15:00 Pacific."""
    number = next(_number)
    day = timezone.localdate() + timedelta(days=30)
    defaults = {
        "title": f"Convening {number}",
        "slug": f"convening-{number}",
        "kind": Convening.Kind.REGIONAL,
        "state": Convening.State.OPEN,
        "starts_on": day,
        "ends_on": day,
        "registration_closes_at": timezone.now() + timedelta(days=20),
        "capacity": 100,
        "fee_rule": Convening.FeeRule.PER_PERSON,
        "fee": Decimal("60.00"),
        "city": "Dinuba",
    }
    convening = Convening.objects.create(**defaults | fields)
    if convening.starts_on:
        noon = timezone.make_aware(datetime.combine(convening.starts_on, time(12)))
        ConveningDay.objects.create(
            convening=convening,
            held_on=convening.starts_on,
            doors_at=noon.replace(hour=8, minute=30),
            starts_at=noon.replace(hour=9, minute=30),
            ends_at=noon.replace(hour=15),
        )
    return convening


def team_of(size, *, district):
    """A lawful team of `size` SeatRequests: one from labor, the rest from management, all named."""
    places = places_of(district)
    labor = next(place for place in places if place.side == Side.LABOR)
    extra = next(place for place in places if place.key == "extra-management")
    chosen = [labor, *[place for place in places if place.side == Side.MANAGEMENT and not place.is_extra]][:size]
    chosen += [extra] * (size - len(chosen))
    prefix = next(_number)
    return [
        SeatRequest(place=place, name=f"Ana {prefix}-{i}", email=f"ana{prefix}-{i}@example.org")
        for i, place in enumerate(chosen, start=1)
    ]


def unnamed(requests):
    return [replace(request, name="", email="") for request in requests]


def register(convening, *, district=None, size=2, seats=None, **fields):
    """Register through the front door, so that tests start from states that can really exist."""
    district = district or create_district()
    defaults = {
        "registered_by": fields.pop("registered_by", None) or create_user(),
        "side": Side.MANAGEMENT,
        "submission": uuid4(),
        "now": timezone.now(),
    }
    seats = team_of(size, district=district) if seats is None else seats
    return register_team(convening=convening, district=district, seats=seats, **defaults | fields)


def standing_requests(registration):
    """The registration's seats as the requests that would leave it as it is."""
    seats = list(registration.seats.select_related("unit__organization").prefetch_related("add_ons"))
    return requests_of(seats, places=places_of(registration.district, seats=seats))
