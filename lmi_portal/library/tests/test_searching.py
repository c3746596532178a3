from itertools import pairwise

import pytest
from django.db import connection
from django.http import QueryDict

from lmi_portal.library.models import Resource
from lmi_portal.library.searching import LibraryQuery, read_library_query
from lmi_portal.library.shelves import offers

from .factories import create_audience, create_resource, create_topic

pytestmark = pytest.mark.django_db


def read(query):
    return read_library_query(QueryDict(query), offers())


def found(query):
    asked = read(query)
    return [resource.title for resource in asked.in_order(asked.find(Resource.objects.published()))]


@pytest.fixture
def shelf():
    create_resource(title="Alpha", year=2016, kind="research", authors="José Núñez", topics=["Trust"])
    create_resource(title="Beta", year=2020, publisher="WestEd", topics=["Trust", "Budgets"], audiences=["Labor"])
    create_resource(title="Gamma", kind="slides", abstract="A 100% joint team’s story.", audiences=["Management"])
    create_resource(title="Hidden", is_published=False, topics=["Trust"])


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Gamma", "Beta", "Alpha"]),
        ("q=núñez", ["Alpha"]),
        ("q=NUNEZ", ["Alpha"]),
        ("q=wested", ["Beta"]),
        ("q=trust", ["Beta", "Alpha"]),
        ("q=trust beta", ["Beta"]),
        ("q=trust gamma", []),
        ("q=team's", ["Gamma"]),
        ("q=100%25", ["Gamma"]),
        ("q=_", []),
        ("kind=research", ["Alpha"]),
        ("topic=budgets", ["Beta"]),
        ("audience=labor", ["Beta"]),
        ("year=2016", ["Alpha"]),
        ("topic=trust&audience=labor&q=beta", ["Beta"]),
        ("sort=title", ["Alpha", "Beta", "Gamma"]),
        ("sort=year", ["Beta", "Alpha", "Gamma"]),
    ],
)
def test_every_word_and_every_filter_must_fit(shelf, query, titles):
    assert found(query) == titles


def test_what_makes_no_sense_is_left_out_and_said(shelf):
    asked = read("kind=book&topic=nowhere&audience=cats&year=20x7&sort=random")

    assert (asked.kind, asked.topic, asked.audience, asked.year, asked.order) == ("", "", "", None, "newest")
    assert asked.left_out == [
        "There is no kind “book”, so it is left out.",
        "There is no topic “nowhere”, so it is left out.",
        "There is no audience “cats”, so it is left out.",
        "“20x7” is not a year, such as 2017, so it is left out.",
        "There is no order “random”, so it is left out.",
    ]


@pytest.mark.parametrize("year", ["²⁰¹⁷", "99999", "-201", "0x7e"])
def test_a_year_is_four_digits(year):
    assert read(f"year={year}").year is None


def test_counts_are_those_of_the_other_filters(shelf):
    asked = read("topic=trust&kind=research")

    assert asked.counts(Resource.objects.published(), "topic") == {"trust": 1}
    assert asked.counts(Resource.objects.published(), "kind") == {"guide": 1, "research": 1}
    assert asked.counts(Resource.objects.published(), "year") == {2016: 1}
    assert asked.counts(Resource.objects.published(), "audience") == {}


def test_chips_take_one_thing_away_each():
    create_topic("Trust")
    create_audience("Labor")

    asked = read("q=two words&topic=trust&audience=labor&year=2016&sort=title")

    assert asked.chips() == [
        ("“two words”", "/library/?topic=trust&audience=labor&year=2016&sort=title"),
        ("Trust", "/library/?q=two+words&audience=labor&year=2016&sort=title"),
        ("Labor", "/library/?q=two+words&topic=trust&year=2016&sort=title"),
        ("2016", "/library/?q=two+words&topic=trust&audience=labor&sort=title"),
    ]


@pytest.mark.parametrize(
    ("typed", "words"),
    [("a " * 2000, "a a a a a a a a a a"), ("a" * 101, "a" * 100), ("a" * 99 + " b", "a" * 99)],
    ids=["words", "letters", "between-words"],
)
def test_words_are_cut_before_they_cost_much_and_it_is_said(typed, words):
    asked = read(f"q={typed}")

    assert asked.words == words
    assert asked.left_out == ["Only the first 10 words and 100 characters are looked for."]


@pytest.mark.parametrize("typed", ["a  b ", "a" * 100, "a b c d e f g h i j"], ids=["blanks", "letters", "words"])
def test_control_what_fits_is_looked_for_whole(typed):
    assert (read(f"q={typed}").words, read(f"q={typed}").left_out) == (" ".join(typed.split()), [])


@pytest.mark.parametrize("order", ["newest", "title", "year"])
def test_each_order_has_its_index(order):
    create_resource()
    columns = [column.lstrip("-").replace("pk", "id") for column in _order(order)]

    with connection.cursor() as cursor:
        indexes = connection.introspection.get_constraints(cursor, Resource._meta.db_table)

    assert columns in [index["columns"] for index in indexes.values() if index["index"]]


def _order(order):
    query = LibraryQuery(order=order).in_order(Resource.objects.all()).query
    return list(query.order_by)


def test_no_year_comes_last_on_every_database(shelf):
    years = [resource.sorting_year for resource in LibraryQuery(order="year").in_order(Resource.objects.all())]

    assert all(earlier >= later for earlier, later in pairwise(years))
    assert years[-1] == 0
