"""Minutes go out to all employees once both co-chairs have approved the same text; then they are final."""

from django.db import transaction
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record
from lmi_portal.outbox.posting import post_emails
from wellbeing.approving import approvals_of, approve, mark_of, take_back
from wellbeing.going_live import refuse_unless_live
from wellbeing.models import Approval, CommitteeMeeting
from wellbeing.refusing import CannotDo

from .letters import letters_to_approve
from .planning import lock_meeting

MINUTES = Approval.Subject.MINUTES


def mark_of_minutes(meeting):
    """The fingerprint of all that is published of a meeting: when and where, agenda, attendance, decisions, minutes."""
    decided = ["item", "text", "way", "is_adopted", "labor_for", "labor_against", "labor_abstaining"]
    decided += ["management_for", "management_against", "management_abstaining"]
    return mark_of(
        meeting.starts_at.isoformat(),
        meeting.ends_at.isoformat(),
        meeting.place,
        meeting.chair_side,
        list(meeting.agenda.order_by("position").values_list("title", "notes", "is_for_bargaining")),
        sorted(meeting.attendances.values_list("seat", flat=True)),
        list(meeting.decisions.order_by("pk").values_list(*decided)),
        meeting.minutes,
    )


@transaction.atomic
def approve_minutes(*, meeting, read, by, now):
    """Add the word of the co-chair `by` on the minutes that they `read`; the second one publishes them.

    Returns the meeting. Raises CannotDo where anything of it changed since they opened it.
    """
    meeting = lock_meeting(meeting)
    refuse_to_approve(meeting)
    refuse_unless_live(meeting.program)
    mark = mark_of_minutes(meeting)
    if approve(subject=MINUTES, on=meeting, program=meeting.program, mark=mark, read=read, by=by, now=now):
        meeting.minutes_published_at = now
        meeting.save(update_fields=["minutes_published_at"])
        record(deed="publish_minutes", on=meeting, by=by, now=now, changes={"minutes_published_at": [None, str(now)]})
    else:
        given = approvals_of(subject=MINUTES, on=meeting, mark=mark)
        others = meeting.program.seats.co_chairs().exclude(side__in=given)
        post_emails(letters_to_approve(meeting, others, mark=mark), now=now)
    return meeting


@transaction.atomic
def take_approval_back(*, meeting, by, now):
    """Take back the co-chair's word, as long as the minutes are not published. Raises CannotDo."""
    meeting = lock_meeting(meeting)
    take_back(subject=MINUTES, on=meeting, program=meeting.program, by=by, now=now)


def refuse_to_approve(meeting):
    """Raise CannotDo unless there are minutes of a meeting held."""
    if meeting.state != CommitteeMeeting.State.HELD:
        raise CannotDo(_("This meeting was not held yet."))
    if not meeting.minutes.strip():
        raise CannotDo(_("There are no minutes to approve yet."))
