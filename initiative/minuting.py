"""Minutes of the steering committee: approved once, and from then on only added to."""

import hashlib

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record

from .models import Meeting, MinutesNote


class CannotMinute(Exception):
    """Why minutes cannot be approved or added to, in a sentence for whoever asked."""


@transaction.atomic
def approve_minutes(*, meeting, approved_on, read, by, now):
    """Lock the minutes as the committee approved them on `approved_on`, a Pacific day.

    `read` is the mark of the minutes that `by` had before their eyes (see `mark_of`). Raises CannotMinute.
    """
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    refuse_to_approve(meeting, now=now)
    if read != mark_of(meeting):
        raise CannotMinute(_("The minutes have been changed since you opened this page: read them again."))
    if approved_on < timezone.localdate(meeting.starts_at):
        raise CannotMinute(_("The committee cannot have approved them before the meeting."))
    if approved_on > timezone.localdate(now):
        raise CannotMinute(_("This day is still to come."))
    meeting.minutes_approved_on = approved_on
    meeting.save(update_fields=["minutes_approved_on"])
    changes = {"minutes_approved_on": [None, str(approved_on)]}
    record(deed="approve_minutes", on=meeting, by=by, now=now, changes=changes)
    return meeting


@transaction.atomic
def supersede_minutes(*, meeting, text, by, now):
    """Add a note to approved minutes and return it; both stand side by side. Raises CannotMinute."""
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    refuse_to_supersede(meeting)
    note = MinutesNote.objects.create(meeting=meeting, text=text, written_at=now, written_by=by)
    record(deed="supersede_minutes", on=meeting, by=by, now=now)
    return note


def refuse_to_approve(meeting, *, now):
    """Raise CannotMinute unless its minutes could be approved."""
    if meeting.minutes_approved_on:
        raise CannotMinute(_("These minutes are approved already."))
    if meeting.starts_at > now:
        raise CannotMinute(_("This meeting is still to come."))
    if not meeting.minutes.strip():
        raise CannotMinute(_("There are no minutes to approve yet."))


def refuse_to_supersede(meeting):
    """Raise CannotMinute unless a note may be added to its minutes."""
    if not meeting.minutes_approved_on:
        raise CannotMinute(_("These minutes are not approved yet: change them on the meeting’s own page."))


def mark_of(meeting):
    """A short mark of the minutes as they stand; another text has another."""
    return hashlib.sha256(meeting.minutes.encode()).hexdigest()[:16]
