"""Activities of the committee: added, repeated, changed and opened."""

from datetime import UTC, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lmi_portal.audit.recording import record
from lmi_portal.outbox.posting import post_emails
from wellbeing.going_live import refuse_unless_live
from wellbeing.meanwhile import refuse_if_changed
from wellbeing.models import Activity, CommitteeSeat, Series, SignUp
from wellbeing.refusing import CannotDo
from wellbeing.school_years import label_of, school_year_at

from .letters import activity_letter
from .signing_up import lock_activities, promote
from .worksites import worksite_named

State = Activity.State
MOST_TIMES = 60
# A year that was mistyped is on nobody's calendar.
YEARS_AHEAD = 2
TEXTS = [
    *["title", "title_es", "kind", "description", "description_es", "starts_at", "ends_at", "worksite", "place"],
    *["shift", "capacity", "cost", "labor_lead", "management_lead", "action"],
]
MOVED_BY = ["starts_at", "ends_at", "worksite", "place"]


@transaction.atomic
def add_activity(*, program, by, now, worksite_name="", every_weeks=None, until_on=None, **fields):
    """Add a draft, or one for every `every_weeks` weeks until the Pacific day `until_on`; returns the first.

    Each is at the same time by the clock on the wall, whatever daylight saving time does. Raises CannotDo.
    """
    fields["worksite"] = worksite_named(program, worksite_name)
    spans = [(fields.pop("starts_at"), fields.pop("ends_at"))]
    series = None
    _refuse_day(spans[0][0], now=now)
    if every_weeks:
        spans = _spans(*spans[0], every_weeks=every_weeks, until_on=until_on)
        _refuse_day(spans[-1][0], now=now, field="until_on")
        series = Series.objects.create(program=program, every_weeks=every_weeks, until_on=until_on)
    for starts_at, ends_at in spans:
        activity = Activity(program=program, series=series, starts_at=starts_at, ends_at=ends_at, **fields)
        activity.save()
        record(deed="add_activity", on=activity, by=by, now=now, changes={"starts_at": [None, starts_at.isoformat()]})
    return program.activities.get(pk=activity.pk) if series is None else series.activities.earliest("starts_at")


@transaction.atomic
def change_activity(*, activity, later=False, read=None, by, now, worksite_name="", **fields):
    """Change an activity, with `later` also those of its series that come after it, and tell who signed up of a move.

    A new time moves the later ones by as much on the wall's clock; more places go to the line. Where somebody changes
    it on a page, `read` is the mark of the TEXTS that were on it. Raises CannotDo.
    """
    rows = _lock(activity, later)
    first = next(row for row in rows if row.pk == activity.pk)
    if read is not None:
        refuse_if_changed(first, TEXTS, read=read)
    fields["worksite"] = worksite_named(first.program, worksite_name)
    starts_at, ends_at = _on_the_wall(fields.pop("starts_at")), _on_the_wall(fields.pop("ends_at"))
    shift, length = starts_at - _on_the_wall(first.starts_at), ends_at - starts_at
    for row in rows:
        starts_at, ends_at = _span(_on_the_wall(row.starts_at) + shift, length)
        _change(row, fields | {"starts_at": starts_at, "ends_at": ends_at}, by=by, now=now)
    return first


@transaction.atomic
def open_activity(*, activity, later=False, by, now):
    """Put a draft, with `later` also the later ones of its series, on the employees' calendar. Raises CannotDo.

    It needs the charter: nothing goes live on one side's signature.
    """
    refuse_unless_live(activity.program)
    rows = [row for row in _lock(activity, later) if row.state == State.DRAFT and row.ends_at > now]
    if not rows:
        raise CannotDo(_("It is no draft any more, or its time is over."))
    for row in rows:
        _refuse_without_leads(row)
        row.state = State.OPEN
        row.save(update_fields=["state"])
        record(deed="open_activity", on=row, by=by, now=now, changes={"state": [State.DRAFT, State.OPEN]})
    return rows


@transaction.atomic
def cancel_activity(*, activity, reason, later=False, by, now):
    """Cancel an activity, with `later` also the later ones of its series, and tell all who signed up. Raises CannotDo.

    `reason` is what they are told.
    """
    rows = [row for row in _lock(activity, later) if row.state != State.CANCELLED and row.ends_at > now]
    if not rows:
        raise CannotDo(_("It is canceled already, or its time is over."))
    for row in rows:
        before, row.state, row.cancel_reason = row.state, State.CANCELLED, reason
        row.save(update_fields=["state", "cancel_reason"])
        changes = {"state": [before, State.CANCELLED], "cancel_reason": ["", reason]}
        record(deed="cancel_activity", on=row, by=by, now=now, changes=changes)
        letters = [activity_letter(each, row, news="canceled", why=reason) for each in _to_tell(row)]
        post_emails(letters, now=now)
    return rows


