"""The districts near one, in its service region."""

from math import cos, radians, sqrt

from django.db.models import Case, ExpressionWrapper, F, FloatField, Q, Value, When
from django.db.models.functions import Cast

from .models import District, Evidence
from .sorting import BY_NAME

MILES_PER_DEGREE = 69.0


def neighbors_of(district, *, at_most=8):
    """Others of its region, a list: those whose part is on record first, then the nearest.

    Each tells its `participation` and `miles`, None where the coordinates of either are not on file. A part that is
    only inferred puts nobody first.
    """
    is_on_record = Q(participation__lte=Evidence.Strength.LIKELY)
    neighbors = (
        District.objects.active()
        .filter(county__region=district.county.region)
        .exclude(pk=district.pk)
        .with_participation()
        .select_related("county")
        .annotate(distance=_squared_distance_to(district), rank=Case(When(is_on_record, then=0), default=1))
        .order_by("rank", F("distance").asc(nulls_last=True), *BY_NAME)
    )
    return [_with_miles(neighbor) for neighbor in neighbors[:at_most]]


def _squared_distance_to(district):
    """In degrees of latitude; the earth is flat enough within a region."""
    if district.latitude is None:
        return Value(None, output_field=FloatField())
    latitude, longitude = float(district.latitude), float(district.longitude)
    north = Cast("latitude", FloatField()) - latitude
    east = (Cast("longitude", FloatField()) - longitude) * cos(radians(latitude))
    return ExpressionWrapper(north * north + east * east, output_field=FloatField())


def _with_miles(neighbor):
    neighbor.miles = None if neighbor.distance is None else round(sqrt(neighbor.distance) * MILES_PER_DEGREE)
    return neighbor
