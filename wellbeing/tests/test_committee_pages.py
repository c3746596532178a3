from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from districts.models import Side
from districts.tests.factories import create_membership
from wellbeing.models import CommitteeMeeting

from .factories import co_chair, create_employee, create_program, create_seat, user_of
from .meetings import again, approve_as, create_held_meeting, create_meeting, decide, publish, topic

pytestmark = pytest.mark.django_db


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def labor_of(program):
    return client_of(co_chair(program, Side.LABOR))


def url(name, program, *args):
    return reverse(f"wellbeing:{name}", args=[program.district.cd_code, *args])


def meeting_data(**fields):
    day = timezone.localdate() + timedelta(days=30)
    data = {"on": str(day), "starts": "15:30", "ends": "17:00", "place": "Board room", "chair_side": "labor"}
    rows = {"agenda-TOTAL_FORMS": 2, "agenda-INITIAL_FORMS": 0, "agenda-0-title": "Walking club", "agenda-1-title": ""}
    return data | rows | fields


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


def test_a_meeting_is_planned_with_its_agenda_in_pacific_time():
    program = create_program()

    response = labor_of(program).post(url("meeting_add", program), meeting_data())

    meeting = program.meetings.get()
    assert response.url == meeting.get_absolute_url()
    assert timezone.localtime(meeting.starts_at).strftime("%H:%M") == "15:30"
    assert [item.title for item in meeting.agenda.all()] == ["Walking club"]


def test_the_side_that_did_not_chair_last_is_suggested():
    program = create_program()
    create_held_meeting(program, chair_side=Side.LABOR)

    response = labor_of(program).get(url("meeting_add", program))

    assert response.context["form"].initial["chair_side"] == "management"


def test_a_time_that_is_skipped_in_spring_is_told():
    program = create_program()

    response = labor_of(program).post(url("meeting_add", program), meeting_data(on="2027-03-14", starts="02:30"))

    assert list(response.context["form"].errors) == ["starts"]


def test_a_topic_of_bargaining_is_told_where_it_is_typed_and_shown():
    program = create_program()
    meeting = create_meeting(program, agenda=[topic("A new salary schedule")])
    client = labor_of(program)

    for name in ["meeting", "meeting_edit"]:
        assert "It sounds like: wages." in client.get(url(name, program, meeting.pk)).text


def test_of_two_changes_the_second_keeps_what_was_typed_and_may_save_again():
    program = create_program()
    meeting = create_meeting(program)
    client = labor_of(program)
    CommitteeMeeting.objects.filter(pk=meeting.pk).update(revision=1, place="Library")
    data = meeting_data(place="Gym", revision=0)

    response = client.post(url("meeting_edit", program, meeting.pk), data)
    again_response = client.post(
        url("meeting_edit", program, meeting.pk), data | {"revision": response.context["form"]["revision"].value()}
    )

    assert (response.status_code, response.context["form"]["place"].value()) == (200, "Gym")
    assert (again_response.status_code, again(meeting).place) == (302, "Gym")


def test_attendance_is_ticked_on_one_page_and_the_quorum_shown_live():
    program = create_program()
    meeting = create_held_meeting(program, came=[], minutes="")
    labor, management = program.seats.get(side="labor"), program.seats.get(side="management")
    client = labor_of(program)

    live = client.get(url("meeting_quorum", program, meeting.pk), {"came": [labor.pk, management.pk]})
    none = client.get(url("meeting_quorum", program, meeting.pk), {"came": [labor.pk, "x"]})
    client.post(url("meeting_attendance", program, meeting.pk), {"came": [labor.pk], "seen": [management.pk]})

    assert ("There is a quorum" in live.text, "There is a quorum" in none.text) == (True, False)
    assert list(meeting.attendances.values_list("seat", flat=True)) == [labor.pk]


def test_minutes_written_by_two_are_shown_side_by_side_and_none_is_lost():
    program = create_program()
    meeting = create_held_meeting(program, minutes="")
    client, other = labor_of(program), client_of(co_chair(program, Side.MANAGEMENT))
    page = url("meeting_minutes", program, meeting.pk)
    read = client.get(page).context["form"]["read"].value()
    other.post(page, {"minutes": "Theirs.", "read": read})

    response = client.post(page, {"minutes": "Mine.", "read": read})
    both = {"minutes": "Theirs. Mine.", "read": response.context["form"]["read"].value()}
    client.post(page, both)

    assert (response.context["others"], response.context["form"]["minutes"].value()) == ("Theirs.", "Mine.")
    assert again(meeting).minutes == "Theirs. Mine."


def test_a_decision_that_reads_like_bargaining_must_be_confirmed():
    program = create_program()
    meeting = create_held_meeting(program)
    data = {"text": "A raise for aides", "way": "consensus"}
    client, page = labor_of(program), url("meeting_decision", program, meeting.pk)

    refused = client.post(page, data)
    client.post(page, data | {"is_not_bargaining": "on"})

    assert list(refused.context["form"].errors) == ["is_not_bargaining"]
    assert meeting.decisions.count() == 1


