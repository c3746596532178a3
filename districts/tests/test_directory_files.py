"""The directory as files that other programs read."""

import csv
import json

import pytest

from districts.models import Evidence

from .factories import create_county, create_district, create_evidence, create_unit

pytestmark = pytest.mark.django_db
CSV, JSON = "/districts/districts.csv", "/districts/districts.json"


def rows_of(response):
    return list(csv.DictReader(response.getvalue().decode("utf-8-sig").splitlines()))


@pytest.fixture
def san_juan():
    district = create_district(
        name="San Juan Unified", cd_code="3490001", city="Carmichael", enrollment=50_509,
        latitude="38.635312", longitude="-121.333111",
    )  # fmt: skip
    Evidence.objects.create(district=district, kind="case_study", what="It is one.", source="a page")
    return district


def test_csv_has_what_the_page_shows(client, san_juan):
    create_district(kind="high")

    response = client.get(CSV, {"kind": "unified", "size": "nonsense"})

    assert response["Content-Disposition"] == 'attachment; filename="lmi-districts.csv"'
    [row] = rows_of(response)
    assert row == {
        "CD code": "3490001",
        "name": "San Juan Unified",
        "kind": "unified",
        "county": "Sacramento",
        "region": "3",
        "street": "",
        "city": "Carmichael",
        "ZIP code": "",
        "phone": "",
        "website": "",
        "NCES id": "",
        "enrollment": "50509",
        "latitude": "38.635312",
        "longitude": "-121.333111",
        "part in the initiative": "certain",
        "case study": "yes",
        "page": "http://localhost:8000/districts/3490001/",
    }


def test_files_say_how_strong_the_best_evidence_is(client):
    for strength in [1, 2, 3]:
        create_evidence(create_district(name=f"Strength {strength}"), strength=strength)
    create_evidence(create_district(name="Well-being alone"), kind="well_being")
    create_district(name="Without")

    in_csv = [row["part in the initiative"] for row in rows_of(client.get(CSV))]
    in_json = [row["participation"] for row in json.loads(client.get(JSON).getvalue())["districts"]]

    assert in_csv == in_json == ["certain", "likely", "inferred", "", ""]


def test_a_spreadsheet_runs_no_name_as_a_formula(client):
    create_district(name='=HYPERLINK("https://evil.example.com")', city="@SUM(1)")

    [row] = rows_of(client.get(CSV))

    assert (row["name"][:2], row["city"]) == ("'=", "'@SUM(1)")


def test_json_says_what_it_is_and_what_was_asked(client, san_juan):
    create_district(county=create_county("19"))

    response = client.get(JSON, {"q": "juan", "county": "34", "page": "7"})

    document = json.loads(response.getvalue())
    assert response["Content-Type"] == "application/json"
    assert list(document) == ["about", "fields", "source", "asked", "count", "districts"]
    assert document["about"] == "http://localhost:8000/districts/?q=juan&county=34"
    assert (document["asked"], document["count"]) == ({"q": "juan", "county": "34"}, 1)
    [row] = document["districts"]
    assert (row["name"], row["enrollment"], row["latitude"], row["participation"], row["has_case_study"]) == (
        "San Juan Unified", 50_509, 38.635312, "certain", True,
    )  # fmt: skip


def test_json_of_nothing_is_json(client):
    assert json.loads(client.get(JSON, {"q": "atlantis"}).getvalue())["districts"] == []


@pytest.mark.parametrize("sort", ["name", "-county", "participation"])
def test_files_come_in_the_order_of_the_page(client, san_juan, sort):
    for code in ("19", "01"):
        create_district(county=create_county(code))

    page = [district.cd_code for district in client.get("/districts/", {"sort": sort}).context["page"]]
    document = json.loads(client.get(JSON, {"sort": sort}).getvalue())

    assert [row["cd_code"] for row in document["districts"]] == page
    assert [row["CD code"] for row in rows_of(client.get(CSV, {"sort": sort}))] == page


@pytest.mark.parametrize(("address", "query_count"), [(CSV, 1), (JSON, 2)])
@pytest.mark.parametrize("district_count", [1, 3])
def test_file_query_count_is_constant(client, django_assert_num_queries, address, query_count, district_count):
    for _n in range(district_count):
        create_unit(create_district())

    with django_assert_num_queries(query_count):
        written = client.get(address).getvalue().decode()

    assert written.count("http://localhost:8000/districts/9") + written.count("/districts/349") == district_count


def test_files_tell_nothing_that_the_page_does_not(client):
    create_unit(create_district(email_domain="salt.example.org"), organization="ATU", confidence="low")

    written = client.get(CSV).getvalue() + client.get(JSON).getvalue()

    assert b"salt.example.org" not in written
    assert b"ATU" not in written
