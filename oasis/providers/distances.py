"""How far services are, by great circles; miles, as families here count."""

from math import asin, cos, radians, sin, sqrt

from django.db.models import F, FloatField, OuterRef, Q, Subquery
from django.db.models.functions import ASin, Cast, Cos, Radians, Sin, Sqrt

from .models import ServiceAtLocation

EARTH = 3958.8  # Its mean radius, in miles.
MILES_PER_DEGREE = 69.0


def miles_between(one, other):
    """The great-circle distance of two (latitude, longitude) in degrees, by the haversine formula."""
    (lat, lon), (to_lat, to_lon) = one, other
    north, east = sin(radians(to_lat - lat) / 2), sin(radians(to_lon - lon) / 2)
    return 2 * EARTH * asin(min(1, sqrt(north**2 + cos(radians(lat)) * cos(radians(to_lat)) * east**2)))


def with_miles(services, *, near, within=None):
    """Annotate `miles` from `near`, (latitude, longitude), to each service's nearest place; None where it has none.

    With `within` miles those farther away are left out: first by a box that the index of coordinates knows, then
    exactly.
    """
    places = ServiceAtLocation.objects.filter(location__latitude__isnull=False)
    if within is not None:
        places = places_within(places, near=near, miles=within)
        services = services.filter(pk__in=places.values("service"))
    nearest = places.annotate(miles=_miles_from(near)).filter(service=OuterRef("pk")).order_by("miles")
    return services.annotate(miles=Subquery(nearest.values("miles")[:1], output_field=FloatField()))


def places_within(places, *, near, miles):
    """Those ServiceAtLocations of `places` that lie within `miles` of (latitude, longitude), with their `miles`."""
    return places.filter(_box(near, miles)).annotate(miles=_miles_from(near)).filter(miles__lte=miles)


def _box(near, within):
    lat, lon = near
    tall = within / MILES_PER_DEGREE + 0.01
    # A degree of longitude is shortest at the side of the box that lies nearest to a pole.
    wide = tall / max(cos(radians(min(abs(lat) + tall, 89))), 0.01)
    return Q(
        location__latitude__range=(lat - tall, lat + tall),
        location__longitude__range=(lon - wide, lon + wide),
    )


def _miles_from(near):
    lat, lon = near
    at_lat = Cast(F("location__latitude"), FloatField())
    at_lon = Cast(F("location__longitude"), FloatField())
    north, east = Sin(Radians(at_lat - lat) / 2), Sin(Radians(at_lon - lon) / 2)
    # The half chord is 1 at the farthest, across the globe; rounding never makes more of it within a state.
    return 2 * EARTH * ASin(Sqrt(north * north + cos(radians(lat)) * Cos(Radians(at_lat)) * east * east))
