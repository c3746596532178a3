import pytest
from django.utils import timezone

from districts.models import Side
from districts.tests.factories import create_membership

from .committee_pages import client_of, labor_of, url
from .factories import create_employee, create_program, create_seat

pytestmark = pytest.mark.django_db


def test_a_member_is_named_on_the_page(client):
    program = create_program()
    unit = program.district.units.get(kind="classified")
    data = {"name": "Ana", "email": "ana@example.org", "unit": unit.pk, "job_class": "food", "shift": "early"}

    response = labor_of(program).post(url("seat_add", program), data, follow=True)

    assert response.redirect_chain == [(url("committee", program), 302)]
    assert program.seats.get(email="ana@example.org").unit == unit


def test_a_lead_at_the_table_names_seats_of_their_own_side_before_there_is_a_co_chair():
    program = create_program(with_co_chairs=False)
    lead = create_membership(district=program.district, side=Side.MANAGEMENT, is_lead=True).user
    data = {"name": "Bo", "email": "bo@example.org", "job_class": "administration", "shift": "day", "is_co_chair": "on"}

    client_of(lead).post(url("seat_add", program), data)

    seat = program.seats.get()
    assert (seat.side, seat.is_co_chair, seat.unit) == ("management", True, None)


def test_seats_of_the_other_side_are_not_found():
    program = create_program()
    theirs = program.seats.get(side="management")

    for name in ["seat_edit", "seat_end", "seat_co_chair"]:
        assert labor_of(program).post(url(name, program, theirs.pk)).status_code == 404
    theirs.refresh_from_db()
    assert theirs.until_on is None


def test_a_seat_ends_after_a_page_that_says_what_happens():
    program = create_program()
    seat = create_seat(program)
    client = labor_of(program)

    page = client.get(url("seat_end", program, seat.pk))
    seat.refresh_from_db()
    was = seat.until_on
    client.post(url("seat_end", program, seat.pk))

    seat.refresh_from_db()
    assert (was, seat.until_on) == (None, timezone.localdate())
    assert f"End the seat of {seat.name}?" in page.text


@pytest.mark.parametrize("count", [1, 3])
def test_the_committee_s_page_asks_the_database_nine_times(django_assert_num_queries, count):
    program = create_program()
    for _n in range(count):
        create_seat(program, side=Side.LABOR)
        create_seat(program, side=Side.LABOR, until_on=timezone.localdate())
        create_employee(program)
    client = labor_of(program)

    with django_assert_num_queries(9):
        client.get(url("committee", program))


def test_a_seat_is_corrected_and_a_second_one_for_the_same_person_refused():
    program = create_program()
    seat = create_seat(program)
    client = labor_of(program)
    data = {"name": "Ana", "unit": seat.unit_id, "job_class": "food", "shift": "early"}

    client.post(url("seat_edit", program, seat.pk), data)
    refused = client.post(url("seat_add", program), data | {"email": seat.email})

    seat.refresh_from_db()
    assert (seat.name, seat.job_class) == ("Ana", "food")
    assert list(refused.context["form"].errors) == ["email"]


def test_the_co_chair_is_handed_over_after_a_page_that_says_what_happens():
    program = create_program()
    old, seat = program.seats.get(side="labor"), create_seat(program)
    client, page = labor_of(program), url("seat_co_chair", program, seat.pk)

    asked = client.get(page)
    client.post(page)

    old.refresh_from_db()
    assert f"Make {seat.name} the co-chair?" in asked.text
    assert old.is_co_chair is False
    assert client.get(page).status_code == 404


def test_ending_the_co_chair_s_own_seat_says_what_that_means():
    program = create_program()
    seat = program.seats.get(side="labor")

    response = labor_of(program).get(url("seat_end", program, seat.pk))

    assert "nothing can be approved meanwhile" in response.text
