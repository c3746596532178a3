from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from oasis.providers.models import Address, Service, ServiceArea, TaxonomyTerm

from .factories import create_location, create_provider, create_service, place
from .full_rows import create_term
from .test_hsds_schemas import get

pytestmark = pytest.mark.django_db


def names(address):
    return [record["name"] for record in get(address).json()["contents"]]


def places(address):
    return [record["service"]["name"] for record in get(address).json()["contents"]]


def create_pair():
    """Eyes by one provider, about a term; teeth by another, changed long ago."""
    term = create_term()
    eyes = create_service(create_provider(name="Cedar Clinic"), name="Eyes", description="Glasses")
    eyes.terms.add(term)
    teeth = create_service(create_provider(name="Willow Dentists"), name="Teeth", description="Cleaning")
    Service.objects.filter(pk=teeth.pk).update(modified_at=timezone.now() - timedelta(days=400))
    place(eyes)
    place(teeth)
    return eyes, teeth, term


def test_services_are_narrowed_by_each_filter():
    _eyes, teeth, term = create_pair()
    changed = (timezone.now() - timedelta(days=1)).isoformat()

    found = {
        asked: names(f"services?{asked}")
        for asked in [
            "",
            "search=glasses",
            "search=willow",
            f"taxonomy_term_id={term.uid}",
            f"taxonomy_id={term.taxonomy.uid}",
            f"organization_id={teeth.provider.uid}",
            f"modified_after={changed}",
            f"modified_after={changed[:10]}",
            f"taxonomy_term_id={uuid4()}",
            "search=",
        ]
    }

    assert list(found.values()) == [
        *(["Eyes", "Teeth"], ["Eyes"], ["Teeth"], ["Eyes"], ["Eyes"], ["Teeth"], ["Eyes"], ["Eyes"], []),
        ["Eyes", "Teeth"],
    ]


def test_organizations_and_places_are_narrowed_alike():
    eyes, _teeth, term = create_pair()

    assert names("organizations?search=cedar") == ["Cedar Clinic"]
    assert names(f"organizations?taxonomy_term_id={term.uid}") == ["Cedar Clinic"]
    assert names(f"organizations?taxonomy_id={term.taxonomy.uid}") == ["Cedar Clinic"]
    assert places("service_at_locations?search=cleaning") == ["Teeth"]
    assert places(f"service_at_locations?organization_id={eyes.provider.uid}") == ["Eyes"]
    assert places(f"service_at_locations?taxonomy_term_id={term.uid}") == ["Eyes"]
    assert places(f"service_at_locations?modified_after={timezone.localdate()}") == ["Eyes"]


def test_terms_are_narrowed_by_words_taxonomy_and_place_in_it():
    low = create_term("Eye Care")
    above = low.parent

    assert names("taxonomy_terms") == ["Eye Care", "Health"]
    assert names("taxonomy_terms?search=eye") == ["Eye Care"]
    assert names("taxonomy_terms?top_only=true") == ["Health"]
    assert names(f"taxonomy_terms?parent_id={above.uid}") == ["Eye Care"]
    assert names(f"taxonomy_terms?taxonomy_id={uuid4()}") == []
    assert names("taxonomies?search=made") == ["Made-up terms"]
    assert TaxonomyTerm.objects.count() == 2


def test_a_postcode_finds_what_covers_it_or_stands_in_it():
    covering = create_service(name="Covers")
    ServiceArea.objects.create(service=covering, name="Here", zip_codes="90016,90018")
    ServiceArea.objects.create(service=covering, name="And here", zip_codes="90016")
    place(covering)
    standing = create_service(name="Stands")
    Address.objects.create(location=place(standing).location, city="Los Angeles", zip_code="90016-1234")
    place(create_service(name="Unknown"))

    assert places("service_at_locations?postcode=90016") == ["Covers", "Stands"]
    assert places("service_at_locations?postcode=90018") == ["Covers"]


def test_proximity_counts_meters_from_the_middle_of_the_postcode():
    near, far = create_service(name="Near"), create_service(name="Far")
    here = create_location(near.provider, latitude="34.010000", longitude="-118.330000")
    Address.objects.create(location=here, city="Los Angeles", zip_code="90016")
    place(near, here)
    # A hundredth of a degree to the north is 1,112 m.
    place(far, create_location(far.provider, latitude="34.020000", longitude="-118.330000"))

    assert places("service_at_locations?postcode=90016&proximity=1000") == ["Near"]
    assert places("service_at_locations?postcode=90016&proximity=1200") == ["Far", "Near"]


@pytest.mark.parametrize(
    ("asked", "parameter", "sentence"),
    [
        ("services?page=0", "page", "“page” is a whole number from 1 to 100,000,000."),
        ("services?page=2", "page", "“page” is at most 1, as there are no more."),
        ("services?per_page=201", "per_page", "“per_page” is a whole number from 1 to 200."),
        ("services?full=1&per_page=51", "per_page", "“per_page” is a whole number from 1 to 50."),
        ("services?per_page=²", "per_page", "“per_page” is a whole number from 1 to 200."),
        ("services?format=xml", "format", "“format” is either json or ndjson."),
        ("services?full=maybe", "full", "“full” is either true or false."),
        (
            "services?organization_id=12",
            "organization_id",
            "“organization_id” is an id as in 2f6a1c9e-0d57-4c0b-9a3e-6f1d2b7c8e90.",
        ),
        (
            "services?modified_after=2026-13-01",
            "modified_after",
            "“modified_after” is a moment as in 2026-11-22T09:00:00Z, or a day as in 2026-11-22.",
        ),
        (f"services?search={'x' * 201}", "search", "“search” has room for 200 characters."),
        ("service_at_locations?proximity=100", "proximity", "“proximity” needs a “postcode” to count from."),
        ("service_at_locations?postcode=9001", "postcode", "“postcode” is a ZIP code of five digits, as in 90016."),
        (
            "service_at_locations?postcode=90099&proximity=100",
            "postcode",
            "Where 90099 lies is not known here: no place on file has that ZIP code.",
        ),
    ],
)
def test_a_parameter_that_cannot_be_meant_is_told(asked, parameter, sentence):
    response = get(asked)

    assert response.json() == {"status": 400, "error": sentence, "parameter": parameter}
    assert (response.status_code, response["Access-Control-Allow-Origin"]) == (400, "*")
