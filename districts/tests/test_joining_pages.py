import pytest
from django.db import connection
from django.urls import reverse

from districts.models import Membership

from .factories import create_county, create_district, create_membership, create_unit, create_user

pytestmark = pytest.mark.django_db
JOIN = "/districts/join/"


@pytest.fixture
def signed_in(client):
    client.user = create_user()
    client.force_login(client.user)
    return client


def text_of(response):
    return " ".join(response.content.decode().split())


def test_no_district_has_a_null_character_for_a_code(signed_in):
    """PostgreSQL takes none even to look for; SQLite would simply find nothing."""
    assert signed_in.get(f"{JOIN}%00/").status_code == 404


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["without JavaScript", "by htmx"])
def test_the_search_finds_a_district(signed_in, headers):
    create_district(name="San Juan Unified", city="Carmichael", cd_code="3490001")
    create_district(name="Pomona Unified")

    response = signed_in.get(JOIN, {"q": "carmichael", "next": "/convenings/"}, headers=headers)

    page = text_of(response)
    assert page.count('<a href="/districts/join/3490001/?next=%2Fconvenings%2F">San Juan Unified</a>') == 1
    assert "1 district found." in page
    assert "Carmichael · Sacramento County · Unified school district" in page
    assert "Pomona" not in page
    assert page.startswith("<!DOCTYPE html>") == (not headers)


def test_what_htmx_asked_for_is_never_taken_for_the_page(signed_in):
    assert "HX-Request" in signed_in.get(JOIN).headers["Vary"]


def test_the_search_works_without_javascript(signed_in):
    page = text_of(signed_in.get(JOIN, {"q": "juan", "next": "/convenings/"}))

    assert '<form method="get" role="search"' in page
    assert '<input type="hidden" name="next" value="/convenings/">' in page
    assert 'name="q" value="juan"' in page
    assert '<button class="btn btn-primary">Search</button>' in page


@pytest.mark.parametrize(("count", "said"), [(20, "20 districts found."), (21, "The first 20 districts found")])
def test_the_search_shows_twenty_at_most(signed_in, count, said):
    for _n in range(count):
        create_district()

    page = text_of(signed_in.get(JOIN, {"q": "district"}))

    assert said in page
    assert page.count('<li class="panel">') == 20


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Atlantis", "No district has “Atlantis” in its name"),
        ("<b>", "No district has “&lt;b&gt;” in its name"),
        ("x" * 10_000, "at most 80 characters"),
        ("🏫 Ñandú مدرسة", "No district has “🏫 Ñandú مدرسة” in its name"),
    ],
    ids=["unknown", "markup", "10,000 characters", "other scripts"],
)
def test_a_search_that_finds_nothing_helps_on(signed_in, words, said):
    assert said in text_of(signed_in.get(JOIN, {"q": words}))


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL tells near spellings")
def test_a_search_offers_what_is_spelled_nearly_so(signed_in):
    district = create_district(name="Pomona Unified")

    page = text_of(signed_in.get(JOIN, {"q": "pamona"}))

    assert "Nothing is spelled so. Near it:" in page
    assert f'href="/districts/join/{district.cd_code}/">Pomona Unified</a>' in page


@pytest.mark.parametrize("item_count", [1, 3])
def test_search_query_count_is_constant(signed_in, django_assert_num_queries, item_count):
    for _n in range(item_count):
        create_district()
        create_membership(user=signed_in.user, state="requested")

    # session, user, districts, verified addresses, domains, places, leads
    with django_assert_num_queries(7):
        page = text_of(signed_in.get(JOIN, {"q": "district"}))

    assert page.count("<strong>District") == item_count


def test_whose_email_is_the_district_s_own_is_led_straight_to_it(client):
    create_district(name="Saltmarsh Unified", cd_code="0199901", county=create_county("01"), email_domain="salt.org")
    client.force_login(create_user(email="ana@salt.org"))

    page = text_of(client.get(JOIN, {"next": "/convenings/"}))

    assert 'href="/districts/join/0199901/?next=%2Fconvenings%2F">Join Saltmarsh Unified</a>' in page


def test_whoever_sits_there_already_is_not_asked_to_join_it(client):
    district = create_district(name="Saltmarsh Unified", email_domain="salt.org")
    client.force_login(create_membership(user=create_user(email="ana@salt.org"), district=district).user)

    page = text_of(client.get(JOIN))

    assert ("Saltmarsh Unified" in page, "Join Saltmarsh Unified" in page) == (True, False)


def join_url(district):
    return reverse("districts:join_district", args=[district.cd_code])


