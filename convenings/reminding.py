"""Reminders: a convening's rules become planned rows, one per rule and seat, and those due become e-mails.

Both halves may run at any time, twice at once or late: every planned row is unique, a posted one is never posted
again, and what no longer makes sense when its time comes is skipped.
"""

from datetime import time, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from lmi_portal.outbox.posting import post_emails

from .days_written import pacific
from .models import Convening, Registration, Reminder, ReminderRule, Seat
from .reminder_letters import letters_of
from .seating import lock_convening

BATCH = 500
Kind, State = ReminderRule.Kind, Reminder.State
DEFAULTS = [
    *[(Kind.BEFORE, 14), (Kind.BEFORE, 3), (Kind.BEFORE, 1)],
    *[(Kind.ROSTER, 7), (Kind.AFTER, 1)],
]
DEFAULT_SEND_TIME = time(8, 0)
# After a longer standstill, silence is better than stale news.
TOO_LATE = {Kind.BEFORE: timedelta(days=1), Kind.ROSTER: timedelta(days=1), Kind.AFTER: timedelta(days=7)}
RUNNING = [Convening.State.OPEN, Convening.State.CLOSED]


def add_default_rules(convening):
    """The rules that a new convening begins with: 14, 3 and 1 day before, weekly for the roster, the day after."""
    ReminderRule.objects.bulk_create(
        ReminderRule(convening=convening, kind=kind, days=days, send_time=DEFAULT_SEND_TIME) for kind, days in DEFAULTS
    )


def due_at(rule):
    """When a before or after rule of a dated convening is due: its hour is California's, in summer as in winter."""
    convening = rule.convening
    if rule.kind == Kind.BEFORE:
        return pacific(convening.starts_on - timedelta(days=rule.days), rule.send_time)
    return pacific(convening.ends_on + timedelta(days=rule.days), rule.send_time)


def plan_reminders(*, now):
    """Plan what is still to come for every convening that is running or just over."""
    long_over = timezone.localdate(now) - timedelta(days=60)
    running = Convening.objects.filter(state__in=[*RUNNING, Convening.State.HELD], ends_on__gte=long_over)
    for convening in running.filter(Exists(ReminderRule.objects.filter(convening=OuterRef("pk"), is_on=True))):
        with transaction.atomic():
            # No seat goes while a reminder is being planned for it.
            plan_convening(lock_convening(convening), now=now)


def plan_convening(convening, *, now):
    """Plan one convening's reminders anew, such as when its days have moved; the caller holds its lock."""
    if convening.starts_on is None:
        return
    rules = list(convening.reminder_rules.filter(is_on=True))
    dated = {rule.pk: due_at(rule) for rule in rules if rule.kind != Kind.ROSTER}
    _redate(dated, now=now)
    _plan_for_seats([pk for pk, due in dated.items() if due > now], dated)
    _plan_for_rosters([rule for rule in rules if rule.kind == Kind.ROSTER], convening, now=now)


def _redate(dated, *, now):
    """Bring rows that are not posted to their rule's new moment; one that is now in the past is skipped."""
    unposted = Reminder.objects.exclude(state=State.POSTED)
    told = unposted.filter(rule__in=dated).values_list("rule", "due_at").order_by().distinct()
    for rule in {rule for rule, due in told if due != dated[rule]}:
        state = State.PLANNED if dated[rule] > now else State.SKIPPED
        unposted.filter(rule=rule).exclude(due_at=dated[rule]).update(due_at=dated[rule], state=state)


def _plan_for_seats(rules, dated):
    """A row for each named seat of a confirmed team, so that who is named late gets what is still to come."""
    planned = Reminder.objects.filter(rule=OuterRef("rule"), seat=OuterRef("pk"))
    missing = (
        Seat.objects.held()
        .filter(registration__convening__reminder_rules__in=rules)
        .exclude(Q(name="") | Q(email=""))
        .annotate(rule=F("registration__convening__reminder_rules"))
        .filter(~Exists(planned))
        .values_list("rule", "registration", "pk")
    )
    _save(
        Reminder(rule_id=rule, registration_id=registration, seat_id=seat, due_at=dated[rule])
        for rule, registration, seat in missing
    )


