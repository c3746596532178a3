from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from convenings.models import AddOn, Registration
from districts.models import Side
from districts.tests.factories import create_district, create_membership, create_unit, create_user

from .factories import create_convening, register
from .sheets import TEAM, row, sheet_data

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def convening():
    return create_convening(slug="central-valley")


URL = "/convenings/central-valley/register/"


def page(response):
    return response.content.decode()


def test_page_lays_out_a_seat_for_each_place_of_the_district(client, convening, lead):
    create_unit(lead.district, organization="SJTA", kind="certificated")
    create_unit(lead.district, organization="CSEA 127", kind="classified")

    rows = client.get(URL).context["sheet"].rows

    labels = {place.key: str(place.label) for place in client.get(URL).context["sheet"].places}
    assert [labels[row["place"]] for row in rows] == [
        "Superintendent or designee",
        "Cabinet member",
        "Board member",
        "Principal or site leader",
        "SJTA lead",
        "CSEA 127 lead",
    ]


def test_lead_registers_a_team(client, convening, lead):
    response = client.post(URL, sheet_data([*TEAM, row("board")]))

    registration = Registration.objects.get()
    assert response.url == f"/teams/{registration.code}/"
    assert (registration.district, registration.side, registration.state) == (lead.district, "management", "confirmed")
    assert [(seat.slot, seat.name) for seat in registration.seats.all()] == [
        ("certificated_lead", "Ana Ruiz"),
        ("superintendent", "Bo Li"),
        ("board", ""),
    ]


def test_button_pressed_twice_registers_once(client, convening, lead):
    data = sheet_data(TEAM)

    first, second = client.post(URL, data), client.post(URL, data)

    assert first.url == second.url
    assert Registration.objects.count() == 1


def test_stranger_signs_in_first_and_comes_back_to_the_form(client, convening):
    assert client.get(URL).url == f"/accounts/login/?next={URL}"


def test_person_without_a_district_chooses_one_and_comes_back(client, convening):
    client.force_login(create_user())

    assert client.get(URL).url == f"/districts/join/?next={URL.replace('/', '%2F')}"


def test_what_was_typed_survives_a_session_that_ran_out(client, convening, lead):
    client.logout()
    assert client.post(URL, sheet_data(TEAM)).url == f"/accounts/login/?next={URL}"
    client.force_login(lead.user)

    response = client.get(URL)

    assert [row["name"] for row in response.context["sheet"].rows] == ["Ana Ruiz", "Bo Li"]
    assert not Registration.objects.exists()
    assert [row["name"] for row in client.get(URL).context["sheet"].rows][:2] == ["", ""]


def test_person_who_only_asked_to_join_may_register_and_sees_that_team_alone(client, convening):
    waiting = create_membership(state="requested")
    other = register(convening, district=waiting.district, team_name="Other")
    client.force_login(waiting.user)

    response = client.post(URL, sheet_data(TEAM), follow=True)

    assert response.status_code == 200
    assert client.get(f"/teams/{other.code}/").status_code == 404


def test_another_districts_code_in_the_address_leads_to_joining_it(client, convening, lead):
    response = client.get(f"{URL}?district={create_district().cd_code}")

    assert response.url.startswith("/districts/join/?next=")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"state": "closed"}, "Registration for this convening is closed."),
        ({"state": "cancelled"}, "This convening has been cancelled."),
        ({"state": "held"}, "This convening is over."),
        ({"state": "save_the_date"}, "Registration is not open yet."),
        ({"registration_opens_at": timezone.now() + timedelta(days=2)}, "Registration opens on"),
    ],
    ids=["closed", "cancelled", "held", "save-the-date", "not-yet-open"],
)
def test_page_refuses_a_convening_that_takes_no_teams_and_keeps_what_was_typed(client, lead, fields, sentence):
    create_convening(slug="central-valley", **fields)

    assert sentence in page(client.get(URL))

    refused = page(client.post(URL, sheet_data(TEAM)))
    assert sentence in refused
    assert 'value="Ana Ruiz"' in refused
    assert not Registration.objects.exists()


