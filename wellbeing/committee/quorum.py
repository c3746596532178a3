"""Whether enough of both sides are there: more than half of each side's seats.

The charter of a joint committee gives neither side the other's voice, so a full bench on one side makes no quorum.
"""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from wellbeing.models import CommitteeSeat
from wellbeing.refusing import CannotDo

from .composing import SIDES


@dataclass(frozen=True)
class Presence:
    """How many of one side's seats there are at a meeting, and how many came."""

    side: str
    seats: int
    present: int

    @property
    def is_enough(self):
        return self.present * 2 > self.seats

    @property
    def needed(self):
        """How many make a quorum of this side."""
        return self.seats // 2 + 1


@dataclass(frozen=True)
class Quorum:
    presences: list[Presence]

    @property
    def is_met(self):
        return all(presence.is_enough for presence in self.presences)

    def present(self, side):
        return next(presence.present for presence in self.presences if presence.side == side)


def seats_at(meeting):
    """The seats of the committee on the day of the meeting, and of whoever came all the same."""
    day = timezone.localdate(meeting.starts_at)
    seated = meeting.program.seats.seated_on(day).values("pk")
    return (
        CommitteeSeat.objects.filter(Q(pk__in=seated) | Q(attendances__meeting=meeting))
        .select_related("unit__organization")
        .order_by("side", "-is_co_chair", "name", "pk")
        .distinct()
    )


def quorum_of(seats, present):
    """The Quorum of these CommitteeSeats, of which those whose keys are in `present` came."""
    all_of = Counter(seat.side for seat in seats)
    came = Counter(seat.side for seat in seats if seat.pk in present)
    return Quorum([Presence(side, all_of[side], came[side]) for side in SIDES])


def quorum_at(meeting):
    """The Quorum of a meeting as its attendance stands, in two queries."""
    return quorum_of(seats_at(meeting), set(meeting.attendances.values_list("seat", flat=True)))


def refuse_to_unseat_decisions(meeting):
    """Raise CannotDo where what was decided would lose its quorum or its voters."""
    decisions, quorum = list(meeting.decisions.all()), quorum_at(meeting)
    if decisions and not quorum.is_met:
        raise CannotDo(_("The decisions of this meeting had a quorum: take them back first."))
    for decision in decisions:
        labor = decision.labor_for + decision.labor_against + decision.labor_abstaining
        if labor > min(quorum.present(side) for side in SIDES):
            raise CannotDo(_("More people voted than would have been there: take that decision back first."))
