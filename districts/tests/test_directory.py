"""The public directory as a list."""

import pytest
from django.db import connection

from districts.models import District, Evidence

from .factories import create_county, create_district, create_unit

pytestmark = pytest.mark.django_db
LIST = "/districts/"
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL tells near spellings")


def text_of(response):
    return " ".join(response.content.decode().split())


def names(response):
    return [district.name for district in response.context["page"]]


def test_a_row_tells_who_a_district_is(client):
    district = create_district(name="San Juan Unified", city="Carmichael", enrollment=50_509)
    create_unit(district, organization="SJTA")
    create_unit(district, organization="CSEA 127", kind="classified", confidence="medium")
    create_unit(district, organization="ATU", kind="classified", confidence="low")
    Evidence.objects.create(district=district, kind="case_study", what="It is one.", source="a page")

    page = text_of(client.get(LIST))

    assert f'<a href="/districts/{district.cd_code}/">San Juan Unified</a>' in page
    assert "SJTA · CSEA 127 (unconfirmed)</span>" in page
    assert "ATU" not in page
    for said in ("Carmichael", "Sacramento", "Unified school district", "50,509", "On record", "Case study"):
        assert said in page
    assert "1 district or county office found." in page


WORDS = ["On record<", "On record, likely<", "Inferred<", "No part on record<"]


@pytest.mark.parametrize(("strength", "said"), list(zip([1, 2, 3, None], WORDS, strict=True)))
def test_what_is_inferred_never_looks_like_what_is_on_record(client, strength, said):
    district = create_district()
    if strength:
        Evidence.objects.create(district=district, kind="attended", what="It came.", source="page", strength=strength)

    rows = text_of(client.get(LIST)).split("<tbody>")[1].split("</tbody>")[0]

    assert [one for one in ("On record<", "On record, likely<", "Inferred<", "No part on record<") if one in rows] == [
        said
    ]


@pytest.mark.parametrize("district_count", [1, 3, 1_000])
def test_list_query_count_is_constant(client, django_assert_num_queries, district_count):
    for _n in range(min(district_count, 3)):
        create_unit(create_district())
    create_more(district_count - 3)

    # count, districts, units
    with django_assert_num_queries(3):
        response = client.get(LIST, {"sort": "participation"})

    assert len(names(response)) == min(district_count, 50)


def create_more(count):
    county = create_county("19")
    District.objects.bulk_create(
        District(cd_code=f"19{10_000 + n}", name=f"Elsewhere {n}", kind="unified", county=county) for n in range(count)
    )


def test_a_search_that_finds_nothing_has_few_queries_too(client, django_assert_max_num_queries):
    create_unit(create_district(name="Pomona Unified"))

    # count, whether without the choices, near spellings where the database tells them
    with django_assert_max_num_queries(3):
        assert names(client.get(LIST, {"q": "pamona", "kind": "unified"})) == []


def test_pages_keep_what_is_asked(client):
    create_more(60)

    first = client.get(LIST, {"county": "19", "q": "elsewhere"})
    second = client.get(LIST, {"county": "19", "q": "elsewhere", "page": "2"})

    assert 'rel="next" href="?county=19&amp;q=elsewhere&amp;page=2"' in text_of(first)
    assert (len(names(first)), len(names(second))) == (50, 10)
    assert set(names(first)) & set(names(second)) == set()


@pytest.mark.parametrize(
    "query",
    [
        {"page": "zz", "region": "99", "county": "🏫", "kind": "<b>", "size": "1", "sort": "price", "case_study": "?"},
        {"page": "-1", "q": "%' OR 1=1 --"},
        {"page": "9" * 400, "q": "x" * 10_000},
        {"q": "\\ _ % ' \" ( [ * ñ 中文"},
    ],
    ids=["none of the choices", "quotes", "10,000 characters", "signs"],
)
def test_whatever_the_address_says_the_page_answers(client, query):
    create_district()

    assert client.get(LIST, query).status_code == 200


