"""When and where a convening is, and telling its teams when that moves."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from lmi_portal.audit.recording import record
from lmi_portal.outbox.posting import post_emails

from .circulars import circulars, teams_to_tell
from .days_written import pacific
from .models import AgendaItem, Convening, Registration
from .news import convening_facts
from .reminding import plan_convening
from .seating import lock_convening


@dataclass(frozen=True)
class Schedule:
    """What people are told: (held_on, doors_at, starts_at, ends_at) of each day, the place, and both in words."""

    days: tuple
    place: tuple
    facts: dict = field(compare=False)


def schedule_of(convening):
    """The schedule as the database has it now; take it before days or venue are saved."""
    saved = Convening.objects.get(pk=convening.pk)
    days = tuple(saved.days.values_list("held_on", "doors_at", "starts_at", "ends_at"))
    facts = convening_facts(saved) if days else {"days": [], "place": ""}
    return Schedule(days, (saved.venue, saved.street, saved.city), facts)


@transaction.atomic
def take_dates_from_days(*, convening, before, by, now):
    """Set the first and last day from the days, plan its reminders anew, and write to confirmed teams if it moved.

    `before` is the `schedule_of` the convening before its days or venue were saved. A convening without days keeps
    the dates it has: of some past ones no more is known. Returns whether it moved.
    """
    convening = lock_convening(convening)
    after = schedule_of(convening)
    dates_before = [convening.starts_on, convening.ends_on]
    if after.days:
        convening.starts_on, convening.ends_on = after.days[0][0], after.days[-1][0]
        convening.save(update_fields=["starts_on", "ends_on", "updated_at"])
    _move_agenda(convening)
    if after == before and dates_before == [convening.starts_on, convening.ends_on]:
        return False
    record(
        deed="move_convening", on=convening, by=by, now=now, changes=_changes(before, after, dates_before, convening)
    )
    plan_convening(convening, now=now)
    if before.days and after != before:
        _tell(convening, before, now=now)
    return True


def _move_agenda(convening):
    """An item of a day that has moved goes with it, at its own hour."""
    items = AgendaItem.objects.filter(day__convening=convening).select_related("day")
    astray = [item for item in items if timezone.localdate(item.starts_at) != item.day.held_on]
    for item in astray:
        item.starts_at = pacific(item.day.held_on, timezone.localtime(item.starts_at).time())
    AgendaItem.objects.bulk_update(astray, ["starts_at"])


def _changes(before, after, dates_before, convening):
    pairs = {
        "dates": [_texts(dates_before), _texts([convening.starts_on, convening.ends_on])],
        "days": [before.facts["days"], after.facts["days"]],
        "place": [", ".join(filter(None, before.place)), ", ".join(filter(None, after.place))],
    }
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _texts(days):
    return [day.isoformat() if day else None for day in days]


def _tell(convening, before, *, now):
    if convening.state not in {Convening.State.OPEN, Convening.State.CLOSED}:
        return
    teams = list(teams_to_tell(convening).filter(state=Registration.State.CONFIRMED))
    letters = circulars(
        convening,
        teams,
        news="convening_moved",
        reason=f"convening_moved:{convening.pk}:{now:%Y%m%dT%H%M%S%f}",
        days_before=before.facts["days"],
        place_before=before.facts["place"],
    )
    post_emails(letters, now=now)
