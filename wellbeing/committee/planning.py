"""Meetings of the committee: planned, changed and canceled, with a file for everyone's calendar."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from districts.models import Side
from lmi_portal.audit.recording import record
from lmi_portal.outbox.posting import post_emails
from wellbeing.models import AgendaItem, CommitteeMeeting
from wellbeing.refusing import CannotDo

from .letters import cancellations, invitations
from .quorum import refuse_to_unseat_decisions

State = CommitteeMeeting.State
OTHER_SIDE = {Side.LABOR: Side.MANAGEMENT, Side.MANAGEMENT: Side.LABOR}
# Positions are unique within a meeting; on their way to new ones items stand past all that there are.
PAST_ALL = 1_000
# A year that was mistyped invites nobody.
FARTHEST = timedelta(days=731)


def suggested_chair(program):
    """The side that did not chair the last meeting held; labor before the first."""
    last = program.meetings.filter(state=State.HELD).order_by("-starts_at").first()
    return OTHER_SIDE[Side(last.chair_side)] if last else Side.LABOR


@transaction.atomic
def plan_meeting(*, program, starts_at, ends_at, place, chair_side, agenda, by, now):
    """Plan a meeting and invite all members where it is still to come; returns it.

    `agenda` is a list of dicts: title, notes, is_for_bargaining. Raises CannotDo.
    """
    _refuse_hours(starts_at, ends_at, now=now)
    meeting = CommitteeMeeting.objects.create(
        program=program, starts_at=starts_at, ends_at=ends_at, place=place, chair_side=chair_side
    )
    _write_agenda(meeting, agenda)
    record(deed="plan_meeting", on=meeting, by=by, now=now, changes={"starts_at": [None, starts_at.isoformat()]})
    _invite(meeting, now=now)
    return meeting


@transaction.atomic
def change_meeting(*, meeting, starts_at, ends_at, place, chair_side, agenda, revision, by, now):
    """Change when, where and what about, as of the `revision` that the person saw; members of one to come are told.

    `agenda` lists dicts as plan_meeting takes them, with the `id` of an item that stays. Raises CannotDo.
    """
    meeting = lock_meeting(meeting)
    if meeting.state == State.CANCELLED:
        raise CannotDo(_("This meeting is canceled."))
    if meeting.revision != revision:
        raise CannotDo(_("Somebody changed this meeting since you opened it. Look at it, then save yours again."))
    if meeting.state == State.HELD and timezone.localdate(now) < timezone.localdate(starts_at):
        raise CannotDo(_("This meeting was held, so it does not move to a day to come."), field="on")
    if meeting.starts_at > now and timezone.localdate(starts_at) < timezone.localdate(now):
        # Its members have it in their calendars, and letters go out about meetings to come alone.
        raise CannotDo(_("All were invited to this meeting: cancel it, and plan one that was held apart."), field="on")
    _refuse_hours(starts_at, ends_at, now=now)
    told = {"starts_at": starts_at, "ends_at": ends_at, "place": place, "chair_side": chair_side}
    changes = {name: [str(getattr(meeting, name)), str(value)] for name, value in told.items()}
    for name, value in told.items():
        setattr(meeting, name, value)
    meeting.revision += 1
    meeting.save(update_fields=[*told, "revision"])
    # On another day other seats make a quorum.
    refuse_to_unseat_decisions(meeting)
    _write_agenda(meeting, agenda)
    changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    record(deed="change_meeting", on=meeting, by=by, now=now, changes=changes)
    if meeting.state == State.PLANNED:
        _invite(meeting, now=now)
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting, by, now):
    """Cancel a planned meeting and tell all members; pressed twice, it counts once. Raises CannotDo."""
    meeting = lock_meeting(meeting)
    if meeting.state == State.CANCELLED:
        return meeting
    if meeting.state == State.HELD:
        raise CannotDo(_("This meeting was held: what was said there stays."))
    meeting.state = State.CANCELLED
    meeting.revision += 1
    meeting.save(update_fields=["state", "revision"])
    record(deed="cancel_meeting", on=meeting, by=by, now=now, changes={"state": [State.PLANNED, State.CANCELLED]})
    if meeting.starts_at > now:
        post_emails(cancellations(meeting, _members(meeting.program)), now=now)
    return meeting


def lock_meeting(meeting):
    """The meeting under its lock, by which all who change it take turns; raises CannotDo where it is published."""
    meeting = (
        CommitteeMeeting.objects.select_for_update(of=("self",)).select_related("program__district").get(pk=meeting.pk)
    )
    if meeting.is_published():
        raise CannotDo(_("These minutes are published: nothing of this meeting changes any more."))
    return meeting


def _write_agenda(meeting, agenda):
    standing = {item.pk: item for item in meeting.agenda.all()}
    kept = {row.get("id") for row in agenda}
    decided = set(meeting.decisions.values_list("item", flat=True))
    for item in standing.values():
        if item.pk not in kept and item.pk in decided:
            raise CannotDo(_("“%(topic)s” has a decision: take that back first.") % {"topic": item.title})
    meeting.agenda.exclude(pk__in=kept - {None}).delete()
    for position, row in enumerate(agenda, start=PAST_ALL):
        item = standing.get(row.get("id")) or AgendaItem(meeting=meeting)
        if row["is_for_bargaining"] and item.pk in decided:
            raise CannotDo(_("“%(topic)s” has a decision: take that back first.") % {"topic": item.title})
        item.position, item.title, item.notes = position, row["title"], row["notes"]
        item.is_for_bargaining = row["is_for_bargaining"]
        item.save()
    for position, item in enumerate(meeting.agenda.order_by("position"), start=1):
        item.position = position
        item.save(update_fields=["position"])


def _invite(meeting, *, now):
    if meeting.starts_at > now:
        post_emails(invitations(meeting, _members(meeting.program)), now=now)


def _members(program):
    seats = list(program.seats.current())
    for seat in seats:
        seat.program = program
    return seats


def _refuse_hours(starts_at, ends_at, *, now):
    if abs(starts_at - now) > FARTHEST:
        raise CannotDo(_("Choose a day within two years of today."), field="on")
    if ends_at <= starts_at:
        raise CannotDo(_("The meeting ends after it begins."), field="ends")
