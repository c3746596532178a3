"""What is written of a meeting by any member: who came, the minutes, and corrections once they are published."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record
from wellbeing.approving import mark_of
from wellbeing.models import CommitteeMeeting, CorrectionOfMinutes, MeetingAttendance
from wellbeing.refusing import CannotDo

from .planning import lock_meeting
from .quorum import refuse_to_unseat_decisions, seats_at

State = CommitteeMeeting.State


@transaction.atomic
def record_attendance(*, meeting, came, stayed_away, by, now):
    """Add those who came and take off those who did not, keys of seats; what others entered at once stays.

    With somebody present the meeting counts as held, with nobody as planned. Raises CannotDo, also where minutes or
    decisions would be those of nobody, or a decision would lose its quorum or its voters.
    """
    meeting = _begun(meeting, now=now)
    seats = {seat.pk: seat for seat in seats_at(meeting)}
    meeting.attendances.filter(seat__in=stayed_away).delete()
    MeetingAttendance.objects.bulk_create(
        [MeetingAttendance(meeting=meeting, seat=seats[key]) for key in sorted(set(came) & set(seats))],
        ignore_conflicts=True,
    )
    refuse_to_unseat_decisions(meeting)
    present = meeting.attendances.count()
    if not present and meeting.minutes.strip():
        raise CannotDo(_("This meeting has minutes: tick who came, or empty the minutes first."))
    changes = {"present": [None, present]} | _hold(meeting, is_held=present > 0)
    record(deed="record_attendance", on=meeting, by=by, now=now, changes=changes)
    return meeting


@transaction.atomic
def write_minutes(*, meeting, text, read, by, now):
    """Write the minutes in place of those that the person had before them, known by `read`, their mark.

    Raises CannotDo where nobody was entered as present yet, or somebody wrote others meanwhile; nothing of either is
    lost then.
    """
    meeting = _begun(meeting, now=now)
    if text.strip() and not meeting.attendances.exists():
        raise CannotDo(_("First enter who came: a meeting counts as held once somebody was there."))
    if read != mark_of(meeting.minutes):
        raise CannotDo(
            _("Somebody else wrote in these minutes meanwhile. Put both together below, then save."), field="minutes"
        )
    meeting.minutes = text
    meeting.save(update_fields=["minutes"])
    record(deed="write_minutes", on=meeting, by=by, now=now)
    return meeting


@transaction.atomic
def correct_minutes(*, meeting, text, by, now):
    """Add a correction to published minutes, which themselves stay; returns it. Raises CannotDo."""
    meeting = CommitteeMeeting.objects.select_for_update().get(pk=meeting.pk)
    if not meeting.is_published():
        raise CannotDo(_("These minutes are not published yet: change them themselves."))
    correction = CorrectionOfMinutes.objects.create(meeting=meeting, text=text, written_at=now, written_by=by)
    record(deed="correct_minutes", on=meeting, by=by, now=now)
    return correction


def _begun(meeting, *, now):
    """The locked meeting, from its own day on."""
    meeting = lock_meeting(meeting)
    if meeting.state == State.CANCELLED:
        raise CannotDo(_("This meeting is canceled."))
    if timezone.localdate(now) < timezone.localdate(meeting.starts_at):
        raise CannotDo(_("This meeting is still to come."))
    return meeting


def _hold(meeting, *, is_held):
    """Let the meeting count as held or as planned; returns the change."""
    before, meeting.state = meeting.state, State.HELD if is_held else State.PLANNED
    if meeting.state == before:
        return {}
    meeting.save(update_fields=["state"])
    return {"state": [before, meeting.state]}
