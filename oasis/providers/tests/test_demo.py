import pytest
from django.utils import timezone

from districts.demo import load_directory_facts
from districts.models import School
from oasis.providers.demo import load_providers
from oasis.providers.models import Contact, Location, Need, Phone, Provider, Service
from oasis.providers.searching import services_matching

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


def test_every_provider_says_that_it_is_made_up(now):
    load_providers(now=now)

    providers = Provider.objects.all()
    assert providers.count() == 15
    assert all(each.is_made_up and "made up" in each.name and "Made up" in each.description for each in providers)
    assert all("Made up" in service.description for service in Service.objects.all())
    assert all(phone.number[4:10] == "555-01" for phone in Phone.objects.all())
    assert all(contact.email.endswith("@example.org") for contact in Contact.objects.all())
    assert Contact.objects.filter(receives_referrals=True).count() == 15


def test_loading_again_adds_nothing_and_touches_nothing(now):
    load_providers(now=now)
    counted = Service.objects.count(), Location.objects.count()
    Provider.objects.filter(name__startswith="River").update(name="River Dentists")

    load_providers(now=now)

    assert (Service.objects.count(), Location.objects.count()) == counted
    assert Provider.objects.filter(name="River Dentists").exists()


def test_every_pilot_school_finds_help_within_five_miles(now):
    load_directory_facts()
    load_providers(now=now)

    for school in School.objects.all():
        near = (float(school.latitude), float(school.longitude))
        assert services_matching(near=near, within_miles=5, language="es").count() >= 4


def test_every_need_is_met_by_some_service(now):
    load_providers(now=now)

    assert [need.slug for need in Need.objects.all() if not services_matching(need=need)] == []