def _plan_for_rosters(rules, convening, *, now):
    """The next turn of each confirmed team with somebody to be named."""
    incomplete = (
        Registration.objects.confirmed()
        .filter(convening=convening)
        .filter(Exists(Seat.objects.filter(registration=OuterRef("pk"), name="")))
        .only("pk", "confirmed_at", "registered_at")
    )
    planned = Reminder.objects.filter(rule__in=rules, due_at__gt=now).values_list("rule", "registration", "turn")
    known = set(planned)
    turns = _roster_turns(rules, incomplete, now=now)
    _save(one for one in turns if (one.rule_id, one.registration_id, one.turn) not in known)


def _roster_turns(rules, registrations, *, now):
    for rule in rules:
        for registration in registrations:
            began_on = timezone.localdate(registration.confirmed_at or registration.registered_at)
            # Counted in days, so that a rule with another interval finds no turn of its own taken by the old one.
            turn = max((timezone.localdate(now) - began_on).days // rule.days, 1) * rule.days
            while (due := pacific(began_on + timedelta(days=turn), rule.send_time)) <= now:
                turn += rule.days
            if timezone.localdate(due) < rule.convening.starts_on:
                yield Reminder(rule=rule, registration=registration, turn=turn, due_at=due)


def _save(reminders):
    Reminder.objects.bulk_create(reminders, batch_size=BATCH, ignore_conflicts=True)


def post_due_reminders(*, now):
    """Make e-mails of the rows that are due, each batch in a transaction of its own; return how many were posted."""
    posted = 0
    while True:
        batch = _post_batch(now=now)
        posted += batch.count(State.POSTED)
        if len(batch) < BATCH:
            return posted


@transaction.atomic
def _post_batch(*, now):
    """Settle up to 500 due rows and return their new states; rows that another beat has in hand are left to it."""
    due = list(
        Reminder.objects.filter(state=State.PLANNED, due_at__lte=now)
        .select_for_update(skip_locked=True, of=("self",))
        .select_related("rule__convening", "registration__district", "registration__registered_by", "seat")
        .prefetch_related("rule__convening__days", "registration__seats")[:BATCH]
    )
    for reminder in due:
        reminder.state = State.POSTED if _is_timely(reminder, now=now) else State.SKIPPED
    timely = [reminder for reminder in due if reminder.state == State.POSTED]
    post_emails(letters_of(timely, now=now), now=now)
    _stamp(timely, state=State.POSTED, posted_at=now)
    _stamp([reminder for reminder in due if reminder.state == State.SKIPPED], state=State.SKIPPED)
    return [reminder.state for reminder in due]


def _stamp(reminders, **fields):
    if reminders:
        Reminder.objects.filter(pk__in=[reminder.pk for reminder in reminders]).update(**fields)


def _is_timely(reminder, *, now):
    rule, registration = reminder.rule, reminder.registration
    convening = rule.convening
    if not rule.is_on or registration.state != Registration.State.CONFIRMED:
        return False
    if now - reminder.due_at > TOO_LATE[rule.kind]:
        return False
    if rule.kind == Kind.AFTER:
        return convening.state != Convening.State.CANCELLED and _is_reachable(reminder.seat)
    if convening.state not in RUNNING:
        return False
    today = timezone.localdate(now)
    if rule.kind == Kind.ROSTER:
        is_in_rhythm = reminder.turn % rule.days == 0
        return is_in_rhythm and today < convening.starts_on and any(not seat.name for seat in registration.seats.all())
    return today <= convening.starts_on and _is_reachable(reminder.seat)


def _is_reachable(seat):
    return bool(seat.name and seat.email)
