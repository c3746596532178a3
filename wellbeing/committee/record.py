"""All that a meeting's page shows of it."""

from django.utils import timezone

from wellbeing.approving import approvals_of
from wellbeing.models import CommitteeMeeting

from .bargaining import bargaining_topics_in
from .composing import SIDES
from .joining_links import is_joined_online
from .publishing import MINUTES, mark_of_minutes
from .quorum import quorum_of, seats_at


def record_of(meeting, standing=None):
    """What there is to say of `meeting`, for its page; with `standing`, what that member may still do."""
    agenda = list(meeting.agenda.all())
    for item in agenda:
        item.topics = [] if item.is_for_bargaining else bargaining_topics_in(f"{item.title} {item.notes}")
    seats = list(seats_at(meeting))
    came = set(meeting.attendances.values_list("seat", flat=True))
    facts = {
        "meeting": meeting,
        "is_online": is_joined_online(meeting.place),
        "agenda": agenda,
        "quorum": quorum_of(seats, came),
        "came": [(side, [seat for seat in seats if seat.side == side and seat.pk in came]) for side in SIDES],
        "decisions": list(meeting.decisions.select_related("item")),
        "corrections": list(meeting.corrections.all()),
    }
    return facts | (_steps(meeting, standing) if standing else {})


def attendance_of(meeting, *, ticked=None):
    """Each side's seats and whether they came – `ticked` so far, else as it stands – and the quorum that makes."""
    seats, came = list(seats_at(meeting)), set(meeting.attendances.values_list("seat", flat=True))
    present = came if ticked is None else ticked
    for seat in seats:
        seat.is_present = seat.pk in present
    return {
        "benches": [(side, [seat for seat in seats if seat.side == side]) for side in SIDES],
        "came": came,
        "quorum": quorum_of(seats, present),
    }


def _steps(meeting, standing):
    mark = mark_of_minutes(meeting)
    approvals = {} if meeting.is_published() else approvals_of(subject=MINUTES, on=meeting, mark=mark)
    is_held, seat = meeting.state == CommitteeMeeting.State.HELD, standing.seat
    is_open = not meeting.is_published() and meeting.state != CommitteeMeeting.State.CANCELLED
    return {
        "is_open": is_open,
        "is_today_or_past": timezone.localdate(meeting.starts_at) <= timezone.localdate(standing.now),
        "approvals": [(side, approvals.get(side)) for side in SIDES],
        "mine": approvals.get(seat.side),
        "may_approve": is_open and is_held and bool(meeting.minutes.strip()) and seat.is_co_chair,
        "mark": mark,
    }