def test_headings_sort_and_say_how_it_is_sorted(client):
    create_district()

    by_name, by_size = text_of(client.get(LIST)), text_of(client.get(LIST, {"sort": "-enrollment"}))

    assert by_name.count("aria-sort") == by_size.count("aria-sort") == 1
    assert '<th scope="col" aria-sort="ascending"><a href="/districts/?sort=-name">District or county' in by_name
    assert '<th scope="col"><a href="/districts/?sort=-enrollment">Students</a></th>' in by_name
    assert '<th scope="col" aria-sort="descending"><a href="/districts/?sort=enrollment">Students</a></th>' in by_size


def test_words_alone_come_in_the_order_of_their_fit(client):
    create_district(name="Aromas - San Juan Unified")
    create_district(name="San Juan Unified")

    best, by_name = client.get(LIST, {"q": "san juan"}), client.get(LIST, {"q": "san juan", "sort": "name"})

    assert names(best) == ["San Juan Unified", "Aromas - San Juan Unified"]
    assert names(by_name) == ["Aromas - San Juan Unified", "San Juan Unified"]
    assert "aria-sort" not in text_of(best)


def test_choices_are_told_and_can_be_left_out(client):
    create_district(kind="high")

    page = text_of(client.get(LIST, {"kind": "high", "county": "34", "size": "tiny"}))

    assert (
        '<a href="/districts/?county=34"><span class="visually-hidden">Leave out: </span>High school district' in page
    )
    assert "“tiny” is none of the choices, so it is left out." in page
    assert '<option value="high" selected>' in page
    assert 'href="/districts/districts.csv?county=34&amp;kind=high"' in page
    assert 'href="/districts/map/?county=34&amp;kind=high"' in page


def test_words_that_the_other_choices_hide_are_told(client):
    create_district(name="Pomona Unified", county=create_county("19"))

    page = text_of(client.get(LIST, {"q": "pomona", "region": "3"}))

    assert "“pomona” is found without the other choices." in page
    assert '<a class="btn btn-primary" href="/districts/?q=pomona">Leave them out</a>' in page


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"q": "Atlantis <b>"}, "Nothing is found by “Atlantis &lt;b&gt;”"),
        ({"kind": "high"}, "No district fits all that you chose"),
    ],
)
def test_what_finds_nothing_helps_on(client, query, said):
    create_district(name="San Juan Unified")

    page = text_of(client.get(LIST, query))

    assert said in page
    assert '<a class="btn btn-primary" href="/districts/">Show all</a>' in page


@on_postgresql
def test_near_spellings_are_shown_as_such(client):
    create_district(name="Pomona Unified", kind="unified")
    create_district(name="Pomona High", kind="high")

    page = text_of(client.get(LIST, {"q": "pamona", "kind": "unified"}))

    assert "0 districts and county offices found. 1 is spelled nearly so." in page
    assert "Nothing is spelled so. Near it:" in page
    assert ("Pomona Unified" in page, "Pomona High" in page) == (True, False)


def test_htmx_gets_the_rows_and_the_count_and_an_address_to_share(client):
    create_district(name="San Juan Unified")

    response = client.get(LIST, {"q": "juan", "kind": "", "region": ""}, headers={"HX-Request": "true"})

    page = text_of(response)
    assert "<!DOCTYPE html>" not in page
    assert '<p id="directory-count" hx-swap-oob="innerHTML">1 district or county office found. </p>' in page
    assert "San Juan Unified" in page
    assert response["HX-Replace-Url"] == "/districts/?q=juan"
    assert "HX-Request" in response["Vary"]


def test_the_count_is_announced(client):
    page = text_of(client.get(LIST))

    assert '<p id="directory-count" class="directory-count" role="status">0 districts and county offices found.' in page
    assert page.count('id="directory-count"') == 1
