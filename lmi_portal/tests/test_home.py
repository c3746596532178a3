import re
from functools import partial

import pytest
from django.db import connection

from convenings.tests.factories import create_convening, register, team_of, unnamed
from districts.tests.factories import create_district, create_evidence, create_user
from initiative.tests.case_studies import create_case_study, create_published
from initiative.tests.voices import create_voice
from lmi_portal import environment
from lmi_portal.library.tests.factories import create_resource
from lmi_portal.running.tests.workers import broker_in_use, send_to

pytestmark = pytest.mark.django_db


def create_some_of_everything(count):
    for _ in range(count):
        create_convening()
        create_published()
        create_voice(district=create_district())
        create_resource(kind="research", findings=["+12.5 %", "3.5 times"])
        create_evidence(create_district(latitude="36.5", longitude="-119.5"))


def test_home_opens_with_nothing_on_file(client):
    html = client.get("/").content.decode()

    assert "No convening has a date yet" in html
    assert [
        name for name in ("home-research", "home-case-studies", "home-resources", "home-voices") if name in html
    ] == []


def test_home_shows_the_figures_of_the_richest_research_with_their_source(client):
    create_resource(kind="research", title="Poor", findings=["1"])
    rich = create_resource(kind="research", title="Rich", findings=["+12.5 %", "3.5 times"])
    create_resource(kind="research", title="Secret", findings=["1", "2", "3"], is_published=False)

    html = client.get("/").content.decode()

    assert re.findall(r"<li><strong>(.*?)</strong>", html) == ["+12.5 %", "3.5 times"]
    assert f'href="{rich.get_absolute_url()}">More about this research' in html


def test_home_keeps_drafts_to_itself(client):
    create_case_study(title="A draft")
    create_resource(title="Unpublished", is_published=False)
    create_published(title="Told")

    html = client.get("/").content.decode()

    assert [title for title in ("A draft", "Unpublished", "Told") if title in html] == ["Told"]


def test_home_offers_the_news_feeds(client):
    html = client.get("/").content.decode()

    feeds = re.findall(r'<link rel="alternate" type="application/rss\+xml" title="[^"]+" href="([^"]+)">', html)
    assert [(feed, client.get(feed).status_code) for feed in feeds] == [
        ("/convenings/feed.rss", 200),
        ("/library/feed.rss", 200),
    ]


def test_every_door_is_open_and_leads_to_a_page(client):
    html = client.get("/").content.decode()
    doors = re.findall(r'<li class="door.*?</li>', html, re.S)

    assert ["is-open" in door for door in doors] == [True, True, True]
    links = {link for door in doors for link in re.findall(r'href="([^"]+)"', door)}
    assert {client.get(link).status_code for link in links} == {200}


def test_home_shows_the_next_three_convenings(client):
    for _ in range(4):
        create_convening()

    response = client.get("/")

    assert response.content.decode().count("event-card") == 3


@pytest.mark.parametrize("item_count", [1, 3])
def test_home_query_count_is_constant_for_a_visitor(client, django_assert_num_queries, item_count):
    create_some_of_everything(item_count)

    with django_assert_num_queries(7):
        html = client.get("/").content.decode()

    assert html.count("<blockquote>") == item_count


@pytest.mark.parametrize("item_count", [1, 3])
def test_home_query_count_is_constant_for_a_lead(client, django_assert_num_queries, item_count):
    lead, district = create_user(), create_district()
    for _ in range(item_count):
        register(create_convening(), district=district, registered_by=lead)
    create_some_of_everything(item_count)
    client.force_login(lead)

    with django_assert_num_queries(10):
        response = client.get("/")

    assert response.content.decode().count("event-card") == item_count + min(2 * item_count, 3)


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


def test_readyz_serves_on_without_the_broker(client, request, tmp_path):
    request.addfinalizer(partial(send_to, broker_in_use()))
    send_to(environment.broker(redis_url="redis://127.0.0.1:1/0", folder=tmp_path))

    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (200, {"database": "ready", "broker": "unreachable"})
