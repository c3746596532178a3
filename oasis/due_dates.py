"""By when a referral's next step is due, in school days: the one rule for pages, lists and the clock.

Two school days to acknowledge and fourteen to answer are the program's own promise to families.
"""

from django.db.models import F, Max, OuterRef, Q, Subquery
from django.utils import timezone

from .models import Appointment, ContactAttempt, Referral, ReferralEvent, State
from .school_days import days_off_of, school_days_after

# A provider acknowledges within these, and is reminded as often again.
TO_ACKNOWLEDGE = 2
TO_FOLLOW_UP = 10
AFTER_APPOINTMENT = 1
STEPS = {
    State.DRAFT: 2,
    State.AWAITING_CONSENT: 5,
    State.READY: 1,
    State.SENT: TO_ACKNOWLEDGE,
    State.OPENED: TO_ACKNOWLEDGE,
    State.NEEDS_INFO: 1,
    State.ACCEPTED: TO_FOLLOW_UP,
    State.WAITLISTED: TO_FOLLOW_UP,
    State.IN_SERVICE: TO_FOLLOW_UP,
    State.DECLINED: 2,
}
# The next step is to ask the family, so the last time they were reached counts.
WITH_FAMILY = {State.ACCEPTED, State.WAITLISTED, State.IN_SERVICE}
CHUNK = 500


def due_date(referral, *, since, days_off, appointment_at=None, reached_at=None):
    """The Pacific day by which somebody must act, or None where nobody has to.

    `since` is the moment of the last move, `reached_at` when the family was last spoken to, `appointment_at` the
    latest appointment that stands.
    """
    if referral.state == State.SCHEDULED and appointment_at:
        if reached_at and reached_at > appointment_at:
            return school_days_after(timezone.localdate(reached_at), TO_FOLLOW_UP, days_off)
        return school_days_after(timezone.localdate(appointment_at), AFTER_APPOINTMENT, days_off)
    steps = STEPS.get(referral.state, TO_FOLLOW_UP if referral.state == State.SCHEDULED else None)
    if steps is None:
        return None
    is_handed_out = referral.kind == Referral.Kind.INFORMATIONAL and referral.state == State.SENT
    if is_handed_out:
        steps = TO_FOLLOW_UP
    if reached_at and (is_handed_out or referral.state in WITH_FAMILY):
        since = max(since, reached_at)
    return school_days_after(timezone.localdate(since), steps, days_off)


def draw_due_date(referral, *, since):
    """Set `due_on` for a move that is being made; who changes what else it depends on calls `redraw_due_date`."""
    referral.due_on = due_date(referral, since=since, days_off=days_off_of(referral.student.district_id))


def redraw_due_date(referral):
    """After an appointment was made or kept, or the family was spoken to; within the caller's transaction."""
    draw_due_dates(Referral.objects.filter(pk=referral.pk))
    referral.refresh_from_db(fields=["due_on"])


def draw_due_dates(referrals=None):
    """Draw `due_on` anew where a day off, an appointment or a call to the family moved it; returns how many changed.

    Flat in memory; a row that somebody moves meanwhile is left to its move.
    """
    rows = told_for_due_dates(Referral.objects.all() if referrals is None else referrals)
    changed, last, days_off = 0, 0, {}
    while chunk := list(rows.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        for row in chunk:
            district = row.student_district
            if district not in days_off:
                days_off[district] = days_off_of(district)
            due_on = due_date(
                row,
                since=row.moved_last_at or row.created_at,
                days_off=days_off[district],
                appointment_at=row.appointment_at,
                reached_at=row.reached_at,
            )
            if due_on != row.due_on:
                changed += Referral.objects.filter(pk=row.pk, version=row.version).update(due_on=due_on)
        last = chunk[-1].pk
    return changed


def last_move():
    """The moment of a Referral's last move, for `annotate`."""
    events = ReferralEvent.objects.filter(referral=OuterRef("pk")).order_by("-version")
    return Subquery(events.values("moved_at")[:1])


def told_for_due_dates(referrals):
    """Referrals with all that `due_date` asks for; those that are over only where a day is left on them."""
    reached = (
        ContactAttempt.objects.filter(referral=OuterRef("pk"), was_reached=True)
        .values("referral")
        .annotate(last=Max("tried_at"))
        .values("last")
    )
    appointments = (
        Appointment.objects.filter(referral=OuterRef("pk"))
        .exclude(kept=Appointment.Kept.CANCELLED)
        .values("referral")
        .annotate(last=Max("starts_at"))
        .values("last")
    )
    return (
        referrals.filter(Q(state__in=[*STEPS, State.SCHEDULED]) | Q(due_on__isnull=False))
        .annotate(
            moved_last_at=last_move(),
            reached_at=Subquery(reached),
            appointment_at=Subquery(appointments),
            student_district=F("student__district"),
        )
        .only("pk", "kind", "state", "version", "due_on", "created_at")
    )
