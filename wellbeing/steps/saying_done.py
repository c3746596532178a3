"""A step is done once the owners of both sides, or their co-chairs, say so; never while the facts are missing."""

from django.db import transaction
from django.utils.translation import gettext as _

from districts.models import Side
from lmi_portal.audit.recording import record
from wellbeing.models import CommitteeSeat
from wellbeing.refusing import CannotDo

from .progress import facts_of
from .years import current_year, lock_step

FIELDS = {Side.LABOR: "labor_done_at", Side.MANAGEMENT: "management_done_at"}


@transaction.atomic
def say_done(*, program, school_year, number, by, now):
    """Write down that the side of `by` calls the step done; returns whether both sides do now. Raises CannotDo."""
    step = _step_of_today(program, school_year, number, now=now)
    side = _side_that_speaks(step, by)
    missing = [fact.text for fact in facts_of(program, school_year=school_year, now=now)[number] if not fact.is_met]
    if missing:
        raise CannotDo(_("This step cannot be done yet. Still missing: %(facts)s") % {"facts": " ".join(missing)})
    field = FIELDS[side]
    if getattr(step, field) is None:
        setattr(step, field, now)
        step.save(update_fields=[field])
        record(deed="say_step_done", on=step, by=by, now=now, changes={field: [None, now.isoformat()]})
    return step.is_done()


@transaction.atomic
def take_back_done(*, program, school_year, number, by, now):
    """Undo what the side of `by` said of the step; the other side's word stays. Raises CannotDo."""
    step = _step_of_today(program, school_year, number, now=now)
    field = FIELDS[_side_that_speaks(step, by)]
    said_at = getattr(step, field)
    if said_at is not None:
        setattr(step, field, None)
        step.save(update_fields=[field])
        record(deed="take_back_step_done", on=step, by=by, now=now, changes={field: [said_at.isoformat(), None]})


def speaks_for_step(step, seat):
    """Whether the person of `seat` may say for their side that the step is done."""
    if seat is None:
        return False
    owner = step.labor_owner_id if seat.side == Side.LABOR else step.management_owner_id
    return seat.is_co_chair or seat.pk == owner


def _step_of_today(program, school_year, number, *, now):
    if school_year != current_year(program, now=now):
        raise CannotDo(_("That school year is over: its path stays as it is."))
    return lock_step(program, school_year=school_year, number=number)


def _side_that_speaks(step, by):
    seat = CommitteeSeat.objects.of(by).filter(program=step.program_id).first()
    if not speaks_for_step(step, seat):
        raise CannotDo(_("Only the owner of this step or the co-chair speaks for a side."))
    return seat.side
