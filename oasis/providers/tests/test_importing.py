import json
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lmi_portal.audit.models import Entry
from oasis.providers.models import (
    Address,
    Location,
    Phone,
    Provider,
    Service,
    ServiceAtLocation,
    Taxonomy,
    TaxonomyTerm,
)

from .factories import create_provider
from .full_rows import create_full_service
from .import_files import SOURCE, counts, run, service, uid, write, write_json
from .test_hsds_schemas import get

pytestmark = pytest.mark.django_db

LOS_ANGELES = Path(__file__).resolve().parents[4] / "shared" / "data" / "la-lgbtq-resources" / "LGBTQ_Resources.csv"
MAP = {
    "id": "object_id",
    "name": "name_of_organization_program",
    "service_name": "category",
    "city": "city_of_organization_program",
    "postal_code": "zip_code_of_organization_program",
}


def test_the_list_of_los_angeles_is_imported_whole_and_again_changes_nothing():
    assert LOS_ANGELES.exists(), f"{LOS_ANGELES} is absent: the import is not tried on a real file."

    first = run(LOS_ANGELES, column_map=MAP)
    again = run(LOS_ANGELES, column_map=MAP)

    assert counts(first) == ((124, 0, 0), (124, 0, 0))
    assert counts(again) == ((0, 0, 124), (0, 0, 124))
    assert (first.bad, first.orphans, first.notes) == ([], [], [])
    one = Provider.objects.get(source_key="27")
    assert one.name == "Children’s Hospital Los Angeles-Tranny Rockstar"
    assert str(Address.objects.get(location__provider=one)) == "Los Angeles, 90027"
    assert get("services?per_page=1").json()["total_items"] == 124


def test_what_the_portal_publishes_comes_back_the_same(tmp_path):
    published_one = create_full_service()
    published = get("services?full=true").json()
    Service.objects.all().delete()
    Provider.objects.filter(parent__isnull=False).delete()
    Provider.objects.all().delete()
    Location.objects.all().delete()
    TaxonomyTerm.objects.filter(parent__isnull=False).delete()
    TaxonomyTerm.objects.all().delete()
    Taxonomy.objects.all().delete()
    create_provider(uid=published["contents"][0]["organization"].pop("parent_organization_id"))

    done = run(write(tmp_path, json.dumps(published), name="page.json"))

    again = get(f"services/{published_one.uid}").json()
    assert counts(done) == ((1, 0, 0), (1, 0, 0))
    assert alike(again) == alike(published["contents"][0])


def alike(record):
    """Without what each portal says for itself, the moment of change, capacity and kind of cost, and ids of terms."""
    record.pop("last_modified")
    terms = [one["taxonomy_term"] for one in record.pop("attributes") if "taxonomy_term" in one]
    return record, [(term["name"], term["code"], term["taxonomy"]) for term in terms]


@pytest.mark.parametrize("form", ["list", "page", "older page", "one", "lines", "pretty"])
def test_json_is_read_in_each_of_its_forms(form, tmp_path):
    one = service()
    text = {
        "list": json.dumps([one]),
        "page": json.dumps({"total_items": 1, "contents": [one], "empty": False}),
        "older page": json.dumps({"items": [one], "page": 1}),
        "one": json.dumps(one),
        "lines": f"\n{json.dumps(one)}\n\n",
        "pretty": "\ufeff" + json.dumps([one], indent=2).replace("\n", "\r\n"),
    }[form]

    done = run(write(tmp_path, text, name="file"))

    assert (counts(done), done.bad) == (((1, 0, 0), (1, 0, 0)), [])
    assert str(Service.objects.get().uid) == uid("eyes")
    assert ServiceAtLocation.objects.get().location.name == "Main office"


def test_an_organization_brings_its_services_and_places(tmp_path):
    eyes = service()
    clinic = eyes.pop("organization") | {"services": [eyes], "parent_organization_id": uid("county")}
    county = {"id": uid("county"), "name": "County of Saltmarsh", "description": ""}

    done = run(write_json(tmp_path, clinic, county))

    assert counts(done) == ((2, 0, 0), (1, 0, 0))
    assert Provider.objects.get(name="Cedar Clinic").parent.name == "County of Saltmarsh"
    assert counts(run(write_json(tmp_path, clinic, county))) == ((0, 0, 2), (0, 0, 1))