def test_a_vote_is_entered_and_unequal_votes_are_told_at_their_field():
    program = create_program()
    meeting = create_held_meeting(program)
    client, page = labor_of(program), url("meeting_decision", program, meeting.pk)
    data = {"text": "Rooms", "way": "vote", "labor_for": 1}

    refused = client.post(page, data)
    client.post(page, data | {"management_for": 1})

    assert list(refused.context["form"].errors) == ["labor_for"]
    assert meeting.decisions.get().is_adopted


def test_a_decision_is_taken_back_on_its_page():
    program = create_program()
    meeting = create_held_meeting(program)
    decision = decide(meeting)

    response = labor_of(program).post(url("decision_take_back", program, meeting.pk, decision.pk))

    assert response.url == meeting.get_absolute_url()
    assert not meeting.decisions.exists()


def test_a_co_chair_reads_approves_and_takes_back():
    program = create_program()
    meeting = create_held_meeting(program)
    client, page = labor_of(program), url("meeting_approve", program, meeting.pk)

    mark = client.get(page).context["mark"]
    stale = client.post(page, {"read": "0" * 64})
    client.post(page, {"read": mark})
    mine = client.get(meeting.get_absolute_url()).context["mine"]
    client.post(url("meeting_take_back", program, meeting.pk))

    assert stale.url == page
    assert mine.side == "labor"
    assert client.get(meeting.get_absolute_url()).context["mine"] is None


def test_minutes_are_the_committee_s_until_published_and_then_every_employee_s():
    program = create_program()
    employee = client_of(user_of(create_employee(program)))
    meeting = create_held_meeting(program)
    page = url("minutes", program, meeting.pk)

    before = [employee.get(page).status_code, employee.get(meeting.get_absolute_url()).status_code]
    publish(meeting)

    assert before == [404, 404]
    assert "We talked about quiet rooms." in employee.get(page).text
    assert employee.get(meeting.get_absolute_url()).status_code == 404
    assert page in employee.get(url("minutes_list", program)).text


def test_an_employee_reads_in_their_language():
    program = create_program()
    employee = create_employee(program, language="es")
    meeting = publish(create_held_meeting(program))

    response = client_of(user_of(employee)).get(url("minutes", program, meeting.pk))

    assert response.headers["Content-Language"] == "es"
    assert "Quiénes estuvieron" in response.text


def test_a_correction_stands_below_published_minutes():
    program = create_program()
    meeting = publish(create_held_meeting(program))

    labor_of(program).post(url("meeting_correction", program, meeting.pk), {"text": "It was a Tuesday."})

    assert "It was a Tuesday." in labor_of(program).get(url("minutes", program, meeting.pk)).text


def test_a_meeting_of_another_district_is_not_found():
    program, other = create_program(), create_program()
    meeting = create_meeting(other)

    for name in ["meeting", "meeting_edit", "meeting_minutes", "meeting_ics", "meeting_attendance"]:
        assert labor_of(program).get(url(name, program, meeting.pk)).status_code == 404


def test_canceling_asks_first():
    program = create_program()
    meeting = create_meeting(program)
    client, page = labor_of(program), url("meeting_cancel", program, meeting.pk)

    client.get(page)
    was = again(meeting).state
    client.post(page)

    assert (was, again(meeting).state) == ("planned", "cancelled")


def test_a_file_for_one_s_calendar(client):
    program = create_program()

    response = labor_of(program).get(url("meeting_ics", program, create_meeting(program).pk))

    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"


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


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_meetings_asks_the_database_eight_times(django_assert_num_queries, count):
    program = create_program()
    for _n in range(count):
        create_meeting(program)
    client = labor_of(program)

    with django_assert_num_queries(8):
        assert len(client.get(url("meetings", program)).context["page"].object_list) == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_meeting_asks_the_database_sixteen_times(django_assert_num_queries, count):
    program = create_program()
    for _n in range(count):
        create_seat(program)
    meeting = create_held_meeting(program, agenda=[topic(f"Topic {n}") for n in range(count)])
    for item in meeting.agenda.all():
        decide(meeting, item=item)
    approve_as(Side.MANAGEMENT, meeting)
    client = labor_of(program)

    with django_assert_num_queries(16):
        client.get(meeting.get_absolute_url())


@pytest.mark.parametrize("count", [1, 3])
def test_published_minutes_ask_the_database_a_set_number_of_times(django_assert_num_queries, count):
    program = create_program()
    employee = client_of(user_of(create_employee(program)))
    for _n in range(count):
        meeting = publish(create_held_meeting(program))

    with django_assert_num_queries(8):
        employee.get(url("minutes_list", program))
    with django_assert_num_queries(12):
        employee.get(url("minutes", program, meeting.pk))
