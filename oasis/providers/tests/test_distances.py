import pytest

from oasis.providers.distances import miles_between, with_miles
from oasis.providers.models import Service

from .factories import create_location, create_provider, create_service, place

pytestmark = pytest.mark.django_db

AUDUBON = (34.009559, -118.3295)
# Known of the globe itself: a degree of a meridian is 69.09 miles at this mean radius.
ONE_DEGREE_NORTH = (35.009559, -118.3295)


def service_at(latitude, longitude, provider=None):
    provider = provider or create_provider()
    service = create_service(provider)
    place(service, create_location(provider, latitude=latitude, longitude=longitude))
    return service


def test_miles_are_those_of_the_globe():
    assert round(miles_between(AUDUBON, ONE_DEGREE_NORTH), 2) == 69.09
    assert miles_between(AUDUBON, AUDUBON) == 0


def test_database_counts_the_same_miles():
    service_at("33.998856", "-118.442830")

    [service] = with_miles(Service.objects.all(), near=AUDUBON)

    assert service.miles == pytest.approx(miles_between(AUDUBON, (33.998856, -118.44283)), abs=1e-6)


def test_what_lies_in_the_corner_of_the_box_is_still_too_far():
    near = service_at("34.020000", "-118.329500")
    # 5 miles north and 5 miles west: within a box of 6 miles, and 7 miles away.
    service_at("34.081900", "-118.417000")

    assert list(with_miles(Service.objects.all(), near=AUDUBON, within=6)) == [near]


def test_nearest_place_counts():
    service = service_at("34.500000", "-118.329500")
    place(service, create_location(service.provider, latitude="34.020000", longitude="-118.329500"))

    [found] = with_miles(Service.objects.all(), near=AUDUBON, within=5)

    assert round(found.miles, 2) == 0.72


def test_service_without_a_place_is_near_nothing_but_not_lost():
    service = create_service()

    assert [found.miles for found in with_miles(Service.objects.all(), near=AUDUBON)] == [None]
    assert service not in with_miles(Service.objects.all(), near=AUDUBON, within=500)