def test_the_form_offers_this_district_s_own_units(signed_in):
    district = create_district()
    create_unit(district, organization="SJTA")
    create_unit(create_district(), organization="UTLA")

    page = text_of(signed_in.get(join_url(district)))

    assert "SJTA (Certificated)" in page
    assert "Classified employees, unit not on file yet" in page
    assert "Certificated employees, unit not on file yet" not in page
    assert "UTLA" not in page


def test_asking_says_what_happens_next_and_goes_on(signed_in):
    district = create_district(name="Saltmarsh Unified")

    response = signed_in.post(
        join_url(district), {"side": "management", "role": "board", "next": "/convenings/"}, follow=True
    )

    assert response.redirect_chain == [("/convenings/", 302)]
    assert [str(message) for message in response.context["messages"]] == [
        "You have asked to join Saltmarsh Unified. Its team lead or LMI staff will answer, and you get an e-mail then."
        " Meanwhile you may register a team."
    ]
    membership = Membership.objects.get()
    assert (membership.user, membership.role, membership.state) == (signed_in.user, "board", "requested")


def test_joining_at_once_says_welcome(client):
    district = create_district(name="Saltmarsh Unified", email_domain="salt.org")
    client.force_login(create_user(email="ana@salt.org"))

    response = client.post(join_url(district), {"side": "management", "role": "board"}, follow=True)

    assert [str(message) for message in response.context["messages"]] == [
        "Welcome to Saltmarsh Unified’s table: your e-mail address is the district’s own."
    ]


@pytest.mark.parametrize(
    ("onward", "goes_to"),
    [
        ("/convenings/dinuba/register/", "/convenings/dinuba/register/"),
        ("https://evil.example.com/", "/teams/"),
        ("//evil.example.com/", "/teams/"),
        ("javascript:alert(1)", "/teams/"),
        ("no-page-of-ours", "/teams/"),
        ("", "/teams/"),
    ],
)
def test_going_on_stays_on_the_portal(signed_in, onward, goes_to):
    form = {"side": "management", "role": "board", "next": onward}

    response = signed_in.post(join_url(create_district()), form)

    assert response.url == goes_to


@pytest.mark.parametrize("choice", ["unit", "certificated", "classified"])
def test_labor_joins_for_a_unit_or_for_employees_without_one(signed_in, choice):
    district = create_district()
    unit = create_unit(district, kind="certificated") if choice == "unit" else None

    signed_in.post(join_url(district), {"side": "labor", "role": "unit_lead", "unit": unit.pk if unit else choice})

    membership = Membership.objects.get()
    assert (membership.unit, membership.employees) == ((unit, "") if unit else (None, choice))


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({}, "Your side of the table: Choose labor, management or neutral."),
        ({"side": "labor", "role": "board"}, "Your role: This role belongs to the other side of the table"),
        ({"side": "labor", "role": "unit_lead"}, "Your bargaining unit: Choose the bargaining unit that you speak"),
        ({"side": "management", "role": "board", "unit": "classified"}, "Your bargaining unit: Only labor sits for"),
        ({"side": "labor", "role": "unit_lead", "unit": "999999"}, "Your bargaining unit: Choose one of the list."),
        ({"side": "x" * 10_000, "role": "y" * 10_000, "unit": "z" * 10_000}, "Your role: Choose one of the list."),
        ({"side": "management", "role": "🏫"}, "Your role: Choose one of the list."),
    ],
    ids=["empty", "other side", "no unit", "management's unit", "unknown unit", "10,000 characters", "emoji"],
)
def test_a_form_that_does_not_fit_says_why_and_keeps_what_was_chosen(signed_in, form, said):
    response = signed_in.post(f"{join_url(create_district())}?next=/convenings/", form)

    page = text_of(response)
    assert (response.status_code, Membership.objects.count()) == (200, 0)
    assert said in page
    assert '<input type="hidden" name="next" value="/convenings/">' in page
    if form.get("role") == "unit_lead":
        assert '<option value="unit_lead" selected>' in page


def test_a_second_press_of_the_button_goes_on_as_the_first_did(signed_in):
    district, form = create_district(), {"side": "management", "role": "board", "next": "/convenings/"}
    signed_in.post(join_url(district), form)

    response = signed_in.post(join_url(district), form)

    assert response.url == "/convenings/"
    assert Membership.objects.count() == 1


def test_the_limit_on_waiting_requests_is_said_on_the_form(signed_in):
    for _n in range(5):
        create_membership(user=signed_in.user, state="requested")

    page = text_of(signed_in.post(join_url(create_district()), {"side": "management", "role": "board"}))

    assert "You are waiting for 5 answers already" in page


def test_whoever_has_asked_sees_how_it_stands_instead_of_the_form(signed_in):
    place = create_membership(user=signed_in.user, state="requested")

    page = text_of(signed_in.get(join_url(place.district)))

    assert "It stands at: Waiting for approval." in page
    assert "Ask to join" not in page
