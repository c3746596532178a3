"""Votes for ideas: one for each employee, of whom a keyed hash is kept in place of a name."""

from django.db import transaction

from lmi_portal.encryption import blind_index, blind_indexes
from lmi_portal.family_language import for_families
from wellbeing.going_live import refuse_unless_live
from wellbeing.models import Idea, IdeaVote
from wellbeing.refusing import CannotDo

PURPOSE = "wellbeing.idea_vote"
NOT_OPEN = for_families("This idea is not open for votes now.")


@transaction.atomic
def vote_for(*, idea, employee):
    """Add the employee's vote; a second one changes nothing. Raises CannotDo."""
    # Whoever closes the idea holds its row.
    idea = Idea.objects.select_for_update(of=["self"]).select_related("program").get(pk=idea.pk)
    refuse_unless_live(idea.program)
    if not is_open_for_votes(idea):
        raise CannotDo(str(NOT_OPEN))
    if not IdeaVote.objects.filter(idea=idea, voter__in=_voters(idea.pk, employee)).exists():
        voter = blind_index(_voter(idea.pk, employee), purpose=PURPOSE)
        IdeaVote.objects.get_or_create(idea=idea, voter=voter)


@transaction.atomic
def take_back_vote(*, idea, employee):
    """Take the employee's vote out again, while the idea is open. Raises CannotDo."""
    idea = Idea.objects.select_for_update().get(pk=idea.pk)
    if not is_open_for_votes(idea):
        raise CannotDo(str(NOT_OPEN))
    IdeaVote.objects.filter(idea=idea, voter__in=_voters(idea.pk, employee)).delete()


def is_open_for_votes(idea):
    return idea.state == Idea.State.OPEN and not idea.is_for_bargaining


def voted_for(ideas, *, employee):
    """The pks of those of `ideas` for which the employee voted, with one query."""
    voters = [voter for idea in ideas for voter in _voters(idea.pk, employee)]
    return set(IdeaVote.objects.filter(voter__in=voters).values_list("idea", flat=True))


def _voters(idea, employee):
    return blind_indexes(_voter(idea, employee), purpose=PURPOSE)


def _voter(idea, employee):
    return f"{idea}:{employee.pk}"
