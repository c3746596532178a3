from datetime import timedelta

import pytest
from django.utils import timezone

from districts.models import Side
from lmi_portal.outbox.models import Email
from wellbeing.models import CommitteeMeeting

from .committee_pages import labor_of, url
from .factories import create_program, create_seat
from .meetings import again, approve_as, create_held_meeting, create_meeting, decide, topic
from .spring import night_without_two_o_clock

pytestmark = pytest.mark.django_db


def meeting_data(**fields):
    day = timezone.localdate() + timedelta(days=30)
    data = {"on": str(day), "starts": "15:30", "ends": "17:00", "place": "Board room", "chair_side": "labor"}
    rows = {"agenda-TOTAL_FORMS": 2, "agenda-INITIAL_FORMS": 0, "agenda-0-title": "Walking club", "agenda-1-title": ""}
    return data | rows | fields


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

    response = labor_of(program).post(
        url("meeting_add", program), meeting_data(on=str(night_without_two_o_clock()), starts="02:30")
    )

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


def test_a_note_without_a_topic_is_told_and_stays():
    program = create_program()

    response = labor_of(program).post(url("meeting_add", program), meeting_data(**{"agenda-1-notes": "About shoes"}))

    assert list(response.context["agenda"].forms[1].errors) == ["title"]
    assert "About shoes" in response.text
    assert not program.meetings.exists()


def test_hours_the_wrong_way_round_are_told_at_their_field():
    program = create_program()

    response = labor_of(program).post(url("meeting_add", program), meeting_data(ends="15:00"))

    assert list(response.context["form"].errors) == ["ends"]


def test_a_meeting_held_is_not_canceled_on_its_page():
    program = create_program()
    meeting = create_held_meeting(program)

    response = labor_of(program).post(url("meeting_cancel", program, meeting.pk), follow=True)

    assert "was held" in str(next(iter(response.context["messages"])))


def test_a_day_before_anybody_sat_says_why_nobody_can_be_ticked():
    program = create_program()
    meeting = create_held_meeting(program, came=[], minutes="")
    program.seats.filter(side=Side.MANAGEMENT).update(since_on=meeting.starts_at.date() + timedelta(days=2))

    page = labor_of(program).get(url("meeting_attendance", program, meeting.pk))

    assert page.text.count("A seat counts from the day it was named.") == 1


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (1, "its members are invited by e-mail"),
        (-1, "Nobody is invited, as it has begun: enter who came."),
    ],
    ids=["to come", "begun"],
)
def test_the_page_says_whether_anybody_is_invited(days, told):
    program = create_program()
    on = timezone.localdate() + timedelta(days=days)

    page = labor_of(program).post(url("meeting_add", program), meeting_data(on=str(on)), follow=True)

    assert told in page.text
    assert Email.objects.filter(reason__startswith="committee_meeting:").exists() == (days > 0)


def test_canceling_what_has_begun_promises_no_letter():
    program = create_program()
    meeting = create_meeting(program, starts_at=timezone.now() - timedelta(hours=1))

    page = labor_of(program).get(url("meeting_cancel", program, meeting.pk))

    assert "Nobody is told, as it has begun already." in page.text


@pytest.mark.parametrize(("days", "letters"), [(1, True), (-1, False)], ids=["to come", "begun"])
def test_the_page_of_a_changed_meeting_says_whether_anybody_is_told(days, letters):
    program = create_program()
    meeting = create_meeting(program, starts_at=timezone.now() + timedelta(days=days))
    Email.objects.all().delete()
    on = timezone.localdate() + timedelta(days=days)

    changed = meeting_data(on=str(on), revision=meeting.revision)
    page = labor_of(program).post(url("meeting_edit", program, meeting.pk), changed, follow=True)

    assert ("Saved" in page.text, "its members are told by e-mail" in page.text) == (True, letters)
    assert Email.objects.filter(reason__startswith="committee_meeting:").exists() == letters
