import pytest
from django.template.loader import render_to_string

from districts.demo import load_directory_facts
from districts.mapping import small_map
from districts.models import Evidence

from .factories import create_district

pytestmark = pytest.mark.django_db

SACRAMENTO = {"latitude": "38.58", "longitude": "-121.49"}


def evidence(district, *, strength=Evidence.Strength.CERTAIN, kind=Evidence.Kind.ATTENDED):
    return Evidence.objects.create(district=district, kind=kind, what="Came.", source="a test", strength=strength)


def marks_of(path):
    return path.count("M")


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_small_map_asks_once(django_assert_num_queries, item_count):
    for _n in range(item_count):
        evidence(create_district(**SACRAMENTO))

    with django_assert_num_queries(1):
        drawn = small_map()

    assert (drawn.on_record_count, marks_of(drawn.on_record)) == (item_count, item_count)


def test_the_small_map_shows_none_without_evidence():
    create_district(**SACRAMENTO)
    evidence(create_district(**SACRAMENTO), kind=Evidence.Kind.WELL_BEING)
    evidence(create_district(**SACRAMENTO, status="closed"))
    evidence(create_district())

    drawn = small_map()

    assert (drawn.on_record, drawn.inferred) == ("", "")


def test_the_small_map_keeps_what_is_inferred_apart():
    evidence(create_district(**SACRAMENTO), strength=Evidence.Strength.LIKELY)
    evidence(create_district(**SACRAMENTO), strength=Evidence.Strength.INFERRED)

    drawn = small_map()

    assert (marks_of(drawn.on_record), marks_of(drawn.inferred)) == (1, 1)


def test_the_small_map_of_the_demo_is_small():
    load_directory_facts()

    drawn = small_map()
    page = render_to_string("districts/_small_map.html", {"small_map": drawn})

    assert (drawn.on_record_count, drawn.inferred_count) == (12, 2)
    assert len(page.encode()) < 12_000
    assert "12 districts and county offices with a part on record" in page
    assert "2 whose part is inferred" in page
