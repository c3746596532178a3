"""The ideas of a program in the order in which people want them."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Count

from wellbeing.models import Idea

from .voting import is_open_for_votes, voted_for

ON_A_PAGE = 20


@dataclass(frozen=True)
class Card:
    idea: Idea
    votes: int
    is_mine: bool

    @property
    def is_open(self):
        return is_open_for_votes(self.idea)


def page_of_ideas(program, *, number, employee):
    """(the page, its Cards): what was read, most votes first, then the newest; whether `employee`, if any, voted."""
    rows = with_votes(program.ideas.exclude(state=Idea.State.NEW)).order_by("-vote_count", "-pk")
    page = Paginator(rows, ON_A_PAGE).get_page(number)
    mine = voted_for(page.object_list, employee=employee) if employee else set()
    return page, [Card(row, row.vote_count, row.pk in mine) for row in page]


def with_votes(ideas):
    return ideas.annotate(vote_count=Count("votes"))
