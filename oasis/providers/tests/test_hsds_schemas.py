import json
from urllib.parse import urlsplit

import pytest
from django.test import Client
from hypothesis import example, given
from hypothesis import strategies as st

from oasis.providers.hsds.values import uri
from oasis.providers.models import Provider, Service, ServiceAtLocation, Taxonomy, TaxonomyTerm

from .full_rows import create_full_service, create_varied_directory
from .hsds_schemas import misfits, validator

LISTS = {
    "services": "service_list",
    "services?minimal=true": "service_list",
    "services?full=true": "service",
    "organizations": "organization_list",
    "organizations?full=true": "organization",
    "organizations?full_service=true": "organization",
    "service_at_locations": "service_at_location_list",
    "service_at_locations?full=true": "service_at_location",
    "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
}
ITEMS = {
    "services": ("service", Service),
    "organizations": ("organization", Provider),
    "service_at_locations": ("service_at_location", ServiceAtLocation),
    "taxonomies": ("taxonomy", Taxonomy),
    "taxonomy_terms": ("taxonomy_term", TaxonomyTerm),
}


def get(address, client=None):
    return (client or Client()).get(f"/api/hsds/{address}")


def lines_of(address):
    response = get(address + ("&" if "?" in address else "?") + "format=ndjson")
    return [json.loads(line) for line in b"".join(response).decode().splitlines()]


@pytest.mark.django_db
def test_every_list_fits_its_schema_and_tells_of_every_row():
    create_varied_directory()

    for address, schema in LISTS.items():
        page = get(address).json()

        _schema, model = ITEMS[urlsplit(address).path]
        assert page["total_items"] == page["size"] == len(page["contents"]) == model.objects.count(), address
        assert [misfit for record in page["contents"] for misfit in misfits(schema, record)] == [], address


@pytest.mark.django_db
def test_every_item_fits_its_schema():
    create_varied_directory()

    for address, (schema, model) in ITEMS.items():
        for uid in model.objects.values_list("uid", flat=True):
            record = get(f"{address}/{uid}").json()

            assert record["id"] == str(uid)
            assert misfits(schema, record) == [], address


@pytest.mark.django_db
def test_an_organization_with_full_services_fits_its_schema():
    service = create_full_service()

    record = get(f"organizations/{service.provider.uid}?full_service=true").json()

    assert misfits("organization", record) == []
    assert misfits("service", record["services"][0]) == []
    assert record["services"][0]["phones"][0]["number"] == "+1 555 010 0100"


@pytest.mark.django_db
@pytest.mark.parametrize("address", LISTS)
def test_lines_say_what_pages_say(address):
    create_varied_directory()

    assert lines_of(address) == get(address).json()["contents"]


def test_control_the_schemas_refuse_what_is_wrong():
    good = {"id": "0c27f6a4-3a9e-4d5f-8f0a-3a3f4f1d2b11", "name": "Eyes", "status": "active"}
    bad = {"id": "12", "status": "open", "url": "not an address", "last_modified": "yesterday", "email": "nobody"}

    assert misfits("service_list", good) == []
    assert len(misfits("service_list", bad)) == 6
    assert len(misfits("service", good | {"phones": [{"id": good["id"], "number": None}]})) == 1


@given(path=st.text(max_size=20))
@example(path='a|b{c}"d<e>^`\\[1]%#x#y')
@example(path="ñ?q=%zz&[]")
@example(path="\x7f\u2028")
def test_any_address_is_written_as_the_standard_for_addresses_has_it(path):
    fits = validator("service").format_checker.conforms

    assert fits(uri(f"https://example.org/{path}"), "uri")
    assert fits(uri(f"https://exämple.org/{path}"), "uri")


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("https://example.org/a%20b", "https://example.org/a%20b"),
        ("http://[::1]:8000/a", "http://[::1]:8000/a"),
        ("https://example.org/50%", "https://example.org/50%25"),
        ("", ""),
    ],
)
def test_an_address_that_fits_stays_as_it_is(address, written):
    assert uri(address) == written
