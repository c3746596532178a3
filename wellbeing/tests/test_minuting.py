from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from districts.models import Side
from lmi_portal.outbox.models import Email
from lmi_portal.tests.at_once import press_at_once
from wellbeing.approving import mark_of
from wellbeing.committee.minuting import correct_minutes, record_attendance, write_minutes
from wellbeing.committee.publishing import approve_minutes, mark_of_minutes, take_approval_back
from wellbeing.committee.seating import end_seat
from wellbeing.models import Approval, CommitteeMeeting
from wellbeing.refusing import CannotDo

from .factories import co_chair, create_program, create_seat, user_of
from .meetings import again, approve_as, create_held_meeting, create_meeting, decide, publish

pytestmark = pytest.mark.django_db


def write(meeting, text, *, read=None, by=None):
    read = mark_of(again(meeting).minutes) if read is None else read
    by = by or co_chair(meeting.program, Side.LABOR)
    return write_minutes(meeting=meeting, text=text, read=read, by=by, now=timezone.now())


def attend(meeting, *, came=(), stayed_away=()):
    by = co_chair(meeting.program, Side.LABOR)
    return record_attendance(
        meeting=meeting,
        came=[seat.pk for seat in came],
        stayed_away=[seat.pk for seat in stayed_away],
        by=by,
        now=timezone.now(),
    )


def test_nothing_is_written_of_a_meeting_to_come():
    meeting = create_meeting(create_program())

    for deed in [lambda: write(meeting, "Early"), lambda: attend(meeting)]:
        with pytest.raises(CannotDo, match="still to come"):
            deed()
    assert again(meeting).state == "planned"


def test_a_meeting_is_held_once_somebody_is_entered_as_present():
    program = create_program()
    meeting = create_held_meeting(program, came=[], minutes="")
    with pytest.raises(CannotDo, match="First enter who came"):
        write(meeting, "We met.")
    before = again(meeting).state

    attend(meeting, came=[program.seats.get(side="labor")])
    write(meeting, "We met.")

    assert (before, again(meeting).state, again(meeting).minutes) == ("planned", "held", "We met.")


def test_a_meeting_to_which_nobody_came_after_all_is_held_no_more():
    program = create_program()
    meeting = create_held_meeting(program, minutes="")

    attend(meeting, stayed_away=program.seats.all())

    assert again(meeting).state == "planned"


def test_minutes_are_never_those_of_nobody():
    program = create_program()
    meeting = create_held_meeting(program)

    with pytest.raises(CannotDo, match="tick who came, or empty the minutes"):
        attend(meeting, stayed_away=program.seats.all())

    assert (again(meeting).state, meeting.attendances.count()) == ("held", 2)
    write(meeting, "")
    attend(meeting, stayed_away=program.seats.all())
    assert again(meeting).state == "planned"


def test_any_member_writes_the_minutes():
    program = create_program()
    member = create_seat(program)

    meeting = create_held_meeting(program)

    write(meeting, "By a member.", by=user_of(member))

    assert again(meeting).minutes == "By a member."


def test_of_two_who_write_the_second_is_told_and_the_first_stays():
    meeting = create_held_meeting(create_program(), minutes="")
    read = mark_of("")
    write(meeting, "First.", read=read)

    with pytest.raises(CannotDo, match="Somebody else wrote") as refusal:
        write(meeting, "Second.", read=read)

    assert refusal.value.field == "minutes"
    assert again(meeting).minutes == "First."


def test_control_who_reads_nothing_overwrites():
    meeting = create_held_meeting(create_program(), minutes="First.")

    write(meeting, "Second.")

    assert again(meeting).minutes == "Second."


def test_two_who_tick_at_once_keep_each_other_s_ticks():
    program = create_program()
    labor, management = program.seats.get(side="labor"), program.seats.get(side="management")
    meeting = create_held_meeting(program, came=[], minutes="")

    attend(meeting, came=[labor])
    attend(meeting, came=[management])
    attend(meeting, came=[labor], stayed_away=[management])

    assert list(meeting.attendances.values_list("seat", flat=True)) == [labor.pk]


def test_only_seats_of_the_day_are_counted_and_a_stranger_s_is_left_out():
    program, other = create_program(), create_program()
    late = create_seat(program, since_on=timezone.localdate() + timedelta(days=1))
    meeting = create_held_meeting(program, came=[], minutes="")

    attend(meeting, came=[late, other.seats.first()])

    assert not meeting.attendances.exists()


def test_a_seat_that_ended_later_still_counts_for_its_meetings():
    program = create_program()
    seat = create_seat(program)
    meeting = create_held_meeting(program)

    end_seat(seat=seat, by=co_chair(program, Side.LABOR), now=timezone.now() + timedelta(days=5))

    assert again(meeting).attendances.filter(seat=seat).exists()


def test_both_co_chairs_publish_what_both_read():
    meeting = create_held_meeting(create_program())

    first = approve_as(Side.LABOR, meeting)
    second = approve_as(Side.MANAGEMENT, meeting)

    assert (first.is_published(), second.is_published()) == (False, True)
    other = meeting.program.seats.get(side="management")
    assert Email.objects.filter(reason__startswith=f"committee_minutes:{meeting.pk}:").get().to == other.email


