"""Laying a team out before it is sent: rows, pasting, and what is shown beside them."""

import pytest

from convenings.models import Convening, Registration

from .factories import create_convening, register
from .sheets import TEAM, row, sheet_data

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
URL = "/convenings/central-valley/register/"


@pytest.fixture
def convening():
    return create_convening(slug="central-valley")


def page(response):
    return response.content.decode()


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_rows_are_added_and_removed_with_what_was_typed(client, convening, lead, headers):
    added = client.post(URL, sheet_data(TEAM, action="add"), headers=headers)
    removed = client.post(URL, sheet_data(TEAM, action="remove-0", team_name="Two"), headers=headers)

    assert [row["name"] for row in added.context["sheet"].rows] == ["Ana Ruiz", "Bo Li", ""]
    assert [row["name"] for row in removed.context["sheet"].rows] == ["Bo Li"]
    assert "Removed: Ana Ruiz." in page(removed)
    assert 'value="Two"' in page(removed)
    assert ("<!DOCTYPE html>" in page(added)) == (headers == {})


SEATED = "Sent now, this team would be confirmed."


@pytest.mark.parametrize(
    ("both_sides", "rows", "promised"),
    [("required", TEAM, True), ("required", TEAM[:1], False), ("advised", TEAM[:1], True)],
    ids=["both", "one-of-two-required", "one-of-two-advised"],
)
def test_seats_are_promised_only_to_a_team_that_the_convening_takes(client, lead, both_sides, rows, promised):
    create_convening(slug="central-valley", both_sides=both_sides)

    shown = page(client.post(URL, sheet_data(rows, action="look")))

    assert (SEATED in shown) == promised


def test_refused_team_is_not_promised_its_seats(client, convening, lead):
    before = page(client.get(URL))
    Convening.objects.update(state="closed")

    refused = page(client.post(URL, sheet_data(TEAM)))

    assert [SEATED in shown for shown in (before, refused)] == [True, False]


def test_price_that_is_not_announced_is_nowhere_told_as_nothing(client, lead):
    create_convening(slug="central-valley", fee_rule="not_announced", fee=0)

    shown = page(client.get(URL))

    assert (shown.count("To be announced"), shown.count("$0.00")) == (2, 0)


@pytest.mark.parametrize("action", ["save", "remove-0", "add", "paste"])
def test_half_arrived_page_gives_no_seat_up(client, convening, lead, action):
    """Pressed before the page was whole, a button sends the fields above it and none of the rows below."""
    data = sheet_data([row("superintendent", "Bo Li")], action=action) | {"seats-TOTAL_FORMS": 6}
    del data["whole"], data["seats-0-access_needs"]

    response = client.post(URL, data)

    sheet = response.context["sheet"]
    assert [(row["place"], row["name"]) for row in sheet.rows][:2] == [("superintendent", "Bo Li"), ("cabinet", "")]
    assert len(sheet.rows) == 6
    assert "This page had not arrived whole" in page(response)
    assert not Registration.objects.exists()
    whole = sheet_data(sheet.rows, submission=sheet.team["submission"].value())
    assert client.post(URL, whole).status_code == 302


def test_half_arrived_page_of_a_standing_team_drops_nobody(client, convening, lead):
    team = register(convening, district=lead.district, size=3)
    first, *others = team.seats.all()
    data = sheet_data([row(first.slot, "Luis Peña", seat_id=first.pk)], revision=0) | {"seats-TOTAL_FORMS": 3}
    del data["whole"], data["seats-0-title"]
    url = f"/teams/{team.code}/change/"

    sheet = client.post(url, data).context["sheet"]
    saved = client.post(url, sheet_data(sheet.rows, revision=sheet.team["revision"].value()))

    assert saved.status_code == 302
    assert [(seat.pk, seat.name, seat.email) for seat in team.seats.all()] == [
        (first.pk, "Luis Peña", "luis@example.org"),
        *[(seat.pk, seat.name, seat.email) for seat in others],
    ]


def test_half_arrived_page_taken_for_whole_would_empty_its_rows(client, convening, lead):
    data = sheet_data([row("superintendent", "Bo Li")], action="add") | {"seats-TOTAL_FORMS": 6}

    sheet = client.post(URL, data).context["sheet"]

    assert [row["place"] for row in sheet.rows] == ["superintendent", "", "", "", "", "", ""]


def test_preview_says_who_is_at_the_table_and_what_it_costs(client, convening, lead):
    response = client.post(URL, sheet_data([TEAM[0], row("board")], action="preview"), headers=HTMX)

    assert "2 × $60.00 = $120.00" in page(response)
    statuses = {str(one.place.label): one.status for one in response.context["sheet"].table.attendances}
    assert statuses == {
        "Superintendent or designee": "missing",
        "Cabinet member": "missing",
        "Board member": "to_be_named",
        "Principal or site leader": "missing",
        "Certificated employees’ lead": "present",
        "Classified employees’ lead": "missing",
    }


def test_pasted_roster_fills_the_waiting_rows_and_keeps_the_bad_lines(client, convening, lead):
    roster = (
        "Name\tEmail\tRole\nAna Ruiz\tana@example.org\tTeachers\nBo\tnowhere@\tSuperintendent\nCy\tcy@example.org\t"
    )
    rows = [row("certificated_lead"), row("superintendent")]

    response = client.post(URL, sheet_data(rows, action="paste", roster=roster), headers=HTMX)

    sheet = response.context["sheet"]
    assert [(row["place"], row["name"]) for row in sheet.rows] == [
        ("certificated_lead", "Ana Ruiz"),
        ("superintendent", ""),
        ("", "Cy"),
    ]
    assert "Line 3: “nowhere@” is not an e-mail address." in page(response)
    assert sheet.team.initial["roster"] == "Name\tEmail\tRole\nBo\tnowhere@\tSuperintendent"


def test_roster_of_two_thousand_lines_is_answered(client, convening, lead):
    roster = "\n".join(f"Person {n}, person{n}@example.org, Board" for n in range(2000))

    response = client.post(URL, sheet_data([], action="paste", roster=roster))

    assert len(response.context["sheet"].rows) == 12
    assert "… 1988 lines in all." in page(response)


def test_button_keeps_its_name_after_a_step(client, convening, lead):
    stepped = page(client.post(URL, sheet_data(TEAM, action="add"), headers=HTMX))

    assert stepped.count("Register the team") == 2
    assert "Save the team" not in stepped


def test_preview_says_whether_the_team_would_be_confirmed_or_wait(client, lead):
    create_convening(slug="central-valley", capacity=2)

    fits = page(client.post(URL, sheet_data(TEAM, action="preview"), headers=HTMX))
    waits = page(client.post(URL, sheet_data([*TEAM, row("board")], action="preview"), headers=HTMX))

    assert ("this team would be confirmed" in fits, "this team would wait in line" in fits) == (True, False)
    assert ("this team would be confirmed" in waits, "this team would wait in line" in waits) == (False, True)


def test_page_says_how_many_seats_a_team_may_take_and_how_many_are_too_many(client, lead):
    create_convening(slug="central-valley", team_limit=4)

    shown = page(client.get(URL))

    assert "A team may take up to 4 seats." in shown
    assert "That is 2 seats more than the 4 that a team may take here" in shown


def test_error_summary_names_the_seat_as_the_sheet_does(client, convening, lead):
    response = client.post(URL, sheet_data([TEAM[0], row("superintendent", "Bo Li", email="nowhere")]))

    assert '<a href="#id_seats-1-email">Seat 2, E-mail: Enter a valid email address.</a>' in page(response)
