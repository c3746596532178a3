"""Attackers who hold every shown group look for a reckoning that comes down to fewer than ten people."""

from collections import Counter
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wellbeing.surveys.protecting import LEAST, Groups, protect

THREE = ("side", "unit", "shift")
QUITE = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def cuts_of(dimensions, *, most=2):
    """Everyone, then each of `dimensions` in their order, then two at a time, up to `most` of them."""
    return [cut for number in range(most + 1) for cut in combinations(dimensions, number)]


def rank(rows, modulus=None):
    """How many of `rows` are independent: over fractions, or over the whole numbers modulo a prime."""
    rows = [[Fraction(cell) if modulus is None else cell % modulus for cell in row] for row in rows]
    found = 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((row for row in rows[found:] if row[column]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        rows.insert(found, pivot)
        inverse = 1 / pivot[column] if modulus is None else pow(pivot[column], -1, modulus)
        for place in range(found + 1, len(rows)):
            times = rows[place][column] * inverse
            if times:
                rows[place] = [one - times * two for one, two in zip(rows[place], pivot, strict=True)]
                if modulus:
                    rows[place] = [cell % modulus for cell in rows[place]]
        found += 1
    return found


def table_of(groups, kinds, dimensions):
    """The shown groups × the kinds of people, 1 where people of the kind are in the group."""
    return [
        [
            int(all(kind[dimensions.index(name)] == value for name, value in zip(cut, values, strict=True)))
            for kind in kinds
        ]
        for cut, values in groups.shown
    ]


def found_out(groups, kinds, dimensions, *, least=LEAST, modulus=None):
    """Sets of kinds with fewer than `least` people about whom, and nobody else, something can be reckoned: exact.

    Some combination of groups counts nobody but these if and only if leaving them out lowers the rank.
    """
    kinds = {kind: number for kind, number in kinds.items() if number}
    table = table_of(groups, kinds, dimensions)
    whole = rank(table, modulus)
    names = list(kinds)
    small = [place for place, name in enumerate(names) if kinds[name] < least]
    for number in range(1, len(small) + 1):
        for some in combinations(small, number):
            if sum(kinds[names[place]] for place in some) >= least:
                continue
            rest = [[cell for place, cell in enumerate(row) if place not in some] for row in table]
            if rank(rest, modulus) < whole:
                return [names[place] for place in some]
    return []


def hide_small(kinds, *, dimensions, cuts, least=LEAST):
    """What does not suffice: groups under ten are hidden, and no others."""
    people = Counter()
    for kind, number in kinds.items():
        for cut in cuts:
            people[cut, tuple(kind[dimensions.index(name)] for name in cut)] += number
    shown = {group: number for group, number in people.items() if number >= least}
    return Groups(shown, frozenset(people.keys() - shown.keys()))


def hide_one_sibling_too(kinds, *, dimensions, cuts, least=LEAST):
    """What does not suffice either: wherever one group of a cut is hidden, its smallest sibling is as well."""
    groups = hide_small(kinds, dimensions=dimensions, cuts=cuts, least=least)
    shown = dict(groups.shown)
    for cut in cuts:
        siblings = [group for group in shown if group[0] == cut]
        if cut and siblings and sum(group[0] == cut for group in groups.hidden) == 1:
            del shown[min(siblings, key=shown.get)]
    return Groups(shown, groups.hidden | (groups.shown.keys() - shown.keys()))


def populations(*, sides=2, units=3, shifts=3, most=14):
    kind = st.tuples(
        st.sampled_from(["", "labor", "management"][: sides + 1]),
        st.sampled_from(["", "1", "2", "3"][: units + 1]),
        st.sampled_from(["", "day", "night", "split"][: shifts + 1]),
    )
    return st.dictionaries(kind, st.integers(1, most), max_size=11).map(Counter)


@QUITE
@given(populations())
def test_no_reckoning_comes_down_to_fewer_than_ten(kinds):
    groups = protect(kinds, dimensions=THREE, cuts=cuts_of(THREE))

    assert found_out(groups, kinds, THREE) == []
    assert all(number >= LEAST for number in groups.shown.values())


@QUITE
@given(populations(most=4), st.sampled_from([2, 3]), st.sampled_from([None, 2, 3]))
def test_no_remainder_tells_either(kinds, least, modulus):
    """Fewer are protected here, so that many groups are shown of few people, three dimensions at a time."""
    groups = protect(kinds, dimensions=THREE, cuts=cuts_of(THREE, most=3), least=least)

    assert found_out(groups, kinds, THREE, least=least, modulus=modulus) == []


@QUITE
@given(populations())
def test_what_is_shown_is_counted_truly_and_nobody_is_left_out(kinds):
    cuts = cuts_of(THREE)

    groups = protect(kinds, dimensions=THREE, cuts=cuts)

    true = hide_small(kinds, dimensions=THREE, cuts=cuts, least=1)
    assert groups.shown == {group: true.shown[group] for group in groups.shown}
    assert groups.shown.keys() | groups.hidden == true.shown.keys()
    assert not groups.shown.keys() & groups.hidden


def test_control_a_total_tells_of_a_small_group_where_only_small_ones_are_hidden():
    kinds = Counter({("labor", "1", "day"): 30, ("labor", "1", "night"): 4, ("management", "", "day"): 20})

    assert found_out(hide_small(kinds, dimensions=THREE, cuts=cuts_of(THREE)), kinds, THREE) == [
        ("labor", "1", "night")
    ]
    assert found_out(protect(kinds, dimensions=THREE, cuts=cuts_of(THREE)), kinds, THREE) == []


def test_control_one_hidden_sibling_is_not_enough_where_cuts_overlap():
    # Unit 1 at night and management at night are hidden in their cut, and the units tell them all the same.
    kinds = Counter({("labor", "1", "day"): 40, ("labor", "2", "day"): 30, ("labor", "1", "night"): 12})
    kinds += Counter({("management", "", "day"): 20, ("management", "", "night"): 3})

    assert found_out(hide_one_sibling_too(kinds, dimensions=THREE, cuts=cuts_of(THREE)), kinds, THREE) != []
    assert found_out(protect(kinds, dimensions=THREE, cuts=cuts_of(THREE)), kinds, THREE) == []


def test_control_a_remainder_tells_of_one_person_where_subtraction_tells_of_nobody():
    # Three groups, each of two of three crowds, and one person in the last group besides.
    kinds = Counter({("yes", "", "yes"): 12, ("yes", "yes", ""): 12, ("", "yes", "yes"): 12, ("", "", "yes"): 1})
    groups = Groups({(("side",), ("yes",)): 24, (("unit",), ("yes",)): 24, (("shift",), ("yes",)): 25}, frozenset())

    assert found_out(groups, kinds, THREE) == []
    # The three counts of an answer add up to an even number, unless that one person gave it.
    assert found_out(groups, kinds, THREE, modulus=2) == [("", "", "yes")]

    protected = protect(kinds, dimensions=THREE, cuts=[("side",), ("unit",), ("shift",)])
    assert found_out(protected, kinds, THREE, modulus=2) == []


@pytest.mark.parametrize(("number", "shown"), [(0, {}), (9, {}), (10, {((), ()): 10}), (11, {((), ()): 11})])
def test_fewer_than_ten_show_nothing_at_all(number, shown):
    kinds = Counter({("labor", "1", "day"): number})

    groups = protect(kinds, dimensions=THREE, cuts=[()])

    assert groups.shown == shown
    assert groups.hidden == ({((), ())} if number == 9 else frozenset())


def test_a_group_that_is_everyone_is_shown_too_as_it_tells_nothing_new():
    kinds = Counter({("labor", "1", "day"): 10})

    groups = protect(kinds, dimensions=THREE, cuts=cuts_of(THREE))

    assert groups.hidden == frozenset()


def test_the_smallest_sibling_is_hidden_with_a_group_under_ten():
    kinds = Counter({("labor", "1", "day"): 50, ("labor", "1", "split"): 25, ("labor", "1", "night"): 6})

    groups = protect(kinds, dimensions=THREE, cuts=[(), ("shift",)])

    assert groups.hidden == {(("shift",), ("night",)), (("shift",), ("split",))}


def test_groups_of_ten_that_make_up_everyone_are_all_shown():
    kinds = Counter({("", "", shift): 10 for shift in ["day", "night", "split", "early"]})

    assert protect(kinds, dimensions=THREE, cuts=[(), ("shift",)]).hidden == frozenset()
