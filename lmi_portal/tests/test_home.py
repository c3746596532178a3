import pytest
from django.db import connection

from convenings.tests.factories import create_convening, register, team_of, unnamed
from districts.tests.factories import create_district, create_user
from lmi_portal.celery import app

pytestmark = pytest.mark.django_db


def test_home_shows_the_next_three_convenings(client):
    for _ in range(4):
        create_convening()

    response = client.get("/")

    assert response.content.decode().count("event-card") == 3


@pytest.mark.parametrize("item_count", [1, 3])
def test_home_query_count_is_constant_for_a_visitor(client, django_assert_num_queries, item_count):
    for _ in range(item_count):
        create_convening()

    with django_assert_num_queries(2):
        client.get("/")


@pytest.mark.parametrize("item_count", [1, 3])
def test_home_query_count_is_constant_for_a_lead(client, django_assert_num_queries, item_count):
    lead, district = create_user(), create_district()
    for _ in range(item_count):
        register(create_convening(), district=district, registered_by=lead)
    client.force_login(lead)

    with django_assert_num_queries(6):
        response = client.get("/")

    assert response.content.decode().count("event-card") == 2 * item_count


def test_home_says_how_many_names_are_missing(client):
    lead, district = create_user(), create_district()
    seats = team_of(2, district=district)
    register(create_convening(), district=district, registered_by=lead, seats=[seats[0], *unnamed(seats[1:])])
    client.force_login(lead)

    response = client.get("/")

    assert "1 of 2 seats named: names to fill in" in response.content.decode()


def test_home_keeps_the_teams_of_others_to_themselves(client):
    register(create_convening())
    client.force_login(create_user())

    response = client.get("/")

    assert list(response.context["teams"]) == []


def test_healthz_asks_nothing_of_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok")


def test_readyz_finds_database_and_broker_ready(client):
    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (200, {"database": "ready", "broker": "ready"})


def test_readyz_refuses_while_a_migration_waits(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")

    response = client.get("/readyz")

    assert (response.status_code, response.json()["database"]) == (503, "1 migrations not applied")


def test_readyz_serves_on_without_the_broker(client, monkeypatch):
    monkeypatch.setattr(app.conf, "broker_url", "redis://127.0.0.1:1/0")
    monkeypatch.setattr(app, "_pool", None)

    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (200, {"database": "ready", "broker": "unreachable"})
