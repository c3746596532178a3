"""The action plan: its lines, and their sums to the cent."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from districts.models import Side
from lmi_portal.audit.recording import record
from wellbeing.meanwhile import refuse_if_changed
from wellbeing.models import Action, CommitteeSeat, Program
from wellbeing.refusing import CannotDo

from .years import current_year

FIELDS = [
    "priority",
    "goal",
    "activity",
    "labor_owner",
    "management_owner",
    "budget",
    "spent",
    "due_on",
    "measure",
    "progress",
]
OPEN = [Action.Progress.PLANNED, Action.Progress.UNDER_WAY]


@dataclass(frozen=True)
class Sums:
    """Dollars; `left` is below zero where more was spent than planned."""

    budget: Decimal
    spent: Decimal

    @property
    def left(self):
        return self.budget - self.spent


def actions_of(program, *, school_year):
    """The Actions of a year with all that a line of the plan shows, by priority and day."""
    rows = Action.objects.filter(priority__program=program, priority__school_year=school_year)
    return rows.select_related("priority", "labor_owner", "management_owner").order_by(
        "priority__position", "due_on", "pk"
    )


def sums_of(actions):
    return Sums(
        sum((action.budget for action in actions), Decimal("0.00")),
        sum((action.spent for action in actions), Decimal("0.00")),
    )


@transaction.atomic
def add_action(*, program, by, now, **fields):
    """Add a line to the plan of the current year; raises CannotDo."""
    _lock_priorities(program)
    action = Action(**fields)
    _refuse_strange(action, program=program, by=by, now=now)
    action.save()
    record(deed="add_action", on=action, by=by, now=now, changes={"activity": [None, action.activity]})
    return action


@transaction.atomic
def change_action(*, action, read, by, now, **fields):
    """Change a line of the plan of the current year; raises CannotDo. `read` is the mark of what was on the screen."""
    row = Action.objects.select_for_update(of=["self"]).select_related("priority__program").get(pk=action.pk)
    program = row.priority.program
    _lock_priorities(program)
    _refuse_strange(row, program=program, by=by, now=now)
    refuse_if_changed(row, FIELDS, read=read)
    changes = {}
    for name, value in fields.items():
        before = getattr(row, name)
        if before != value:
            changes[name] = [_said(before), _said(value)]
            setattr(row, name, value)
    _refuse_strange(row, program=program, by=by, now=now)
    row.save()
    if changes:
        record(deed="change_action", on=row, by=by, now=now, changes=changes)
    return row


@transaction.atomic
def remove_action(*, action, by, now):
    """Take a line out of the plan that never began; one that did is dropped instead. Raises CannotDo."""
    row = Action.objects.select_for_update(of=["self"]).select_related("priority__program").get(pk=action.pk)
    _refuse_strange(row, program=row.priority.program, by=by, now=now)
    if row.progress != Action.Progress.PLANNED or row.spent or row.activities.exists():
        raise CannotDo(_("This action has begun: mark it as dropped, so that the report can tell of it."))
    record(deed="remove_action", on=row, by=by, now=now, changes={"activity": [row.activity, None]})
    row.delete()


def _said(value):
    """A seat by its number: the trail names no employee."""
    return value.pk if isinstance(value, CommitteeSeat) else str(value)


def _lock_priorities(program):
    """Whoever adopts others, and may leave one out, holds the same row."""
    Program.objects.select_for_update().get(pk=program.pk)


def _refuse_strange(action, *, program, by, now):
    """Raise CannotDo unless all of `action` is of `program`, its year runs, and `by` sits on the committee."""
    if not CommitteeSeat.objects.of(by).filter(program=program).exists():
        raise CannotDo(_("Only members of the committee change its plan."))
    if not program.priorities.filter(pk=action.priority_id).exists():
        raise CannotDo(_("Choose a priority of this program."), field="priority")
    if action.priority.school_year != current_year(program, now=now):
        raise CannotDo(_("That school year is over: its plan stays as it is."))
    for name, side in [("labor_owner", Side.LABOR), ("management_owner", Side.MANAGEMENT)]:
        owner = getattr(action, name)
        if owner.program_id != program.pk or owner.side != side:
            raise CannotDo(_("Choose one owner from each side of this committee."), field=name)
