"""What a family takes home of a service."""

from datetime import timedelta

import pytest
from django.utils import timezone

from oasis.providers.models import Accessibility, Language, Phone, RequiredDocument, Schedule, Service

from .factories import create_location, create_provider, create_service, place

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet():
    provider = create_provider(is_made_up=False)
    service = create_service(
        provider,
        minimum_age=3,
        maximum_age=18,
        cost=Service.Cost.FREE,
        capacity=Service.Capacity.WAITLIST,
        checked_on=timezone.localdate() - timedelta(days=200),
    )
    location = create_location(provider)
    place(service, location)
    Language.objects.create(service=service, code="es")
    Phone.objects.create(provider=provider, number="323-555-0101")
    RequiredDocument.objects.create(service=service, document="Shot record")
    Schedule.objects.create(location=location, freq="MONTHLY", byday="1TU", opens_at="09:00", closes_at="17:00")
    Accessibility.objects.create(location=location, description="Ramp")
    return f"{service.get_absolute_url()}sheet/"


def test_sheet_is_whole_in_spanish(client, sheet):
    text = client.get(sheet, {"language": "es"}).text

    for said in [
        "de 3 a 18 años",
        "Gratis",
        "Hay lista de espera",
        "Español",
        "Llame antes de ir",
        "hace más de 180 días",
    ]:
        assert said in text
    assert "primer martes del mes, de 9 a.m. a 5 p.m." in text
    assert 'lang="es"' in text


def test_sheet_is_in_english_otherwise(client, sheet):
    text = client.get(sheet).text

    assert "first Tuesday of the month, 9 a.m. to 5 p.m." in text
    assert "There is a waiting list" in text
    assert "Shot record" in text
    assert "tel:+13235550101" in text


def test_page_of_the_service_leads_to_its_sheets(client, sheet):
    page = client.get(sheet.removesuffix("sheet/")).text

    assert f"{sheet}?language=es" in page
    assert f"{sheet}?language=en" in page


def test_sheet_of_a_made_up_service_says_so(client):
    service = create_service()

    assert "no llame" in client.get(f"{service.get_absolute_url()}sheet/?language=es").text


def test_sheet_of_what_is_not_listed_is_not_found(client):
    service = create_service(status=Service.Status.INACTIVE)

    assert client.get(f"{service.get_absolute_url()}sheet/").status_code == 404
