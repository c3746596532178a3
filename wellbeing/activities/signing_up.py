"""Signing up for an activity: the last place goes to one, and the first on the line moves up when one is free.

Locks are taken in one order, here and where the list is kept: the employee, then activities by their keys.
"""

from django.db import transaction
from django.db.models import Q

from lmi_portal.family_language import for_families
from lmi_portal.outbox.posting import post_emails
from wellbeing.going_live import refuse_unless_live
from wellbeing.models import Activity, Employee, SignUp
from wellbeing.refusing import CannotDo

from .letters import activity_letter

State = SignUp.State


def lock_activities(activities):
    """The rows of the QuerySet `activities`, locked in one order for all, with what letters tell of them."""
    pks = activities.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True)
    rows = Activity.objects.select_related("program__district", "worksite", "series")
    return list(rows.filter(pk__in=list(pks)).order_by("starts_at", "pk"))


def lock_activity(activity):
    return lock_activities(Activity.objects.filter(pk=activity.pk))[0]


def lock_employee(employee):
    """The row as it stands, locked; who comes in at a door names it without waiting."""
    return Employee.objects.select_for_update(no_key=True).get(pk=employee.pk)


@transaction.atomic
def sign_up(*, activity, employee, now):
    """Give `employee` a place, or one at the end of the line where all are taken, and tell them; returns the SignUp.

    Who has one already keeps it. No audit entry is written: whether somebody comes is theirs alone. Raises CannotDo.
    """
    # Who is taken off the list at this moment is either off it before, or gives the place back after.
    employee = lock_employee(employee)
    if not employee.is_current:
        raise CannotDo(for_families("You are not on the list of employees any more."))
    # The lock makes two who ask for the last place take turns.
    activity = lock_activity(activity)
    refuse_unless_live(activity.program)
    if activity.state != Activity.State.OPEN:
        raise CannotDo(for_families("This activity is not open."))
    if activity.starts_at <= now:
        raise CannotDo(for_families("It has begun: just come by, and sign in there."))
    row = SignUp.objects.filter(activity=activity, employee=employee).first()
    if row and row.state != State.WITHDRAWN:
        return row
    row = row or SignUp(activity=activity, employee=employee)
    row.state = State.CONFIRMED if places_left(activity) != 0 else State.WAITLISTED
    row.signed_up_at, row.reminded_at = now, None
    row.save()
    is_in = row.state == State.CONFIRMED
    facts = {} if is_in else {"position": position_of(row)}
    post_emails([activity_letter(row, activity, news="signed_up" if is_in else "waitlisted", **facts)], now=now)
    return row


@transaction.atomic
def withdraw(*, activity, employee, now):
    """Give the employee's place, or place in line, back; the first on the line moves up. Raises CannotDo."""
    activity = lock_activity(activity)
    if activity.starts_at <= now:
        raise CannotDo(for_families("It has begun: there is nothing to give back."))
    rows = SignUp.objects.filter(activity=activity, employee=employee).exclude(state=State.WITHDRAWN)
    if rows.update(state=State.WITHDRAWN):
        promote(activity, now=now)


@transaction.atomic
def release_places(*, program, now):
    """Give back what is ahead of who is on the list no more, whose rows the caller holds; they are not written to."""
    gone = SignUp.objects.filter(employee__program=program, employee__is_current=False)
    theirs = gone.exclude(state=State.WITHDRAWN)
    ahead = Activity.objects.filter(starts_at__gt=now, pk__in=theirs.values("activity"))
    for activity in lock_activities(ahead):
        theirs.filter(activity=activity).update(state=State.WITHDRAWN)
        promote(activity, now=now)


def promote(activity, *, now):
    """Give what is free to the line, in its order, and tell those who move up; the caller holds the activity's lock."""
    if activity.state != Activity.State.OPEN or activity.starts_at <= now:
        return
    waiting = activity.sign_ups.filter(state=State.WAITLISTED).order_by("signed_up_at", "pk")
    left = places_left(activity)
    rows = list(waiting.select_related("employee") if left is None else waiting.select_related("employee")[:left])
    SignUp.objects.filter(pk__in=[row.pk for row in rows]).update(state=State.CONFIRMED)
    post_emails([activity_letter(row, activity, news="promoted") for row in rows], now=now)


def places_left(activity):
    """None where there is no limit."""
    if activity.capacity is None:
        return None
    return max(0, activity.capacity - activity.sign_ups.filter(state=State.CONFIRMED).count())


def position_of(row):
    """The place in line of a waitlisted SignUp, 1 for who is next."""
    earlier = Q(signed_up_at__lt=row.signed_up_at) | Q(signed_up_at=row.signed_up_at, pk__lt=row.pk)
    return SignUp.objects.filter(earlier, activity=row.activity_id, state=State.WAITLISTED).count() + 1
