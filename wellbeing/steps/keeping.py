"""What a step left behind is kept with it, and may be taken away by who brought it or a co-chair."""

from django.db import transaction
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record
from wellbeing.models import Artefact, CommitteeSeat
from wellbeing.refusing import CannotDo

from .years import current_year, lock_step


@transaction.atomic
def keep_artefact(*, program, school_year, number, kind, title, text, link, by, now):
    """Keep a note or a link with a step. Raises CannotDo."""
    if not CommitteeSeat.objects.of(by).filter(program=program).exists():
        raise CannotDo(_("Only members of the committee add to its steps."))
    if school_year != current_year(program, now=now):
        raise CannotDo(_("That school year is over: its path stays as it is."))
    if not text and not link:
        raise CannotDo(_("Write something, or give a link to where it is kept."))
    step = lock_step(program, school_year=school_year, number=number)
    artefact = Artefact.objects.create(
        step=step, kind=kind, title=title, text=text, link=link, added_at=now, added_by=by
    )
    record(deed="keep_artefact", on=artefact, by=by, now=now, changes={"step": [None, str(step)]})
    return artefact


@transaction.atomic
def remove_artefact(*, artefact, by, now):
    """Take it away. Raises CannotDo."""
    kept = Artefact.objects.select_for_update(of=["self"]).select_related("step__program").get(pk=artefact.pk)
    seat = CommitteeSeat.objects.of(by).filter(program=kept.step.program_id).first()
    if not may_remove(kept, seat, by):
        raise CannotDo(_("Only who added it, or a co-chair, takes it away."))
    if kept.step.school_year != current_year(kept.step.program, now=now):
        raise CannotDo(_("That school year is over: its path stays as it is."))
    record(deed="remove_artefact", on=kept, by=by, now=now, changes={"title": [kept.title, None]})
    kept.delete()


def may_remove(artefact, seat, user):
    return seat is not None and (seat.is_co_chair or artefact.added_by_id == user.pk)
