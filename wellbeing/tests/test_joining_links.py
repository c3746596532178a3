"""How people join an online meeting stays with the committee."""

import pytest

from wellbeing.committee import record
from wellbeing.committee.joining_links import is_joined_online

from .committee_pages import client_of, labor_of, url
from .factories import create_employee, create_program, user_of
from .meetings import create_held_meeting, publish

pytestmark = pytest.mark.django_db

LINK = "https://example.org/j/81234567890?pwd=Sesame"


@pytest.mark.parametrize(
    "place",
    [LINK, "Room 4, or example.org/j/812", "www.example.test/j", "Zoom 812 3456 7890", "Online, passcode 4411"],
)
def test_a_place_that_lets_people_in_is_known(place):
    assert is_joined_online(place)


@pytest.mark.parametrize("place", ["Board room", "Bldg. A, Room 4", "3738 Walnut Ave., Carmichael", "Passage 2"])
def test_control_a_room_is_none(place):
    assert not is_joined_online(place)


def read_by_employee(meeting):
    employee = client_of(user_of(create_employee(meeting.program)))
    return employee.get(url("minutes", meeting.program, meeting.pk)).text


def test_published_minutes_keep_the_link_from_employees_and_the_committee_keeps_it():
    program = create_program()
    meeting = publish(create_held_meeting(program, place=LINK))

    published = read_by_employee(meeting)

    assert ["Online" in published, "example.org/j" in published, "Sesame" in published] == [True, False, False]
    assert "pwd=Sesame" in labor_of(program).get(meeting.get_absolute_url()).text


def test_control_without_the_question_every_employee_reads_the_link(monkeypatch):
    meeting = publish(create_held_meeting(create_program(), place=LINK))
    monkeypatch.setattr(record, "is_joined_online", lambda place: False)

    assert "pwd=Sesame" in read_by_employee(meeting)


def test_a_room_is_published_as_it_was_typed():
    assert "Board room · " in read_by_employee(publish(create_held_meeting(create_program())))


def test_a_co_chair_approves_what_employees_will_read():
    program = create_program()
    meeting = create_held_meeting(program, place=LINK)

    text = labor_of(program).get(url("meeting_approve", program, meeting.pk)).text

    assert ("the link stays with the committee" in text, "Sesame" in text) == (True, False)
