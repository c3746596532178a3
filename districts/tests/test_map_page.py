import re

import pytest

from districts.demo import load_directory_facts
from districts.models import Evidence

from .factories import create_county, create_district

pytestmark = pytest.mark.django_db
MAP = "/districts/map/"
SACRAMENTO = {"latitude": "38.58", "longitude": "-121.49"}


def text_of(response):
    return " ".join(response.content.decode().split())


def take_part(district, strength=Evidence.Strength.CERTAIN):
    Evidence.objects.create(
        district=district, kind=Evidence.Kind.ATTENDED, what="Came.", source="a test", strength=strength
    )
    return district


def county_names(page):
    """What the links of the map of the state say, in their order."""
    return [
        f"{county} {tally}"
        for county, tally in re.findall(r'<text x="\d+" y="\d+">(.*?) <tspan[^>]*>(.*?)</tspan>', page)
    ]


def marks_of(page):
    """[(address, label, form)] of the marks that are links."""
    return re.findall(r'<a href="(/districts/\d+/)"[^>]*><title>(.*?)</title><path class="(.*?)"', page)


def test_each_county_is_a_link_with_its_count(client):
    take_part(create_district(**SACRAMENTO))
    take_part(create_district(**SACRAMENTO), Evidence.Strength.INFERRED)
    create_district(county=create_county("02"), **SACRAMENTO)

    page = text_of(client.get(MAP))

    names = county_names(page)
    assert len(names) == 58
    assert [name for name in names if not name.endswith(": 0 districts, 0 with a part on record")] == [
        "Alpine County: 1 district, 0 with a part on record",
        "Sacramento County: 2 districts, 1 with a part on record, 1 inferred",
    ]
    assert page.count('href="?county=34#map"') == 1


def test_large_districts_and_those_that_take_part_are_named_on_the_map_of_the_state(client):
    create_district(name="Small Unified", enrollment=9_999, **SACRAMENTO)
    create_district(name="Large Unified", enrollment=10_000, **SACRAMENTO)
    take_part(create_district(name="Small but There", **SACRAMENTO))

    marks = marks_of(text_of(client.get(MAP)))

    assert [(label, form) for _address, label, form in marks] == [
        ("Large Unified: 10,000 students", "map-none"),
        ("Small but There: part on record", "map-record"),
    ]


def test_only_counties_are_tab_stops_on_the_map_of_the_state(client):
    create_district(enrollment=50_000, **SACRAMENTO)

    drawing = re.search(r"<svg class=.map is-state.*?</svg>", text_of(client.get(MAP))).group()

    assert drawing.count("<a ") - drawing.count('tabindex="-1"') == 58
    assert '<g class="map-marks" aria-hidden="true">' in drawing


@pytest.mark.parametrize(
    ("strength", "form", "said"),
    [
        (None, "map-none", "No part on record"),
        (Evidence.Strength.CERTAIN, "map-record", "On record"),
        (Evidence.Strength.LIKELY, "map-record", "On record, likely"),
        (Evidence.Strength.INFERRED, "map-inferred", "Inferred"),
    ],
    ids=["none", "certain", "likely", "inferred"],
)
def test_a_county_draws_each_district_by_its_evidence_and_its_table_says_the_same(client, strength, form, said):
    district = create_district(name="Saltmarsh Unified", enrollment=100, **SACRAMENTO)
    if strength:
        take_part(district, strength)

    page = text_of(client.get(MAP, {"county": "34"}))

    [(address, label, drawn)] = marks_of(page)
    assert (address, drawn) == (f"/districts/{district.cd_code}/", form)
    assert label.startswith("Saltmarsh Unified: 100 students")
    assert re.search(rf'<tr> <th scope="row"><a href="{address}">Saltmarsh Unified</a>.*?>{said}</span>', page)


def test_a_county_office_has_a_form_of_its_own(client):
    create_district(name="Office", kind="county_office", **SACRAMENTO)

    assert [form for *_rest, form in marks_of(text_of(client.get(MAP, {"county": "34"})))] == ["map-none is-office"]


