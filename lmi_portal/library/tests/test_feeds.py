from xml.etree import ElementTree

import pytest

from .factories import create_resource

pytestmark = pytest.mark.django_db


def items_of(response):
    return ElementTree.fromstring(response.content).findall("channel/item")


def test_feed_holds_what_is_published_under_lasting_addresses(client):
    older = create_resource(title="Trust & budgets <1>", topics=["Trust"])
    newer = create_resource(is_published=True)
    create_resource(is_published=False)

    response = client.get("/library/feed.rss")

    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    newest, first = items_of(response)
    assert [newest.findtext("title"), first.findtext("title")] == [newer.title, "Trust & budgets <1>"]
    assert first.findtext("guid") == first.findtext("link") == f"http://testserver/library/{older.slug}/"
    assert [each.text for each in first.findall("category")] == ["Guide", "Trust"]


def test_guid_outlives_a_change(client):
    resource = create_resource()
    (before,) = items_of(client.get("/library/feed.rss"))
    resource.title = "Another title"
    resource.save()

    (after,) = items_of(client.get("/library/feed.rss"))

    assert after.findtext("title") == "Another title"
    assert after.findtext("guid") == before.findtext("guid")


@pytest.mark.parametrize("count", [1, 3])
def test_feed_asks_the_database_as_often_for_three_as_for_one(client, django_assert_num_queries, count):
    for _each in range(count):
        create_resource(topics=["Trust"])

    with django_assert_num_queries(2):
        response = client.get("/library/feed.rss")

    assert len(items_of(response)) == count


@pytest.mark.parametrize("address", ["/library/", "/library/guide/"])
def test_pages_name_the_feed(client, address):
    create_resource(slug="guide")

    page = client.get(address).content.decode()

    assert '<link rel="alternate" type="application/rss+xml" title="LMI library" href="/library/feed.rss">' in page
