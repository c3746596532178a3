"""Which groups may be shown, so that nothing about fewer than ten people can be read or worked out.

All that is published of a group is a sum over its people: how many there are, how many chose an option. So whoever
holds every published group, in whatever order they asked for cuts, knows exactly the linear combinations of groups.
None of these may come down to fewer than ten people, as the difference of two totals would.

The proof. Let ten *witness sets* be found, no two of which share a person, each with as many people as there are
independent published groups, and such that the table of groups × its people has the determinant 1 or −1. Take a
combination of groups in which fewer than ten people count. They lie in nine witness sets at most, so in the tenth
nobody counts; as the table of that set has an inverse, the combination takes each group zero times: it tells nothing.
The inverse is in whole numbers, so the same holds of remainders: no sum that is known to be even, or to be 3 more than
a multiple of 4, tells of fewer than ten people either.

Groups are taken in order, and one is shown if it follows from those shown already (it tells nothing new), or if each
witness set can be given one more person for it. The rest are hidden, siblings of small groups among them.

What people answered takes no part in this: which groups are hidden tells nothing of answers. What it does not hide is
that everybody in a large group answered alike.
"""

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from heapq import heappop, heappush

LEAST = 10


@dataclass(frozen=True)
class Groups:
    """`shown` {(cut, values): people}; `hidden` are the other groups that have anybody in them, as (cut, values)."""

    shown: dict
    hidden: frozenset


def protect(kinds, *, dimensions, cuts, least=LEAST):
    """The Groups to show of `kinds`, a Counter {values in the order of `dimensions`: people}.

    Each of `cuts` is a tuple of dimensions; () is everyone. Earlier ones are preferred to later, and of one cut the
    larger groups.
    """
    found = _Witnesses(+Counter(kinds), dimensions, cuts, least)
    return Groups({group: found.people[group] for group in found.shown}, frozenset(found.people.keys() - found.shown))


class _Witnesses:
    def __init__(self, kinds, dimensions, cuts, least):
        self.people, self.members = Counter(), {}
        places = {cut: [dimensions.index(name) for name in cut] for cut in cuts}
        for kind, number in kinds.items():
            for cut in cuts:
                self.people[cut, tuple(kind[place] for place in places[cut])] += number
        candidates = [group for group, number in self.people.items() if number >= least]
        scarce = {group: self.people[group] for group in candidates}

        def spare(kind):
            """Those of large groups can be spared best."""
            of = [scarce[group] for group in self._groups_of(kind, places) if group in scarce]
            return sorted(of), kinds[kind], repr(kind)

        self.left = {kind: kinds[kind] for kind in sorted(kinds, key=spare, reverse=True)}
        for kind in self.left:
            for group in self._groups_of(kind, places):
                if group in scarce:
                    self.members.setdefault(group, {})[kind] = True
        self.counted_in = {kind: [] for kind in self.left}
        self.bases = [_Basis() for _number in range(least)]
        self.shown = []
        order = {cut: position for position, cut in enumerate(cuts)}
        for group in sorted(candidates, key=lambda group: (order[group[0]], -self.people[group], repr(group))):
            self._offer(group)

    @staticmethod
    def _groups_of(kind, places):
        return [(cut, tuple(kind[place] for place in where)) for cut, where in places.items()]

    def _offer(self, group):
        """Show `group` if nothing new follows from it, or if every witness set can grow by it."""
        here = self.members[group]
        foretold = [basis.foretell(here, self.counted_in) for basis in self.bases]
        if not any(self._differ(here, foretold[0])):
            self.shown.append(group)
            return
        round_ = _Round(self, here, foretold)
        if not all(round_.place(number, set()) for number in range(len(self.bases))):
            return
        for number, kind in round_.placed.items():
            self.left[kind] -= 1
            self.bases[number].grow(group, here, kind, foretold[number], self.counted_in)
        for kind in here:
            self.counted_in[kind].append(group)
        self.shown.append(group)

    def _differ(self, here, foretold):
        """Yield (kind, difference) where being in the new group is not what a witness set foretells."""
        for kind in self._touched(here, foretold):
            difference = difference_of(kind, here, foretold, self.counted_in)
            if difference:
                yield kind, difference

    def _touched(self, here, foretold):
        """Those in the group first, then all in a group by which it is foretold, each once."""
        yield from here
        seen = set(here)
        for group in sorted(foretold, key=lambda group: self.people[group]):
            for kind in self.members[group]:
                if kind not in seen:
                    seen.add(kind)
                    yield kind


class _Round:
    """Finds one more person for every witness set; they may compete for the last of a kind."""

    def __init__(self, witnesses, here, foretold):
        self.witnesses, self.here, self.foretold = witnesses, here, foretold
        self.placed, self.taken = {}, {}

    def place(self, number, tried):
        """Whether witness set `number` got somebody, if need be by moving another set to somebody else."""
        crowded = []
        for kind, difference in self.witnesses._differ(self.here, self.foretold[number]):
            if abs(difference) != 1 or kind in tried:
                continue
            holders = self.taken.setdefault(kind, set())
            if self.witnesses.left[kind] > len(holders):
                return self._take(number, kind)
            if holders:
                crowded.append(kind)
        for kind in crowded:
            if kind in tried:
                continue
            tried.add(kind)
            for holder in list(self.taken[kind]):
                if self.place(holder, tried):
                    return self._take(number, kind)
        return False

    def _take(self, number, kind):
        if number in self.placed:
            self.taken[self.placed[number]].discard(number)
        self.placed[number] = kind
        self.taken[kind].add(number)
        return True


class _Basis:
    """One witness set as a triangular table: by place, one kind and its row, {group: times}.

    A row comes to 0 for all kinds before its own, and to its own sign, 1 or −1, for its own kind.
    """

    def __init__(self):
        self.kinds, self.rows, self.signs = [], [], []
        # Places by group, in order: a group is added to the kinds of old that are in it, and a new kind to its groups.
        self.places_in = {}

    def foretell(self, here, counted_in):
        """How often to take each group so that it comes to `here` among the witnesses: {group: times}."""
        foretold = {}
        waiting = [place for place, kind in enumerate(self.kinds) if kind in here]
        queued = set(waiting)
        while waiting:
            place = heappop(waiting)
            kind = self.kinds[place]
            times = self.signs[place] * difference_of(kind, here, foretold, counted_in)
            if not times:
                continue
            for group, number in self.rows[place].items():
                foretold[group] = foretold.get(group, 0) + times * number
                later = self.places_in[group]
                for other in later[bisect_right(later, place) :]:
                    if other not in queued:
                        queued.add(other)
                        heappush(waiting, other)
        return {group: times for group, times in foretold.items() if times}

    def grow(self, group, here, kind, foretold, counted_in):
        """Take in one of `kind` for `group`."""
        self.places_in[group] = [place for place, other in enumerate(self.kinds) if other in here]
        self.signs.append(difference_of(kind, here, foretold, counted_in))
        self.rows.append({group: 1} | {each: -times for each, times in foretold.items()})
        for each in [*counted_in[kind], *([group] if kind in here else [])]:
            self.places_in[each].append(len(self.kinds))
        self.kinds.append(kind)


def difference_of(kind, here, foretold, counted_in):
    """1 or 0 for being in `here`, less what is foretold of it."""
    return (kind in here) - sum([foretold.get(group, 0) for group in counted_in[kind]])
