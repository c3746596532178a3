"""When a step of the path is due, and who answers for it on each side."""

from django.db import transaction
from django.utils.translation import gettext as _

from districts.models import Side
from lmi_portal.audit.recording import record
from wellbeing.models import CommitteeSeat
from wellbeing.refusing import CannotDo

from .years import current_year, days_of, lock_step

OWNERS = {Side.LABOR: "labor_owner", Side.MANAGEMENT: "management_owner"}


@transaction.atomic
def plan_step(*, program, school_year, number, due_on, owner, by, now):
    """Set the day on which a step is due, and the owner of the side of `by`: a seat of that side, or None.

    Each side names its own: an employer does not choose who speaks for employees (Government Code § 3543.5(d)).
    Raises CannotDo.
    """
    seat = CommitteeSeat.objects.of(by).filter(program=program).first()
    if seat is None:
        raise CannotDo(_("Only members of the committee plan its steps."))
    if school_year != current_year(program, now=now):
        raise CannotDo(_("That school year is over: its path stays as it is."))
    first, last = days_of(school_year)
    if due_on and not first <= due_on <= last:
        raise CannotDo(_("Choose a day within the school year."), field="due_on")
    if owner and (owner.program_id != program.pk or owner.side != seat.side or owner.until_on):
        raise CannotDo(_("Choose somebody of your own side who sits on the committee."), field="owner")
    step = lock_step(program, school_year=school_year, number=number)
    fields = {"due_on": due_on, OWNERS[seat.side]: owner}
    before = {name: getattr(step, name) for name in fields}
    for name, value in fields.items():
        setattr(step, name, value)
    step.save(update_fields=list(fields))
    changes = {name: [_said(before[name]), _said(value)] for name, value in fields.items() if before[name] != value}
    if changes:
        record(deed="plan_step", on=step, by=by, now=now, changes=changes)
    return step


def _said(value):
    """A seat by its number: the trail names no employee."""
    if isinstance(value, CommitteeSeat):
        return value.pk
    return None if value is None else str(value)
