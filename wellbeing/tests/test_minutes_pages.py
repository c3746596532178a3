import re

import pytest

from districts.models import Side

from .committee_pages import client_of, labor_of, url
from .factories import co_chair, create_employee, create_program, user_of
from .meetings import again, approve_as, create_held_meeting, decide, publish

pytestmark = pytest.mark.django_db


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


def test_a_meeting_to_which_nobody_came_does_not_count_as_held():
    program = create_program()
    meeting = create_held_meeting(program, minutes="")
    page, seen = url("meeting_attendance", program, meeting.pk), list(program.seats.values_list("pk", flat=True))
    client = labor_of(program)
    rule = client.get(page).text

    told = client.post(page, {"seen": seen}, follow=True)

    assert "counts as held once somebody is ticked" in rule
    assert "nobody was there, so the meeting does not count as held" in told.text
    assert again(meeting).state == "planned"


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


@pytest.mark.parametrize(
    ("state", "minutes", "deeds"),
    [
        ("planned", "", {"Who came"}),
        ("held", "", {"Write the minutes"}),
        ("held", "We met.", {"Read and approve"}),
    ],
    ids=["over", "held", "written"],
)
def test_the_page_of_a_meeting_offers_the_one_deed_that_is_next(state, minutes, deeds):
    program = create_program()
    meeting = create_held_meeting(program, minutes=minutes)
    type(meeting).objects.filter(pk=meeting.pk).update(state=state)

    text = labor_of(program).get(meeting.get_absolute_url()).text

    assert set(re.findall('class="btn btn-primary"[^>]*>(.*?)<', text)) == deeds


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

    text = labor_of(program).get(url("minutes", program, meeting.pk)).text
    assert [words in text for words in ["It was a Tuesday.", "did not approve it"]] == [True, True]


def test_control_minutes_without_correction_are_approved_as_they_stand():
    program = create_program()
    meeting = publish(create_held_meeting(program))

    text = labor_of(program).get(url("minutes", program, meeting.pk)).text

    assert ("Both co-chairs approved" in text, "did not approve it" in text) == (True, False)


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


def test_what_is_refused_is_said_and_what_was_ticked_stays():
    program = create_program()
    meeting = create_held_meeting(program)
    decide(meeting)
    labor, management = program.seats.get(side="labor"), program.seats.get(side="management")
    page = url("meeting_attendance", program, meeting.pk)

    response = labor_of(program).post(page, {"came": [labor.pk], "seen": [labor.pk, management.pk]})

    assert [[seat.is_present for seat in seats] for _side, seats in response.context["benches"]] == [[True], [False]]
    assert meeting.attendances.count() == 2


def test_published_minutes_refuse_on_their_pages_too():
    program = create_program()
    meeting, open_one = publish(create_held_meeting(program)), create_held_meeting(program)
    client = labor_of(program)

    written = client.post(url("meeting_minutes", program, meeting.pk), {"minutes": "Changed.", "read": "x"})
    taken = client.post(url("meeting_take_back", program, meeting.pk), follow=True)
    corrected = client.post(url("meeting_correction", program, open_one.pk), {"text": "Early."})

    assert "published: nothing of this meeting changes" in written.context["form"].non_field_errors()[0]
    assert [str(message) for message in taken.context["messages"]] == written.context["form"].non_field_errors()
    assert "not published yet" in corrected.context["form"].non_field_errors()[0]


def test_the_second_co_chair_publishes_on_the_page():
    program = create_program()
    meeting = create_held_meeting(program)
    approve_as(Side.MANAGEMENT, meeting)
    client, page = labor_of(program), url("meeting_approve", program, meeting.pk)

    response = client.post(page, {"read": client.get(page).context["mark"]}, follow=True)

    assert again(meeting).is_published()
    assert "all employees on the list can read" in str(next(iter(response.context["messages"])))
