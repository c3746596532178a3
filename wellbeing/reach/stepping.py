"""How counts of people may grow in public: by ten or more alike at once, or not at all.

Reach is counted again each month, and one count less the one before tells of the few who came in between, even where
every count is large. To hide small cells is no help against that. So a published count is a sum of groups, each of ten
or more people who were added at the same time; who belongs to no such group yet waits. Whatever is subtracted from
whatever – months, totals, units, shifts – leaves a sum of such groups. People whom no group of their unit and shift
takes may join one of their unit, and else one that names neither.

And no count comes within ten of the whole that it is part of: it would tell who stayed away, and taking part is
voluntary (ADA, 42 U.S.C. § 12112(d)(4)).
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from wellbeing.surveys.protecting import LEAST

ALL = ("", "")


@dataclass(frozen=True)
class Steps:
    """`shown` is {(unit, shift): people}, shift or both of them “” in groups that do not name them.

    `held` is {(unit, shift): [people]} of those who are counted in groups of their unit alone, and in groups of none.
    """

    shown: Counter = field(default_factory=Counter)
    held: dict = field(default_factory=dict)

    def total(self, *, unit=None, shift=None):
        """People shown in a unit, on a shift, in both, or in all."""
        return sum(
            people
            for (of_unit, on_shift), people in self.shown.items()
            if unit in (None, of_unit) and shift in (None, on_shift)
        )


def step(before, counts, *, wholes):
    """The Steps after `before`, now that `counts` {(unit, shift): people} are true.

    `wholes` says of how many they are part: {(unit, shift): people}, {(unit, “”): people} of whole units and {ALL:
    people}; of a group that it does not know nobody is shown.
    """
    after = Steps(Counter(before.shown), {cell: list(held) for cell, held in before.held.items()})
    waiting = {
        cell: max(0, people - after.shown[cell] - sum(after.held.get(cell, ()))) for cell, people in counts.items()
    }
    of_units = defaultdict(list)
    for cell in sorted(waiting):
        of_units[cell[0]].append(cell)
        added = _addition(waiting[cell], _room(after, wholes, cell))
        after.shown[cell] += added
        waiting[cell] -= added
    for unit, cells in of_units.items():
        _pool(after, waiting, cells, into=(unit, ""), wholes=wholes)
    _pool(after, waiting, sorted(waiting), into=ALL, wholes=wholes)
    return after


def step_one(shown, count):
    """What may be shown of one number of happenings after `shown`, now that it is `count`."""
    return shown + _addition(max(0, count - shown), count)


def _addition(waiting, room):
    """How many of the `waiting` are shown from now on."""
    added = min(waiting, room)
    return added if added >= LEAST else 0


def _room(after, wholes, group):
    """How many a group can take before it, its unit or all of them come within ten of their wholes."""
    unit, shift = group
    parts = [(ALL, after.total())]
    if unit:
        parts.append(((unit, ""), after.total(unit=unit)))
    if shift:
        parts.append((group, after.shown[group]))
    return min(wholes.get(part, 0) - LEAST - shown for part, shown in parts)


def _pool(after, waiting, cells, *, into, wholes):
    added = _addition(sum(waiting[cell] for cell in cells), _room(after, wholes, into))
    after.shown[into] += added
    for cell in cells:
        taken = min(added, waiting[cell])
        if taken:
            waiting[cell] -= taken
            added -= taken
            after.held.setdefault(cell, [0, 0])[into == ALL] += taken
