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
from heapq import nlargest
from itertools import combinations
from operator import eq

MOST_HIDDEN = 10
# Of many possible swaps a few are looked at, between the most alike: those change the fewest cells.
GIVERS, PARTNERS, BECOMES = 12, 20, 3
TOTALS_ARE_WORTH = 20


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
    """A change of records that adds to a cell: what it would have to hide, and which kinds of records it takes."""

    to_hide: frozenset
    takes: tuple

    def room(self, supply, missing):
        return min([missing, *(supply[kind] for kind in self.takes)])


class _Table:
    def __init__(self, records, cuts):
        self.cuts = cuts
        self.places = [(cut, cuts.places(cut)) for cut in cuts.cuts]
        self.moving = [cuts.places(names) for names in cuts.moving]
        self.kinds, people = Counter(), defaultdict(set)
        self.counts = Counter()
        # By columns that change together: which cells that can change, and how many records are alike in these.
        self.touched_by, self.alike = {}, {}
        for person, values in records:
            self.kinds[values] += 1
            for cell in self._cells(values):
                self.counts[cell] += 1
                people[cell].add(person)
        for cell in self._empty_cells():
            self.counts.setdefault(cell, 0)
        self.small = [cell for cell, them in people.items() if len(them) <= MOST_HIDDEN]
        self.prices = {cell: (1 + number) * TOTALS_ARE_WORTH ** -len(cell[0]) for cell, number in self.counts.items()}
        # That nobody is in a cell is hidden like that few are.
        self.hidden = {cell for cell in self.counts if len(people.get(cell, ())) <= MOST_HIDDEN}

    def cover(self, cell):
        """Hide what must be hidden for a world in which more than 10 are in the small `cell`."""
        cut, wanted = cell
        fixed = dict(zip(self.cuts.places(cut), wanted, strict=True))
        missing = max(MOST_HIDDEN + 1 - self.counts[cell], 1)
        plans = [self._addition(fixed)]
        for moves, supply in self._ways_into(fixed):
            plan = self._plan(moves, supply, missing)
            if plan is not None:
                plans.append(plan)
            if plan == frozenset():
                return
        self.hidden |= min(plans, key=lambda to_hide: (self._price(to_hide), sorted(map(repr, to_hide))))

    def _plan(self, moves, supply, missing):
        """The cells to hide for the cheapest of `moves` until nobody is missing; None where they do not suffice."""
        to_hide = frozenset()
        for move in (move for move in moves if not move.to_hide):
            missing -= self._take(move, supply, missing)
        while missing:
            rooms = [(move.room(supply, missing), move) for move in moves]
            possible = [(self._price(move.to_hide - to_hide) / room, room, move) for room, move in rooms if room > 0]
            if not possible:
                return None
            _price, _room, move = min(possible, key=lambda each: each[:1])
            missing -= self._take(move, supply, missing)
            to_hide |= move.to_hide
        return to_hide

    def _take(self, move, supply, missing):
        number = move.room(supply, missing)
        supply.subtract(dict.fromkeys(move.takes, number))
        return number

    def _price(self, cells):
        """As many records as the cells count; a total is worth many cells of a table."""
        return sum(self.prices[cell] for cell in cells)

    def _ways_into(self, fixed):
        """For columns that change together, alone or with others: the possible moves, and how many records there are.

        One world changes one of these, so that no record is counted on twice.
        """
        groups = [group for group in self.moving if fixed.keys() & set(group)]
        for number in range(1, len(groups) + 1):
            for some in combinations(groups, number):
                group = tuple(place for each in some for place in each)
                if group not in self.alike:
                    self.alike[group] = self._alike_for(group)
                yield list(self._moves_of(group, self.alike[group], fixed)), Counter(self.alike[group])

    def _alike_for(self, group):
        """How many records there are of each kind, where only columns count that are published together with these."""
        self.touched_by[group] = [(cut, places) for cut, places in self.places if set(places) & set(group)]
        seen = {place for _cut, places in self.touched_by[group] for place in places} | set(group)
        kinds = Counter()
        for values, number in self.kinds.items():
            kinds[tuple(value if place in seen else None for place, value in enumerate(values))] += number
        return dict(sorted(kinds.items(), key=lambda each: (-each[1], repr(each[0]))))

    def _moves_of(self, group, kinds, fixed):
        within = {place: value for place, value in fixed.items() if place in group}
        beside = {place: value for place, value in fixed.items() if place not in group}
        givers = [values for values in kinds if _has(values, beside) and not _has(values, within)]
        partners = [values for values in kinds if _has(values, within) and not _has(values, beside)]
        becomes = list(dict.fromkeys(_part(values, group) for values in kinds if _has(values, within)))
        for giver in givers[:GIVERS]:
            for part in becomes[:BECOMES]:
                yield _Move(self._to_hide(group, [giver], [_with(giver, group, part)]), (giver,))
            for partner in nlargest(PARTNERS, partners, key=lambda values, like=giver: _agreement(values, like)):
                after = [_with(giver, group, _part(partner, group)), _with(partner, group, _part(giver, group))]
                yield _Move(self._to_hide(group, [giver, partner], after), (giver, partner))

    def _to_hide(self, group, before, after):
        """The cells shown so far that count otherwise once records that were as `before` are as `after`."""
        to_hide = set()
        for cut, places in self.touched_by[group]:
            left = [_part(values, places) for values in before]
            entered = [_part(values, places) for values in after]
            if left in (entered, entered[::-1]):
                continue
            changed = (values for values in left + entered if left.count(values) != entered.count(values))
            to_hide.update((cut, values) for values in changed if (cut, values) not in self.hidden)
        return frozenset(to_hide)

    def _addition(self, fixed):
        """The cells that more records in a cell would change: its own, its margins, and all that count them."""
        like = max(
            (values for values in self.kinds if _has(values, fixed)),
            key=lambda values: (self.kinds[values], repr(values)),
        )
        return frozenset(self._cells(like)) - self.hidden

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


def _agreement(values, others):
    return sum(map(eq, values, others))


def _has(values, wanted):
    return all(values[place] == value for place, value in wanted.items())


def _part(values, places):
    return tuple([values[place] for place in places])


def _with(values, places, part):
    changed = dict(zip(places, part, strict=True))
    return tuple(changed.get(place, value) for place, value in enumerate(values))
