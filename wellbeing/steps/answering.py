"""The readiness check: each side answers by itself, and sees the other's answers only once both have answered."""

from django.db import transaction
from django.utils.translation import gettext as _

from districts.models import Side
from lmi_portal.audit.recording import record
from wellbeing.models import CommitteeSeat, Program, ReadinessAnswer, Step
from wellbeing.refusing import CannotDo

from .guide import statements
from .years import current_year, lock_step

BOTH = {Side.LABOR, Side.MANAGEMENT}


@transaction.atomic
def answer_readiness(*, program, school_year, ratings, by, now):
    """Write down the {statement: 1 to 4} of a side, all of them; returns whether both sides have answered now.

    `by` is the co-chair of that side. Until the other side has answered too, they may answer anew. Raises CannotDo.
    """
    # The lock makes two sides answer one after the other, so that the second sees that both have.
    Program.objects.select_for_update().get(pk=program.pk)
    seat = CommitteeSeat.objects.co_chairs().of(by).filter(program=program).first()
    if seat is None:
        raise CannotDo(_("Only a co-chair answers for their side."))
    if school_year != current_year(program, now=now):
        raise CannotDo(_("That school year is over: its answers stay as they are."))
    if have_both_answered(program, school_year):
        raise CannotDo(_("Both sides have answered: this year’s answers stay as they are."))
    if set(ratings) != set(statements()):
        raise CannotDo(_("Answer every statement, please."))
    # By its steps a year's path is known, also in July.
    lock_step(program, school_year=school_year, number=Step.Number.READINESS)
    answers = program.readiness.filter(school_year=school_year)
    answers.filter(side=seat.side).delete()
    shared = {"program": program, "school_year": school_year, "side": seat.side, "answered_at": now, "answered_by": by}
    ReadinessAnswer.objects.bulk_create(
        ReadinessAnswer(statement=key, rating=rating, **shared) for key, rating in ratings.items()
    )
    record(
        deed="answer_readiness", on=program, by=by, now=now, changes={"readiness": [None, f"{school_year} {seat.side}"]}
    )
    return have_both_answered(program, school_year)


def sides_that_answered(program, school_year):
    """The sides that have answered every statement of a year."""
    rated = program.readiness.filter(school_year=school_year, statement__in=statements()).values_list(
        "side", "statement"
    )
    sides = [side for side, _statement in rated]
    return {side for side in BOTH if sides.count(side) == len(statements())}


def have_both_answered(program, school_year):
    return sides_that_answered(program, school_year) == BOTH
