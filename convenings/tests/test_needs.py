"""Who of LMI staff sees dietary and access needs: role × place."""

import csv
import io

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from openpyxl import load_workbook

from convenings.models import Seat
from lmi_portal.accounts.groups import ensure_groups
from lmi_portal.accounts.tests.factories import create_staff, sign_in_staff
from lmi_portal.tests.staff_pages import page_of

from .factories import create_convening, register

pytestmark = pytest.mark.django_db

TEAMS, SEATS = (reverse(f"admin:convenings_{model}_changelist") for model in ("registration", "seat"))
NEEDS = ("Shellfish-free", "Step-free")
ROLES = [("events", True), ("finance", False), ("directory", False)]


@pytest.fixture
def team():
    team = register(create_convening(), size=2)
    Seat.objects.update(dietary_needs=NEEDS[0], access_needs=NEEDS[1])
    return team


def sign_in(client, group):
    ensure_groups()
    user = create_staff(is_superuser=False)
    user.groups.add(Group.objects.get(name=group))
    sign_in_staff(client, user)


def shown_in(text):
    return tuple(need in text for need in NEEDS)


@pytest.mark.parametrize(("group", "sees"), ROLES)
def test_pages_of_a_team_and_a_seat(client, team, group, sees):
    sign_in(client, group)

    pages = [client.get(page_of(row)).content.decode() for row in (team, team.seats.first())]

    assert [shown_in(page) for page in pages] == [(sees, sees)] * 2
    assert all(team.seats.first().name in page for page in pages)


@pytest.mark.parametrize(("group", "sees"), ROLES)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_lists_taken_along(client, team, group, sees, kind):
    sign_in(client, group)
    action = {"csv": "export_selected", "xlsx": "export_selected_to_excel"}[kind]

    answer = client.post(TEAMS, {"action": action, "_selected_action": [team.pk]})

    rows = READ[kind](answer.getvalue())
    text = " ".join(str(cell) for row in rows for cell in row)
    assert (shown_in(text), team.seats.first().name in text) == ((sees, sees), True)


READ = {
    "csv": lambda content: list(csv.reader(io.StringIO(content.decode("utf-8-sig")))),
    "xlsx": lambda content: list(load_workbook(io.BytesIO(content)).active.values),
}


@pytest.mark.parametrize(("group", "sees"), ROLES)
@pytest.mark.parametrize(
    ("page", "field"),
    [(SEATS, "dietary_needs"), (SEATS, "access_needs"), (TEAMS, "seats__dietary_needs")],
    ids=["dietary", "access", "through-a-team"],
)
def test_filter_typed_into_the_address_tells_nothing(client, team, group, sees, page, field):
    sign_in(client, group)

    answer = client.get(page, {f"{field}__icontains": "free"})

    # Nobody filters teams by their seats' needs: Django refuses that by itself.
    assert answer.status_code == (200 if sees and page == SEATS else 400)


@pytest.mark.parametrize(("group", "sees"), ROLES)
def test_search_finds_no_needs(client, team, group, sees):
    sign_in(client, group)

    found = [client.get(page, {"q": NEEDS[0]}).context["cl"].result_count for page in (TEAMS, SEATS)]

    assert found == [0, 0]