@pytest.mark.parametrize(
    "change",
    [
        lambda meeting: write(meeting, "Changed."),
        lambda meeting: attend(meeting, stayed_away=[meeting.program.seats.get(side="labor")]),
        decide,
    ],
    ids=["minutes", "attendance", "decision"],
)
def test_a_change_takes_an_approval_away(change):
    meeting = create_held_meeting(create_program())
    approve_as(Side.LABOR, meeting)

    change(meeting)
    approve_as(Side.MANAGEMENT, meeting)

    assert not again(meeting).is_published()
    assert approve_as(Side.LABOR, meeting).is_published()


def test_who_approves_another_text_than_they_read_is_told():
    meeting = create_held_meeting(create_program())
    read = mark_of_minutes(meeting)
    write(meeting, "Changed.")

    with pytest.raises(CannotDo, match="changed since you opened"):
        approve_as(Side.LABOR, meeting, read=read)


def test_no_member_but_a_co_chair_approves_and_no_empty_minutes_are():
    program = create_program()
    member = user_of(create_seat(program))
    meeting = create_held_meeting(program)

    with pytest.raises(CannotDo, match="Only a co-chair"):
        approve_minutes(meeting=meeting, read=mark_of_minutes(meeting), by=member, now=timezone.now())
    with pytest.raises(CannotDo, match="no minutes"):
        approve_as(Side.LABOR, create_held_meeting(program, minutes=""))
    with pytest.raises(CannotDo, match="not held"):
        approve_as(Side.LABOR, create_meeting(program))


def test_no_minutes_go_out_before_both_sides_signed_the_charter():
    meeting = create_held_meeting(create_program(is_live=False))

    with pytest.raises(CannotDo, match="not signed by both sides"):
        approve_as(Side.LABOR, meeting)


def test_an_approval_is_taken_back():
    meeting = create_held_meeting(create_program())
    approve_as(Side.LABOR, meeting)

    take_approval_back(meeting=meeting, by=co_chair(meeting.program, Side.LABOR), now=timezone.now())

    assert not Approval.objects.exists()
    assert not approve_as(Side.MANAGEMENT, meeting).is_published()


def test_published_minutes_stay_and_are_corrected_beside_them():
    meeting = publish(create_held_meeting(create_program()))
    by, now = co_chair(meeting.program, Side.LABOR), timezone.now()

    for deed in [
        lambda: write(meeting, "Changed."),
        lambda: attend(meeting),
        lambda: approve_as(Side.LABOR, meeting),
        lambda: take_approval_back(meeting=meeting, by=by, now=now),
    ]:
        with pytest.raises(CannotDo, match="published"):
            deed()
    correct_minutes(meeting=meeting, text="It was a Tuesday.", by=by, now=now)
    assert again(meeting).minutes == "We talked about quiet rooms."
    assert meeting.corrections.get().text == "It was a Tuesday."


def test_minutes_that_are_not_published_take_no_correction():
    meeting = create_held_meeting(create_program())

    with pytest.raises(CannotDo, match="not published yet"):
        correct_minutes(meeting=meeting, text="x", by=co_chair(meeting.program, Side.LABOR), now=timezone.now())


@pytest.mark.parametrize("fields", [{"state": "planned"}, {"minutes": ""}], ids=["not held", "empty"])
def test_control_the_database_publishes_no_minutes_that_are_none(fields):
    meeting = publish(create_held_meeting(create_program()))

    with pytest.raises(IntegrityError), transaction.atomic():
        CommitteeMeeting.objects.filter(pk=meeting.pk).update(**fields)


@pytest.mark.django_db(transaction=True)
def test_of_an_approval_and_an_edit_at_once_nothing_unread_is_published():
    """Either the edit comes first and the second approval is refused, or the minutes are out and the edit is."""
    meeting = create_held_meeting(create_program())
    approve_as(Side.LABOR, meeting)
    read, management = mark_of_minutes(again(meeting)), co_chair(meeting.program, Side.MANAGEMENT)
    deeds = [
        partial(approve_minutes, meeting=meeting, read=read, by=management, now=timezone.now()),
        partial(write, meeting, "Changed.", read=mark_of(meeting.minutes), by=management),
    ]

    came = press_at_once(deeds, refusals=(CannotDo,))

    assert came == ["CannotDo", "done"]
    meeting = again(meeting)
    assert (meeting.is_published(), meeting.minutes) in [
        (True, "We talked about quiet rooms."),
        (False, "Changed."),
    ]


@pytest.mark.django_db(transaction=True)
def test_both_co_chairs_at_once_publish():
    meeting = create_held_meeting(create_program())
    read = mark_of_minutes(meeting)
    deeds = [
        partial(approve_minutes, meeting=meeting, read=read, by=co_chair(meeting.program, side), now=timezone.now())
        for side in [Side.LABOR, Side.MANAGEMENT]
    ]

    assert press_at_once(deeds, refusals=(CannotDo,)) == ["done", "done"]
    assert again(meeting).is_published()
