import pytest

from districts.tests.factories import create_user
from lmi_portal.audit.models import Entry
from lmi_portal.tests.staff_pages import page_of

from .factories import create_convening, register
from .sheets import sheet_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return register(create_convening(), size=2)


def rows_of(team):
    return [{"seat_id": s.pk, "place": s.slot, "name": s.name, "email": s.email} for s in team.seats.all()]


def test_staff_reach_the_sheet_from_the_registration(client, staff, team):
    response = client.get(f"{page_of(team)}", follow=True)
    assert "Change names and seats" in response.content.decode()

    response = client.get(f"/admin/convenings/registration/{team.pk}/team/", follow=True)
    assert response.redirect_chain == [(f"/admin/teams/{team.code}/change/", 302)]


def test_staff_substitute_a_person_and_come_back_to_the_admin(client, staff, team):
    rows = rows_of(team)
    rows[0] |= {"name": "Luis Peña", "email": "luis@example.org"}

    response = client.post(f"/admin/teams/{team.code}/change/", sheet_data(rows, revision=0))

    assert response.url == page_of(team)
    assert team.seats.first().name == "Luis Peña"
    assert Entry.objects.get(deed="change_team").done_by == staff


def test_staff_without_the_permission_find_nothing(client, settings, team):
    settings.STAFF_MFA_REQUIRED = False
    client.force_login(create_user(is_staff=True))

    assert client.get(f"/admin/teams/{team.code}/change/").status_code == 404


def test_staff_without_a_second_factor_are_led_to_one(client, settings, team):
    client.force_login(create_user(is_staff=True, is_superuser=True))

    assert client.get(f"/admin/teams/{team.code}/change/").url == "/accounts/2fa/"


def test_others_find_nothing_even_for_their_own_team(client, team):
    client.force_login(team.registered_by)

    assert client.get(f"/admin/teams/{team.code}/change/").status_code == 404
