"""Which cells of published tables stay hidden, so that no group of 10 or fewer people can be read or worked out.

Hiding the small cells alone protects nobody: a total less its other cells tells them. So each small cell gets a
*cover*: another world that looks the same in everything that is published, yet in which the cell holds more than 10.
Such a world is made of the true one by letting records swap what they are in (this referral another school, that one
another need), by changing some, or by adding some; each cell that this would change is hidden too. Whoever holds all
that is published cannot tell the worlds apart, however cleverly they subtract: tables of rows, columns and margins,
sites within a program and cuts beside each other are all covered by this one argument.

Ten is the number up to which California's Department of Education hides cells of students; 34 CFR § 99.31(b)(1) asks
for a reasonable determination that nobody is identifiable, other releases taken into account.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

MOST_HIDDEN = 10
# Of many possible swaps the fullest are looked at: enough to find a cheap one, few enough for a hundred schools.
GIVERS, PARTNERS, BECOMES = 16, 48, 6


@dataclass(frozen=True)
class Cuts:
    """What is published: for each of `cuts`, a tuple of names out of `columns`, all counts by these columns.

    `moving` says which columns change together when records swap them: how a referral ended, and whether that counts
    as closed. Each column is in exactly one of these tuples.
    """

    columns: tuple
    cuts: tuple
    moving: tuple

    def places(self, names):
        return tuple(self.columns.index(name) for name in names)


@dataclass(frozen=True)
class Published:
    """`counts` {(cut, values): records}, zeros among them; of the cells in `hidden` only that they are hidden."""

    counts: dict
    hidden: frozenset

    def get(self, cut, values):
        """The count of a cell, or None where it is hidden or was never there."""
        return None if (cut, values) in self.hidden else self.counts.get((cut, values))


def publish(records, cuts):
    """The Published cells of `records`: pairs of a person and a tuple of values in the order of `cuts.columns`."""
    table = _Table(records, cuts)
    for cell in sorted(table.small, key=lambda cell: (-len(cell[0]), table.counts[cell], repr(cell))):
        table.cover(cell)
    return Published(dict(table.counts), frozenset(table.hidden))


def hide_small(records, cuts):
    """What does not suffice: the small cells are hidden, and no others. For the tests to show the harm."""
    table = _Table(records, cuts)
    return Published(dict(table.counts), frozenset(table.hidden))


@dataclass(frozen=True)
class _Move:
    """A change of records that adds to a cell: the cells that it `changed`, and out of which kinds of records."""

    changed: frozenset
    takes: tuple
    order: str

    def room(self, supply, missing):
        return min([missing, *(supply[kind] for kind in self.takes)])


class _Table:
    def __init__(self, records, cuts):
        self.cuts = cuts
        self.places = [(cut, cuts.places(cut)) for cut in cuts.cuts]
        self.moving = [cuts.places(names) for names in cuts.moving]
        self.kinds, people = Counter(), defaultdict(set)
        self.counts = Counter()
        for person, values in records:
            self.kinds[values] += 1
            for cell in self._cells(values):
                self.counts[cell] += 1
                people[cell].add(person)
        for cell in self._empty_cells():
            self.counts.setdefault(cell, 0)
        self.small = [cell for cell, them in people.items() if len(them) <= MOST_HIDDEN]
        # That nobody is in a cell is hidden like that few are.
        self.hidden = {cell for cell in self.counts if len(people.get(cell, ())) <= MOST_HIDDEN}

    def cover(self, cell):
        """Hide what must be hidden for a world in which more than 10 are in the small `cell`."""
        cut, wanted = cell
        fixed = dict(zip(self.cuts.places(cut), wanted, strict=True))
        missing = max(MOST_HIDDEN + 1 - self.counts[cell], 1)
        plans = [self._plan(moves, supply, missing, fixed) for moves, supply in self._ways_into(fixed)]
        self.hidden |= min(plans, key=lambda changed: (self._price(changed), sorted(map(repr, changed))))

    def _plan(self, moves, supply, missing, fixed):
        """The cells that the cheapest of `moves` change until nobody is missing any more."""
        changed = frozenset()
        while missing:
            possible = [(move.room(supply, missing), move) for move in moves if move.room(supply, missing) > 0]
            if not possible:
                return changed | self._addition(fixed)
            number, move = min(
                possible, key=lambda each: (self._price(each[1].changed - changed) / each[0], each[1].order)
            )
            supply.subtract(dict.fromkeys(move.takes, number))
            changed |= move.changed
            missing -= number
        return changed

    def _price(self, changed):
        """As many records as the cells count that are still shown."""
        return sum(1 + self.counts[cell] for cell in changed - self.hidden)

    def _ways_into(self, fixed):
        """For each group of columns that move together: the possible moves, and how many records there are for them.

        One world changes one group, so that no record is counted on twice.
        """
        yield [], Counter()
        for group in self.moving:
            if fixed.keys() & set(group):
                kinds = self._alike_for(group)
                yield list(self._moves_of(group, kinds, fixed)), Counter(kinds)

    def _alike_for(self, group):
        """How many records there are of each kind, where only columns count that are published together with these."""
        seen = {place for _cut, places in self.places if set(places) & set(group) for place in places} | set(group)
        kinds = Counter()
        for values, number in self.kinds.items():
            kinds[tuple(value if place in seen else None for place, value in enumerate(values))] += number
        return kinds

    def _moves_of(self, group, kinds, fixed):
        within = {place: value for place, value in fixed.items() if place in group}
        beside = {place: value for place, value in fixed.items() if place not in group}
        fullest = sorted(kinds, key=lambda values: (-kinds[values], repr(values)))
        givers = [values for values in fullest if _has(values, beside) and not _has(values, within)]
        partners = [values for values in fullest if _has(values, within) and not _has(values, beside)]
        becomes = list(dict.fromkeys(_part(values, group) for values in fullest if _has(values, within)))
        for giver in givers[:GIVERS]:
            for part in becomes[:BECOMES]:
                changed = self._changed(group, [giver], [_with(giver, group, part)])
                yield _Move(changed, (giver,), repr((giver, part)))
            for partner in partners[:PARTNERS]:
                after = [
                    _with(giver, group, _part(partner, group)),
                    _with(partner, group, _part(giver, group)),
                ]
                changed = self._changed(group, [giver, partner], after)
                yield _Move(changed, (giver, partner), repr((giver, partner)))

    def _changed(self, group, before, after):
        """The cells that count otherwise once records that were as `before` are as `after`."""
        change = Counter()
        for cut, places in self.places:
            if set(places) & set(group):
                change.update((cut, _part(values, places)) for values in after)
                change.subtract((cut, _part(values, places)) for values in before)
        return frozenset(cell for cell, number in change.items() if number)

    def _addition(self, fixed):
        """The cells that more records in a cell would change: its own, its margins, and all that count them."""
        like = max(
            (values for values in self.kinds if _has(values, fixed)),
            key=lambda values: (self.kinds[values], repr(values)),
        )
        return frozenset(self._cells(like))

    def _cells(self, values):
        return [(cut, _part(values, places)) for cut, places in self.places]

    def _empty_cells(self):
        """Of columns that move together only what occurs; of others everything that can be crossed."""
        parts = [list(dict.fromkeys(_part(values, group) for values in self.kinds)) for group in self.moving]
        for cut, places in self.places:
            found = [()]
            for group, known in zip(self.moving, parts, strict=True):
                here = [place for place in group if place in places]
                if here:
                    some = {tuple((place, part[group.index(place)]) for place in here) for part in known}
                    found = [(*pairs, *more) for pairs in found for more in some]
            for pairs in found:
                values = dict(pairs)
                yield cut, tuple(values[place] for place in places)


def _has(values, wanted):
    return all(values[place] == value for place, value in wanted.items())


def _part(values, places):
    return tuple(values[place] for place in places)


def _with(values, places, part):
    changed = dict(zip(places, part, strict=True))
    return tuple(changed.get(place, value) for place, value in enumerate(values))