def test_keys_that_are_no_uuids_are_kept_and_known_again(tmp_path):
    facts = service(id="S-1", phones=[{"number": "555-010-0100"}])

    run(write_json(tmp_path, facts))
    first = Service.objects.get()
    again = run(write_json(tmp_path, facts | {"name": "Glasses"}))

    assert (first.source, first.source_key) == (SOURCE, "S-1")
    assert counts(again) == ((0, 0, 1), (0, 1, 0))
    assert list(Service.objects.values_list("uid", "name")) == [(first.uid, "Glasses")]


def test_what_changed_is_changed_and_what_has_gone_is_gone(tmp_path):
    run(write_json(tmp_path, service(), service("teeth")))
    Service.objects.update(modified_at=timezone.now().replace(year=2025))
    changed = service(
        name="Glasses",
        phones=[{"id": uid("new phone"), "number": "555-010-0199", "extension": "7"}],
        service_at_locations=[],
    )

    done = run(write_json(tmp_path, changed, service("teeth")))

    assert counts(done) == ((0, 0, 1), (0, 1, 1))
    eyes = Service.objects.get(uid=uid("eyes"))
    assert [str(phone) for phone in eyes.phones.all()] == ["555-010-0199 ext. 7"]
    assert (eyes.name, eyes.at_locations.count()) == ("Glasses", 0)
    assert [one.modified_at.year for one in Service.objects.order_by("name")] == [timezone.now().year, 2025]
    assert Entry.objects.get(deed="import_services:updated").changes == {"name": ["Eyes", "Glasses"]}


def test_the_short_form_of_lists_says_nothing_about_phones(tmp_path):
    run(write_json(tmp_path, service()))
    short = {name: fact for name, fact in service().items() if not isinstance(fact, list)}

    done = run(write_json(tmp_path, short))

    assert counts(done) == ((0, 0, 1), (0, 0, 1))
    assert Phone.objects.count() == 1


def test_the_full_form_without_a_list_says_that_it_is_empty(tmp_path):
    run(write_json(tmp_path, service()))
    full = service()
    del full["phones"]

    assert counts(run(write_json(tmp_path, full))) == ((0, 0, 1), (0, 1, 0))
    assert Phone.objects.count() == 0


def test_a_file_says_what_terms_a_service_has_and_staff_may_add_others(tmp_path):
    term = {"id": "T-7", "code": "1103", "name": "Housing", "taxonomy": "Made-up terms"}
    told = [{"id": uid("tag"), "taxonomy_term": term}]
    run(write_json(tmp_path, service(attributes=told)))
    own = Taxonomy.objects.create(name="LMI portal", description="Ours")
    eyes = Service.objects.get()
    eyes.terms.add(TaxonomyTerm.objects.create(taxonomy=own, code="glasses", name="Glasses"))

    again = run(write_json(tmp_path, service(attributes=told)))
    other = run(
        write_json(
            tmp_path, service(attributes=[{"id": uid("tag"), "taxonomy_term": term | {"id": "T-8", "code": "8"}}])
        )
    )

    assert (again.services, other.services["updated"]) == ({"created": 0, "updated": 0, "unchanged": 1}, 1)
    assert sorted(eyes.terms.values_list("code", flat=True)) == ["8", "glasses"]


def test_a_term_on_file_is_known_by_its_code(tmp_path):
    taxonomy = Taxonomy.objects.create(name="Open Eligibility", description="Theirs")
    housing = TaxonomyTerm.objects.create(taxonomy=taxonomy, code="1103", name="Housing")
    term = {"id": uid("their housing"), "code": "1103", "name": "Housing", "taxonomy": "open eligibility"}

    run(write_json(tmp_path, service(attributes=[{"id": uid("tag"), "taxonomy_term": term}])))

    assert list(Service.objects.get().terms.all()) == [housing]
    assert TaxonomyTerm.objects.count() == 1


def test_thirty_services_take_no_more_queries_than_three(tmp_path):
    def queries_for(count):
        with CaptureQueriesContext(connection) as asked:
            run(write_json(tmp_path, *(service(f"service {number}") for number in range(count))))
        return len(asked)

    few, again = queries_for(3), queries_for(3)
    Provider.objects.all().delete()
    Location.objects.all().delete()
    many, all_again = queries_for(30), queries_for(30)

    assert (few, many) == (29, 29)
    assert (again, all_again) == (22, 22)
