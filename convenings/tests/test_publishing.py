import csv
import json
from datetime import date

import pytest
from django.utils import timezone

from convenings.publishing import facts_of, headings, published_convenings
from districts.tests.factories import create_district

from .factories import create_convening, register

pytestmark = pytest.mark.django_db


def rows_of(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


def test_csv_tells_of_each_convening_once(client):
    host = create_district(name="Dinuba Unified")
    valley = create_convening(title="Valley", host=host, starts_on=date(2099, 2, 6), ends_on=date(2099, 2, 7), region=7)
    create_convening(title="Earlier", starts_on=date(2016, 3, 1), ends_on=date(2016, 3, 1), state="held")
    register(valley, size=3)

    response = client.get("/convenings/convenings.csv")

    assert response["Content-Disposition"] == 'attachment; filename="lmi-convenings.csv"'
    earlier, told = rows_of(response)
    assert (earlier["title"], earlier["status"]) == ("Earlier", "Held")
    assert (
        told
        | {
            "first day": "2099-02-06",
            "last day": "2099-02-07",
            "region": "7",
            "host": "Dinuba Unified",
            "CD code of host": host.cd_code,
            "status": "97 seats left",
            "fee": "$60 a person",
            "page": f"http://localhost:8000/convenings/{valley.slug}/",
        }
        == told
    )


def test_json_tells_the_same(client):
    create_convening(title="Valley", starts_on=date(2099, 2, 6), ends_on=date(2099, 2, 6))
    create_convening(title="Some day", starts_on=None, ends_on=None, state="save_the_date")

    rows = client.get("/convenings/convenings.json").getvalue()

    assert [(row["title"], row["starts_on"]) for row in json.loads(rows)] == [
        ("Valley", "2099-02-06"),
        ("Some day", None),
    ]


def test_nothing_to_tell_is_an_empty_list(client):
    assert json.loads(client.get("/convenings/convenings.json").getvalue()) == []
    assert rows_of(client.get("/convenings/convenings.csv")) == []


@pytest.mark.parametrize("address", ["/convenings/convenings.csv", "/convenings/convenings.json"])
def test_drafts_are_told_of_to_nobody(client, address):
    draft = create_convening(title="Still secret", state="draft")

    assert b"Still secret" not in client.get(address).getvalue()

    draft.state = "save_the_date"
    draft.save()
    assert b"Still secret" in client.get(address).getvalue()


def test_headings_fit_the_facts(client):
    create_convening()

    [row] = facts_of(published_convenings(), now=timezone.now())

    assert len(row) == len(headings())


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("address", ["/convenings/convenings.csv", "/convenings/convenings.json"])
def test_query_count_is_constant(client, django_assert_num_queries, address, count):
    for _ in range(count):
        create_convening()

    with django_assert_num_queries(2):
        client.get(address).getvalue()
