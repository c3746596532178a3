"""Two to four priorities for a school year, adopted together by one decision of the committee."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lmi_portal.audit.recording import record
from wellbeing.models import CommitteeSeat, Decision, Priority, Program, Step
from wellbeing.refusing import CannotDo

from .progress import PRIORITIES_AT_LEAST, PRIORITIES_AT_MOST
from .years import current_year, lock_step


def decisions_for(program, *, school_year):
    """The adopted Decisions that may name priorities of a year: newer than the one that stands."""
    newest = program.priorities.filter(school_year=school_year).order_by("-decision__recorded_at").first()
    adopted = Decision.objects.filter(meeting__program=program, is_adopted=True).select_related("meeting")
    if newest:
        adopted = adopted.filter(recorded_at__gt=newest.decision.recorded_at)
    return adopted.order_by("-recorded_at", "-pk")


@transaction.atomic
def adopt_priorities(*, program, school_year, decision, priorities, by, now):
    """Adopt the [(title, reason)] of a year, in order, in place of those that stood; raises CannotDo.

    The priority at each place keeps its actions, whatever it is called now; one that has actions cannot be left out.
    """
    Program.objects.select_for_update().get(pk=program.pk)
    if not CommitteeSeat.objects.co_chairs().of(by).filter(program=program).exists():
        raise CannotDo(_("Only a co-chair writes down what the committee adopted."))
    if school_year != current_year(program, now=now):
        raise CannotDo(_("That school year is over: its priorities stay as they are."))
    if not PRIORITIES_AT_LEAST <= len(priorities) <= PRIORITIES_AT_MOST:
        raise CannotDo(_("Adopt two, three or four priorities."))
    if len({title.casefold() for title, _reason in priorities}) < len(priorities):
        raise CannotDo(_("Two of these priorities have the same name."))
    # Whoever takes the decision back holds the same row.
    known = decisions_for(program, school_year=school_year).select_for_update(of=["self"])
    if not known.filter(pk=decision.pk):
        raise CannotDo(_("Priorities rest on a new decision that the committee adopted."), field="decision")
    # By its steps a year's path is known, also in July.
    lock_step(program, school_year=school_year, number=Step.Number.PRIORITIES)
    standing = {one.position: one for one in program.priorities.filter(school_year=school_year)}
    before = [one.title for one in standing.values()]
    _refuse_to_lose_actions(program, school_year, kept=len(priorities))
    for position, (title, reason) in enumerate(priorities, start=1):
        row = standing.get(position) or Priority(program=program, school_year=school_year, position=position)
        row.title, row.reason, row.decision = title, reason, decision
        row.save()
    after = [title for title, _reason in priorities]
    record(deed="adopt_priorities", on=decision, by=by, now=now, changes={"priorities": [before, after]})


def _refuse_to_lose_actions(program, school_year, *, kept):
    left_out = program.priorities.filter(school_year=school_year, position__gt=kept)
    for one in left_out.prefetch_related("actions"):
        if count := len(one.actions.all()):
            says = ngettext(
                "“%(title)s” has an action: move it to another priority first.",
                "“%(title)s” has %(count)d actions: move them to another priority first.",
                count,
            )
            raise CannotDo(says % {"title": one.title, "count": count})
    left_out.delete()
