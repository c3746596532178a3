"""What stands before every page of a program, and what would happen without it."""

import pytest
from django.test import Client

from districts.models import Side
from districts.tests.factories import create_user
from wellbeing import access, guard

from .charters import begin, create_offered, link_of
from .factories import co_chair, create_program, create_seat, user_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return create_program()


def page(program, name=""):
    return f"/wellbeing/{program.district.cd_code}/{name}"


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def test_strangers_sign_in_first_and_come_back_to_the_page(client, program):
    assert client.get(page(program, "charter/?x=1")).url == f"/accounts/login/?next={page(program, 'charter/')}%3Fx%3D1"


def test_a_page_is_the_members_and_to_others_not_found(program):
    member, stranger = user_of(create_seat(program)), create_user()

    assert client_of(member).get(page(program, "charter/")).status_code == 200
    assert client_of(stranger).get(page(program, "charter/")).status_code == 404


def test_control_without_the_guards_question_a_stranger_reads_the_charter(program, monkeypatch):
    monkeypatch.setattr(guard, "_opens", lambda view_name, standing: True)

    assert client_of(create_user()).get(page(program, "charter/")).status_code == 200


def test_a_page_without_a_row_opens_for_nobody(program, monkeypatch):
    chair = co_chair(program, Side.LABOR)
    assert client_of(chair).get(page(program, "charter/")).status_code == 200

    monkeypatch.delitem(access.ACCESS, "wellbeing:charter")

    assert client_of(chair).get(page(program, "charter/")).status_code == 404


def test_a_standing_is_asked_anew_for_each_page(program):
    seat = create_seat(program)
    client = client_of(user_of(seat))
    assert client.get(page(program, "charter/")).status_code == 200

    seat.until_on = seat.since_on
    seat.save()

    assert client.get(page(program, "charter/")).status_code == 404


def test_no_page_of_a_program_is_kept_by_a_browser_or_found_by_a_search_engine(program):
    response = client_of(co_chair(program, Side.LABOR)).get(page(program, "charter/"))

    assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("no-store, private", "noindex, nofollow")


def test_a_district_that_is_not_there_is_not_found(program):
    assert client_of(co_chair(program, Side.LABOR)).get("/wellbeing/0000000/charter/").status_code == 404


def test_a_lead_begins_where_nothing_is_begun_and_finds_nothing_else():
    district = begin().district
    lead = district.memberships.led().get(side=Side.LABOR).user
    client = client_of(lead)
    assert client.get(f"/wellbeing/{district.cd_code}/charter/").status_code == 200

    district.well_being_program.delete()

    assert client.get(f"/wellbeing/{district.cd_code}/charter/").status_code == 404
    assert client.get(f"/wellbeing/{district.cd_code}/begin/").status_code == 200


def test_the_page_to_sign_asks_for_no_account_and_its_link_for_no_role(program):
    signatory = create_offered().signatories.first()

    assert Client().get(link_of(signatory)).status_code == 200
    assert client_of(create_user()).get(link_of(signatory)).status_code == 200