def test_draft_is_not_found(client, lead):
    create_convening(slug="central-valley", state="draft")

    assert client.get(URL).status_code == 404


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([], "A team needs at least one seat"),
        ([{}], "A team needs at least one seat"),
        ([row("superintendent", "Bo Li")], "Labor is missing"),
        ([TEAM[0]], "Management is missing"),
        ([*TEAM, row("board", "Cy", email="ana@EXAMPLE.org")], "already in seat 1"),
        ([row("certificated_lead", "A" * 10_000), TEAM[1]], "at most 200 characters (it has 10000)"),
        ([row("certificated_lead", "Ana", email="nowhere"), TEAM[1]], "Enter a valid email address"),
        ([row("certificated_lead", "Ana", email=f"{'a' * 250}@example.org"), TEAM[1]], "at most 254 characters"),
        ([row("certificated_lead", "", email="ana@example.org"), TEAM[1]], "Whose address is this?"),
        ([row("", "Ana Ruiz"), TEAM[1]], "Choose the seat that this person takes."),
        ([row("unit-999999", "Ana Ruiz"), TEAM[1]], "This seat is not one of this district’s."),
        ([row("superintendent")] * 13, "may take 12 seats at this convening, and you asked for 13"),
        ([row("certificated_lead", "Ana", seat_id="7' or 1=1"), TEAM[1]], "Enter a whole number."),
        ([row("certificated_lead", "Ana", seat_id="9" * 5000), TEAM[1]], "Enter a whole number."),
    ],
    ids=[
        "no-rows",
        "a-blank-row",
        "no-labor",
        "no-management",
        "same-person-twice",
        "10000-characters",
        "bad-address",
        "long-address",
        "address-without-name",
        "no-place",
        "tampered-place",
        "over-the-limit",
        "tampered-seat",
        "seat-of-5000-digits",
    ],
)
def test_page_says_what_is_wrong_and_keeps_what_was_typed(client, convening, lead, rows, sentence):
    response = client.post(URL, sheet_data(rows, team_name="Élèves 🍎"))

    assert response.status_code == 200
    assert sentence in page(response)
    assert 'id="errors"' in page(response)
    assert 'value="Élèves 🍎"' in page(response)
    kept = [(kept["place"], kept["name"], kept["email"]) for kept in response.context["sheet"].rows]
    assert kept == [(sent.get("place", ""), sent.get("name", ""), sent.get("email", "")) for sent in rows]
    assert not Registration.objects.exists()


@pytest.mark.parametrize(
    "tampered",
    [
        {"submission": "not-a-uuid"},
        {"submission": ""},
        {"seats-TOTAL_FORMS": "many"},
        {"seats-TOTAL_FORMS": "999999999999"},
        {"seats-TOTAL_FORMS": "-1"},
        {"action": "remove-999"},
        {"action": "remove-x"},
        {"action": "remove-" + "9" * 5000},
        {"action": "paste", "roster": "A" * 200_000},
        {"action": "\x00"},
        {"revision": "x"},
        {"co_lead_email": "a\x00b"},
        {"co_lead_email": f"{'a' * 250}@example.org"},
    ],
    ids=lambda tampered: f"{tampered}"[:60],
)
def test_tampered_fields_never_break_the_page(client, convening, lead, tampered):
    response = client.post(URL, sheet_data(TEAM) | tampered)

    assert response.status_code == 200
    assert not Registration.objects.exists()


def test_price_comes_from_the_convening_whatever_the_browser_sends(client, convening, lead):
    client.post(URL, sheet_data(TEAM, price="0", fee="0", **{"seats-0-price": "0.01"}))

    assert [str(seat.price) for seat in Registration.objects.get().seats.all()] == ["60.00", "60.00"]


def test_names_are_kept_exactly(client, convening, lead):
    names = ["Zoë Núñez-O’Brien 🍎", "محمد الأمين"]

    client.post(URL, sheet_data([row("certificated_lead", names[0], email=""), row("board", names[1], email="")]))

    assert [seat.name for seat in Registration.objects.get().seats.all()] == names


def test_second_team_of_the_district_is_told_to_take_a_name(client, convening, lead):
    register(convening, district=lead.district)

    response = client.post(URL, sheet_data(TEAM))

    assert "Give this one a name of its own" in page(response)
    assert response.context["sheet"].team.errors.keys() == {"team_name"}


def test_seats_left_go_first_and_then_the_line(client, lead):
    convening = create_convening(slug="central-valley", capacity=3)
    register(convening, size=2)

    page_after = page(client.post(URL, sheet_data(TEAM), follow=True))

    assert "On the waitlist" in page_after
    assert "Your team is the next in line." in page_after


def test_add_ons_are_chosen_per_seat(client, convening, lead):
    day = AddOn.objects.create(convening=convening, title="Pre-conference day", price="75.00")

    client.post(URL, sheet_data([TEAM[0] | {"add_ons": [day.pk]}, TEAM[1]]))

    assert Registration.objects.with_totals().get().amount == 195


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_of_the_page_is_constant(client, convening, lead, count, django_assert_num_queries):
    for _n in range(count):
        create_unit(lead.district)

    with django_assert_num_queries(9):
        client.get(URL)


def test_district_with_a_team_is_shown_to_it_before_it_lays_out_another(client, convening, lead):
    before = client.get(URL)
    team = register(convening, district=lead.district)

    after = client.get(URL)

    assert [before.context["own_teams"], after.context["own_teams"]] == [[], [team]]
    assert page(after).count(f'<a href="{team.get_absolute_url()}">see or change it</a>') == 1


def test_pasted_lines_that_are_no_seats_yet_are_not_lost(client, convening, lead):
    data = sheet_data(TEAM, roster="Cy Day, cy@example.org, Board")

    refused = client.post(URL, data)
    kept = [Registration.objects.count(), refused.context["sheet"].team["roster"].value()]
    client.post(URL, data | {"roster": " \n"})

    assert refused.context["sheet"].team.errors.keys() == {"roster"}
    assert kept == [0, "Cy Day, cy@example.org, Board"]
    assert Registration.objects.count() == 1


def test_registrar_takes_the_side_of_the_membership(client, convening):
    labor = create_membership(side=Side.LABOR)
    client.force_login(labor.user)
    unit = labor.unit

    client.post(URL, sheet_data([row(f"unit-{unit.pk}", "Ana Ruiz"), TEAM[1]], submission=str(uuid4())))

    assert Registration.objects.get().side == Side.LABOR
