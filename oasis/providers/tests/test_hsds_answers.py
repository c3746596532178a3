import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lmi_portal.accounts.tests.factories import create_user
from oasis.providers.hsds import answering
from oasis.providers.models import Contact, Provider, Service

from .factories import create_provider, create_service, place
from .full_rows import create_bare_service, create_full_service
from .test_hsds_schemas import LISTS, get, lines_of

pytestmark = pytest.mark.django_db

# Queries of each list, whether it shows one row or three.
QUERIES = {
    "services": 2,
    "services?minimal=true": 1,
    "services?full=true": 36,
    "organizations": 2,
    "organizations?full=true": 18,
    "organizations?full_service=true": 47,
    "service_at_locations": 2,
    "service_at_locations?full=true": 33,
    "taxonomies": 2,
    "taxonomy_terms": 2,
}


def queries_of(address):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert get(address).status_code == 200
    return len(asked)


def test_a_page_says_where_it_stands():
    for number in range(3):
        create_service(name=f"Service {number}")

    first, last = (get(f"services?per_page=2&page={page}").json() for page in (1, 2))

    assert [record["name"] for record in first.pop("contents") + last.pop("contents")] == [
        "Service 0",
        "Service 1",
        "Service 2",
    ]
    common = {"total_items": 3, "total_pages": 2, "empty": False}
    assert first == common | {"page_number": 1, "size": 2, "first_page": True, "last_page": False}
    assert last == common | {"page_number": 2, "size": 1, "first_page": False, "last_page": True}


def test_a_page_of_nothing_is_empty():
    assert get("services").json() == {
        "total_items": 0,
        "total_pages": 0,
        "page_number": 1,
        "size": 0,
        "first_page": True,
        "last_page": True,
        "empty": True,
        "contents": [],
    }


def test_the_start_names_the_standard():
    assert get("").json()["version"] == "3.1"


def test_what_is_not_listed_is_not_found():
    hidden = create_service(create_provider(is_listed=False), name="Hidden")
    over = create_service(name="Over", status=Service.Status.DEFUNCT)
    below = create_provider(parent=hidden.provider, name="Below")
    addresses = [
        *(f"services/{one.uid}" for one in (hidden, over)),
        f"organizations/{hidden.provider.uid}",
        *(f"service_at_locations/{place(one).uid}" for one in (hidden, over)),
        "services/12",
        "taxonomies/none",
        "referrals",
        "services/",
    ]

    assert {address: get(address).status_code for address in addresses} == dict.fromkeys(addresses, 404)
    assert get(f"services/{over.uid}").json() == {
        "status": 404,
        "error": "No service with this id is in the public directory.",
    }
    assert lines_of("services") == lines_of("service_at_locations") == []
    assert [one["name"] for one in lines_of("organizations")] == ["Below", over.provider.name]
    assert get(f"organizations/{over.provider.uid}").json()["services"] == []
    assert str(hidden.provider.uid) not in json.dumps(lines_of("organizations?full=true"))
    assert below.parent.name == hidden.provider.name


def test_private_contacts_appear_nowhere():
    service = create_full_service()
    answers = [json.dumps(get(address).json()) for address in LISTS]
    answers += [get(f"services/{service.uid}").content.decode()]
    answers += [get(f"organizations/{service.provider.uid}?full_service=1").content.decode()]

    # Named people, their phones, and the desk that receives referrals.
    for private in ("Private Person", "private.person@", "555-010-0666", "intake"):
        assert [answer for answer in answers if private in answer] == []


def test_control_a_contact_made_public_appears():
    service = create_full_service()
    Contact.objects.update(is_public=True)

    answer = get(f"services/{service.uid}").content.decode()

    assert "Private Person" in answer
    assert "555-010-0666" in answer


@pytest.mark.parametrize("address", LISTS)
def test_three_rows_take_no_more_queries_than_one(address):
    create_full_service()
    once = queries_of(address)
    create_full_service()
    create_full_service()

    assert (once, queries_of(address)) == (QUERIES[address], QUERIES[address])


def test_lines_of_many_rows_are_fetched_in_portions(monkeypatch):
    monkeypatch.setattr(answering, "AT_ONCE", 2)
    for _ in range(5):
        create_bare_service()

    with CaptureQueriesContext(connection) as asked:
        lines = lines_of("services?full=true")

    assert len(lines) == len({line["id"] for line in lines}) == 5
    assert len([query for query in asked if 'FROM "providers_schedule"' in query["sql"]]) == 3 * 3


def test_an_answer_may_be_kept_for_a_minute_and_is_not_sent_twice():
    create_service()
    first = get("services")

    again = Client().get("/api/hsds/services", headers={"if-none-match": first["ETag"]})
    create_service()
    changed = Client().get("/api/hsds/services", headers={"if-none-match": first["ETag"]})

    assert first["Cache-Control"] == "public, max-age=60"
    assert (again.status_code, again.content) == (304, b"")
    assert again["Access-Control-Allow-Origin"] == "*"
    assert changed.status_code == 200


def test_it_is_read_from_any_site_and_written_from_none():
    client = Client(enforce_csrf_checks=True)

    asked = client.options("/api/hsds/services", headers={"origin": "https://example.org"})
    posted = client.post("/api/hsds/services", {"name": "x"})
    headed = client.head("/api/hsds/services")

    assert asked.status_code == 204
    assert asked["Access-Control-Allow-Origin"] == "*"
    assert asked["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "Access-Control-Allow-Credentials" not in asked
    assert posted.json() == {"status": 405, "error": "This API is read with GET."}
    assert (posted.status_code, posted["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert (headed.status_code, headed.content) == (200, b"")


def test_who_asks_too_often_is_told_when_to_come_back(monkeypatch):
    monkeypatch.setattr(answering, "A_MINUTE", 2)

    answers = [get("services") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].json() == {
        "status": 429,
        "error": "That is more than 2 requests in a minute. Please try again in a minute.",
    }
    assert (answers[2]["Retry-After"], answers[2]["Cache-Control"]) == ("60", "no-store")


@pytest.mark.parametrize("asked", ["services?format=ndjson", "services?minimal=true", "organizations?format=ndjson"])
def test_all_rows_at_once_are_had_less_often(asked, monkeypatch):
    monkeypatch.setattr(answering, "WHOLE_A_MINUTE", 1)

    assert [get(asked).status_code for _ in range(2)] == [200, 429]
    assert get("services").status_code == 200


def test_who_is_signed_in_gets_the_same():
    create_bare_service()
    client = Client()
    client.force_login(create_user())

    assert get("services?full=true", client).content == get("services?full=true").content


def test_no_referral_can_be_reached():
    """Every relation of the directory's rows that leads into OASIS, against the names in a full answer."""
    inward = {
        relation.get_accessor_name()
        for model in (Provider, Service, Contact)
        for relation in model._meta.related_objects
        if relation.related_model._meta.app_label == "oasis"
    }
    service = create_full_service()

    def keys(record):
        if isinstance(record, dict):
            return set(record).union(*map(keys, record.values()))
        return set().union(*map(keys, record)) if isinstance(record, list) else set()

    assert inward
    assert keys(get(f"organizations/{service.provider.uid}?full_service=1").json()) & inward == set()