def test_a_county_leads_back_to_the_state_with_what_was_chosen(client):
    page = text_of(client.get(MAP, {"county": "34", "kind": "unified"}))

    assert '<a href="/districts/map/?kind=unified">Map of California</a>' in page
    assert '<li aria-current="page">Sacramento County</li>' in page
    assert '<a href="/districts/?county=34&amp;kind=unified">The same as a list</a>' in page


def test_what_does_not_match_is_faint_and_not_in_the_table(client):
    create_district(name="Saltmarsh Unified", **SACRAMENTO)
    create_district(name="Riverbend Elementary", kind="elementary", **SACRAMENTO)

    page = text_of(client.get(MAP, {"county": "34", "kind": "elementary"}))

    found = "1 of 2 districts and county offices match what you chose: 0 with a part on record."
    assert f"{found} The others are drawn faint." in page
    assert [label for _address, label, _form in marks_of(page)] == ["Riverbend Elementary"]
    assert "Saltmarsh" not in page
    assert re.search(r'<path class="map-faint"[^>]* d="M[\d.]+ [\d.]+h0"/>', page)


def test_control_nothing_is_faint_where_nothing_was_chosen(client):
    create_district(**SACRAMENTO)

    page = text_of(client.get(MAP))

    assert 'class="map-faint" stroke-width="3.6" d=""' in page
    assert "faint" not in page.replace("map-faint", "")


def test_districts_without_a_place_are_counted_and_in_the_table(client):
    create_district(name="Nowhere Unified")

    page = text_of(client.get(MAP, {"county": "34"}))

    assert "1 has no place on file: it is in the table only." in page
    assert marks_of(page) == []
    assert ">Nowhere Unified</a>" in page


def test_a_county_where_nothing_matches_says_so(client):
    create_district(**SACRAMENTO)

    page = text_of(client.get(MAP, {"county": "34", "kind": "high"}))

    assert "No district of this county matches what you chose." in page


def test_what_makes_no_sense_is_left_out_and_said(client):
    page = text_of(client.get(MAP, {"county": "99"}))

    assert "“99” is none of the choices, so it is left out." in page
    assert "<h1>Map of districts</h1>" in page


@pytest.mark.parametrize("status", ["closed", "merged"])
def test_a_district_that_is_no_more_is_on_no_map(client, status):
    create_district(name="Gone Unified", status=status, **SACRAMENTO)

    assert "Gone Unified" not in text_of(client.get(MAP, {"county": "34"}))


@pytest.mark.parametrize("item_count", [1, 3])
@pytest.mark.parametrize("asked", [{}, {"county": "34"}], ids=["the state", "a county"])
def test_the_map_asks_once(client, django_assert_num_queries, asked, item_count):
    for _n in range(item_count):
        take_part(create_district(**SACRAMENTO))

    with django_assert_num_queries(1):
        page = text_of(client.get(MAP, asked))

    assert len(marks_of(page)) == item_count


@pytest.mark.parametrize("item_count", [1, 3])
def test_a_narrowed_map_asks_twice(client, django_assert_num_queries, item_count):
    for _n in range(item_count):
        take_part(create_district(**SACRAMENTO))

    with django_assert_num_queries(2):
        page = text_of(client.get(MAP, {"q": "district", "kind": "unified"}))

    assert len(marks_of(page)) == item_count


def test_the_map_of_a_thousand_districts_is_small_and_asks_once(client, django_assert_num_queries):
    load_directory_facts()

    with django_assert_num_queries(1):
        state = client.get(MAP)
    county = client.get(MAP, {"county": "19"})

    assert "1,000 districts and county offices: 12 with a part on record, 2 whose part is inferred." in text_of(state)
    assert "Los Angeles County: 81 districts, 5 with a part on record" in county_names(text_of(state))
    assert len(marks_of(text_of(county))) == 81
    assert len(state.content) < 100_000
    assert len(county.content) < 70_000