def _lock(activity, later):
    rows = Activity.objects.filter(pk=activity.pk)
    if later and activity.series_id:
        # A form may have put the new time on `activity` already.
        stands_at = rows.get().starts_at
        of_series = Activity.objects.filter(series=activity.series_id, starts_at__gte=stands_at)
        rows = rows | of_series.exclude(state=State.CANCELLED)
    return lock_activities(rows)


def _change(row, fields, *, by, now):
    if row.state == State.CANCELLED:
        raise CannotDo(_("It is canceled: copy it to hold it after all."))
    changed = {name: [getattr(row, name), value] for name, value in fields.items() if getattr(row, name) != value}
    if not changed:
        return
    if "starts_at" in changed:
        # What is over may be set right among the days past.
        _refuse_day(fields["starts_at"], now=now, may_be_past=row.ends_at <= now)
    _refuse_too_few(row, fields.get("capacity"))
    for name, (_before, value) in changed.items():
        setattr(row, name, value)
    if row.state == State.OPEN:
        _refuse_without_leads(row)
    row.save(update_fields=list(changed))
    plain = {name: [_plain(value) for value in pair] for name, pair in changed.items()}
    record(deed="change_activity", on=row, by=by, now=now, changes=plain)
    if row.state == State.OPEN and changed.keys() & set(MOVED_BY) and row.ends_at > now:
        _tell_of_move(row, now=now)
    promote(row, now=now)


def _refuse_day(starts_at, *, now, field="starts_at", may_be_past=False):
    if not may_be_past and timezone.localdate(starts_at) < timezone.localdate(now):
        raise CannotDo(_("Choose today or a day to come."), field=field)
    last = school_year_at(now) + YEARS_AHEAD
    if school_year_at(starts_at) > last:
        raise CannotDo(_("Choose a day up to the school year %(last)s.") % {"last": label_of(last)}, field=field)


def _refuse_without_leads(row):
    if not (row.labor_lead_id and row.management_lead_id):
        raise CannotDo(_("Name a lead of each side first: labor and management run it together."))


def _refuse_too_few(row, capacity):
    held = row.sign_ups.filter(state=SignUp.State.CONFIRMED).count()
    if capacity is not None and capacity < held:
        sentence = ngettext("%(held)s place is taken already.", "%(held)s places are taken already.", held)
        raise CannotDo(sentence % {"held": held}, field="capacity")


def _tell_of_move(row, *, now):
    told = _to_tell(row)
    # On the eve of its new day they are reminded again.
    row.sign_ups.filter(pk__in=[each.pk for each in told]).update(reminded_at=None)
    post_emails([activity_letter(each, row, news="moved", once=now.isoformat()) for each in told], now=now)


def _to_tell(row):
    sign_ups = row.sign_ups.exclude(state=SignUp.State.WITHDRAWN).filter(employee__is_current=True)
    return list(sign_ups.select_related("employee"))


def _spans(starts_at, ends_at, *, every_weeks, until_on):
    first, length = _on_the_wall(starts_at), _on_the_wall(ends_at) - _on_the_wall(starts_at)
    count = (until_on - first.date()) // timedelta(weeks=every_weeks) + 1
    if not 2 <= count <= MOST_TIMES:
        sentence = _("A series has 2 to %(most)s activities: choose another last day.") % {"most": MOST_TIMES}
        raise CannotDo(sentence, field="until_on")
    walls = [first + number * timedelta(weeks=every_weeks) for number in range(count)]
    return [_span(wall, length) for wall in walls]


def _span(wall, length):
    """From and to in the clock's time; across an hour that a spring night leaves out, as long as on other days."""
    # In UTC, as two moments of one zone are compared by their clocks alone.
    starts_at, ends_at = (_pacific(each).astimezone(UTC) for each in [wall, wall + length])
    return starts_at, ends_at if ends_at > starts_at else starts_at + length


def _on_the_wall(moment):
    return timezone.localtime(moment).replace(tzinfo=None)


def _pacific(wall):
    return timezone.make_aware(wall)


def _plain(value):
    if value is None or isinstance(value, (int, str, bool)):
        return value
    if isinstance(value, CommitteeSeat):
        # By its number: the trail names no employee.
        return value.pk
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
