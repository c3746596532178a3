from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from districts.models import Side
from lmi_portal.outbox.models import Email
from wellbeing.attachments import committee_meeting_ics
from wellbeing.committee.letters import when_of
from wellbeing.committee.planning import cancel_meeting, change_meeting, suggested_chair
from wellbeing.refusing import CannotDo

from .factories import co_chair, create_program, create_seat
from .meetings import again, create_held_meeting, create_meeting, decide, publish, topic

pytestmark = pytest.mark.django_db


def change(meeting, **fields):
    agenda = [*meeting.agenda.values("id", "title", "notes", "is_for_bargaining")]
    now = timezone.now()
    told = {name: getattr(meeting, name) for name in ["starts_at", "ends_at", "place", "chair_side", "revision"]}
    by = co_chair(meeting.program, Side.MANAGEMENT)
    return change_meeting(meeting=meeting, by=by, now=now, **told | {"agenda": agenda} | fields)


def event_of(meeting):
    _name, content, _kind = committee_meeting_ics({"meeting_id": meeting.pk})
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    return event


def test_a_planned_meeting_invites_every_current_member_with_a_file():
    program = create_program()
    create_seat(program, until_on=timezone.localdate())

    meeting = create_meeting(program)

    letters = Email.objects.filter(reason=f"committee_meeting:{meeting.pk}:0")
    assert {letter.to for letter in letters} == {seat.email for seat in program.seats.current()}
    assert {letter.attachment for letter in letters} == {"committee_meeting_ics"}
    assert event_of(meeting)["SEQUENCE"] == 0
    assert event_of(meeting)["STATUS"] == "CONFIRMED"


def test_a_change_is_the_same_event_anew_and_a_canceled_one_says_so():
    meeting = create_meeting(create_program())
    first = event_of(meeting)

    changed = change(meeting, place="Library")
    second = event_of(changed)
    cancel_meeting(meeting=changed, by=co_chair(meeting.program, Side.LABOR), now=timezone.now())
    third = event_of(changed)

    assert first["UID"] == second["UID"] == third["UID"]
    assert [event["SEQUENCE"] for event in (first, second, third)] == [0, 1, 2]
    assert (second["LOCATION"], third["STATUS"]) == ("Library", "CANCELLED")
    assert Email.objects.filter(reason__startswith=f"committee_meeting:{meeting.pk}:").count() == 3 * 2


def test_canceling_twice_tells_once():
    meeting = create_meeting(create_program())

    for _n in range(2):
        cancel_meeting(meeting=meeting, by=co_chair(meeting.program, Side.LABOR), now=timezone.now())

    assert again(meeting).revision == 1
    with pytest.raises(CannotDo, match="is canceled"):
        change(again(meeting), place="Library")


def test_a_meeting_held_is_not_canceled():
    meeting = create_held_meeting(create_program())

    with pytest.raises(CannotDo, match="was held"):
        cancel_meeting(meeting=meeting, by=co_chair(meeting.program, Side.LABOR), now=timezone.now())


def test_of_two_changes_the_second_is_told():
    meeting = create_meeting(create_program())
    change(meeting, place="Library")

    with pytest.raises(CannotDo, match="Somebody changed this meeting"):
        change(meeting, place="Gym")

    assert again(meeting).place == "Library"
    assert change(again(meeting), place="Gym").place == "Gym"


def test_a_meeting_that_lies_back_invites_nobody():
    now = timezone.now()

    create_meeting(create_program(), now=now, starts_at=now - timedelta(days=2))

    assert Email.objects.count() == 0


def test_the_agenda_keeps_its_items_in_the_order_of_the_form():
    meeting = create_meeting(create_program())
    first, second = meeting.agenda.all()
    row = {"notes": "", "is_for_bargaining": False}

    change(meeting, agenda=[{"id": second.pk, "title": "Second", **row}, {"id": None, "title": "New", **row}])

    assert list(meeting.agenda.values_list("position", "title")) == [(1, "Second"), (2, "New")]
    assert not meeting.agenda.filter(pk=first.pk).exists()


def test_a_topic_with_a_decision_is_neither_removed_nor_left_to_bargaining():
    meeting = create_held_meeting(create_program())
    item = meeting.agenda.first()
    decide(meeting, item=item)

    for agenda in [[], [topic(item.title, id=item.pk, is_for_bargaining=True)]]:
        with pytest.raises(CannotDo, match="has a decision"):
            change(meeting, agenda=agenda)
    assert list(meeting.agenda.values_list("is_for_bargaining", flat=True)) == [False, False]


def test_the_sides_take_turns_from_the_last_meeting_held():
    program = create_program()

    assert suggested_chair(program) == "labor"
    create_held_meeting(program, chair_side=Side.LABOR)
    create_meeting(program, chair_side=Side.MANAGEMENT)
    assert suggested_chair(program) == "management"


def test_a_published_meeting_does_not_change():
    meeting = publish(create_held_meeting(create_program()))

    with pytest.raises(CannotDo, match="published"):
        change(meeting, place="Library")


def test_the_time_is_pacific_and_says_its_zone():
    starts = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    meeting = create_meeting(create_program(), starts_at=starts, ends_at=starts + timedelta(minutes=90))

    assert when_of(meeting) == "Wednesday, July 1, 2026, 3:30 p.m. to 5 p.m. PDT"
    assert event_of(meeting)["DTSTART"].to_ical() == b"20260701T153000"


def test_a_meeting_held_does_not_move_to_a_day_to_come():
    meeting = create_held_meeting(create_program())
    later = meeting.starts_at + timedelta(days=7)

    with pytest.raises(CannotDo, match="This meeting was held, so it does not move"):
        change(meeting, starts_at=later, ends_at=later + timedelta(hours=1))

    assert again(meeting).starts_at == meeting.starts_at


def test_a_meeting_does_not_move_to_a_day_without_a_quorum_for_what_it_decided():
    program = create_program()
    meeting = create_held_meeting(program)
    decide(meeting)
    earlier = meeting.starts_at - timedelta(days=3)
    for side in (Side.LABOR, Side.LABOR):
        create_seat(program, side=side, since_on=timezone.localdate(earlier), until_on=timezone.localdate(earlier))

    with pytest.raises(CannotDo, match="The decisions of this meeting had a quorum"):
        change(meeting, starts_at=earlier, ends_at=earlier + timedelta(hours=1))

    assert again(meeting).starts_at == meeting.starts_at


def test_a_meeting_ends_after_it_begins():
    now = timezone.now()

    with pytest.raises(CannotDo) as refusal:
        create_meeting(create_program(), starts_at=now, ends_at=now)

    assert refusal.value.field == "ends"


@pytest.mark.parametrize("days", [-20_000, 20_000], ids=["past", "future"])
def test_a_mistyped_year_invites_nobody(days):
    program = create_program()
    starts_at = timezone.now() + timedelta(days=days)

    with pytest.raises(CannotDo, match="within two years of today"):
        create_meeting(program, starts_at=starts_at)

    assert not program.meetings.exists()


def test_a_meeting_that_all_were_invited_to_does_not_slip_into_the_past():
    meeting = create_meeting(create_program())
    earlier = timezone.now() - timedelta(days=3)

    with pytest.raises(CannotDo, match="cancel it, and plan one that was held apart"):
        change(meeting, starts_at=earlier, ends_at=earlier + timedelta(hours=1))

    assert again(meeting).starts_at == meeting.starts_at
