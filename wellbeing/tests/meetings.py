"""Meetings of a committee for tests, made by the deeds themselves."""

from datetime import timedelta

from django.utils import timezone

from districts.models import Side
from wellbeing.approving import mark_of
from wellbeing.committee.deciding import record_decision
from wellbeing.committee.minuting import record_attendance, write_minutes
from wellbeing.committee.planning import plan_meeting
from wellbeing.committee.publishing import approve_minutes, mark_of_minutes
from wellbeing.models import CommitteeMeeting

from .factories import co_chair

HOUR = timedelta(hours=1)


def topic(title, **fields):
    return {"title": title, "notes": "", "is_for_bargaining": False} | fields


def create_meeting(program, *, now=None, **fields):
    """A meeting of two topics that begins in a week, planned by labor's co-chair."""
    now = now or timezone.now()
    starts_at = fields.pop("starts_at", now + timedelta(days=7))
    defaults = {
        "ends_at": starts_at + HOUR,
        "place": "Board room",
        "chair_side": Side.LABOR,
        "agenda": [topic("A quiet room at each school"), topic("Walking club")],
    }
    by = co_chair(program, Side.LABOR)
    return plan_meeting(program=program, starts_at=starts_at, by=by, now=now, **defaults | fields)


def create_held_meeting(program, *, came=None, minutes="We talked about quiet rooms.", **fields):
    """One that began an hour ago, to which all seats came unless said."""
    now = timezone.now()
    meeting = create_meeting(program, now=now, **{"starts_at": now - HOUR, "ends_at": now} | fields)
    keys = [seat.pk for seat in (program.seats.current() if came is None else came)]
    by = co_chair(program, Side.LABOR)
    record_attendance(meeting=meeting, came=keys, stayed_away=[], by=by, now=now)
    if minutes:
        write_minutes(meeting=meeting, text=minutes, read=mark_of(""), by=by, now=now)
    return again(meeting)


def decide(meeting, **fields):
    defaults = {"item": None, "text": "We open quiet rooms.", "way": "consensus", "votes": {}}
    by = co_chair(meeting.program, Side.LABOR)
    return record_decision(meeting=meeting, by=by, now=timezone.now(), **defaults | fields)


def approve_as(side, meeting, *, read=None):
    by = co_chair(meeting.program, side)
    return approve_minutes(meeting=meeting, read=read or mark_of_minutes(again(meeting)), by=by, now=timezone.now())


def publish(meeting):
    for side in [Side.LABOR, Side.MANAGEMENT]:
        meeting = approve_as(side, meeting)
    return meeting


def again(meeting):
    """The meeting as it stands now."""
    return CommitteeMeeting.objects.select_related("program__district").get(pk=meeting.pk)
