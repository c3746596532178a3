"""Attackers who hold all that is published solve for what is hidden; hypothesis makes up the tables."""

from collections import Counter
from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from oasis.figures.counting import REFERRAL_CUTS
from oasis.suppression import MOST_HIDDEN, Cuts, hide_small, publish

ONE_WAY = Cuts(("site",), ((), ("site",)), (("site",),))
TWO_WAY = Cuts(("site", "need"), ((), ("site",), ("need",), ("site", "need")), (("site",), ("need",)))
SIBLINGS = Cuts(
    ("site", "need", "language", "union", "ending", "met"),
    (
        (),
        ("site",),
        ("need",),
        ("language",),
        ("ending",),
        ("met",),
        ("need", "met"),
        ("site", "met"),
        ("site", "need", "met"),
        ("site", "language"),
        ("site", "ending"),
        ("union",),
        ("union", "need"),
        ("union", "met"),
    ),
    (("site",), ("need",), ("language",), ("union",), ("ending", "met")),
)
BOARD_ENDINGS = [("received", "yes", "yes"), ("cost", "yes", "no"), ("other", "no", "no")]
ENDINGS = [("received", "yes"), ("cost", "no"), ("running", "no")]
HALF = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def records_of(counts):
    """[(person, values)], each record another person's."""
    return list(enumerate(values for values, number in counts.items() for _each in range(number)))


def most_of(published, cuts, kinds, cell):
    """The most records that `cell` may hold for one who knows every published cell: exact, in whole numbers."""
    kinds = list(kinds)
    rows = {shown: [_in(shown, values, cuts) for values in kinds] for shown in published.counts}
    shown = [each for each in rows if each not in published.hidden]
    known = (
        [
            LinearConstraint(
                np.array([rows[each] for each in shown], dtype=float),
                *([[published.counts[each] for each in shown]] * 2),
            )
        ]
        if shown
        else []
    )
    answer = milp(
        -np.array(rows[cell], dtype=float), constraints=known, integrality=np.ones(len(kinds)), bounds=Bounds(0, 2000)
    )
    return round(-answer.fun)


def _in(cell, values, cuts):
    cut, wanted = cell
    return tuple(values[place] for place in cuts.places(cut)) == wanted


def found_out(published, records, cuts, kinds):
    """The small cells of which an attacker knows that no more than 10 people are in them, though they are hidden."""
    people = Counter(cell for cell in published.counts for _person, values in records if _in(cell, values, cuts))
    return [
        cell
        for cell, number in people.items()
        if number <= MOST_HIDDEN
        and (cell not in published.hidden or most_of(published, cuts, kinds, cell) <= MOST_HIDDEN)
    ]


def test_control_a_total_tells_a_small_cell_where_it_alone_is_hidden():
    records = records_of({("Audubon",): 7, ("Fremont",): 40, ("Venice",): 25})
    kinds = {values for _person, values in records}

    published = hide_small(records, ONE_WAY)

    assert found_out(published, records, ONE_WAY, kinds) == [(("site",), ("Audubon",))]


def test_a_second_site_is_hidden_where_one_is_small():
    records = records_of({("Audubon",): 7, ("Fremont",): 40, ("Venice",): 25})
    kinds = {values for _person, values in records}

    published = publish(records, ONE_WAY)

    assert published.hidden == {(("site",), ("Audubon",)), (("site",), ("Venice",))}
    assert published.get((), ()) == 72
    assert found_out(published, records, ONE_WAY, kinds) == []


def test_two_small_cells_do_not_cover_one_another():
    records = records_of({("Audubon",): 3, ("Fremont",): 4, ("Utah",): 50, ("Venice",): 20})

    published = publish(records, ONE_WAY)

    # 3 and 4 would be known to be 7 together.
    assert published.get(("site",), ("Venice",)) is None
    assert published.get(("site",), ("Utah",)) == 50


def test_few_people_are_hidden_however_many_referrals_they_have():
    records = [(number % 4, ("Audubon",)) for number in range(20)]
    records += [(100 + number, ("Venice",)) for number in range(30)]
    records += [(200 + number, ("Utah",)) for number in range(90)]

    published = publish(records, ONE_WAY)

    assert published.hidden == {(("site",), ("Audubon",)), (("site",), ("Venice",))}


def test_a_program_of_ten_people_shows_nothing():
    records = records_of({("Audubon",): 10})

    published = publish(records, ONE_WAY)

    assert published.hidden == published.counts.keys()


def test_an_empty_table_is_published_as_nothing():
    assert publish([], ONE_WAY).counts == {((), ()): 0}
    assert publish([], ONE_WAY).hidden == {((), ())}


def test_in_a_table_with_margins_a_small_cell_has_three_others_hidden_with_it():
    counts = {("A", "vision"): 4, ("A", "dental"): 20, ("B", "vision"): 30, ("B", "dental"): 25}
    counts |= {("C", "vision"): 60, ("C", "dental"): 70}

    published = publish(records_of(counts), TWO_WAY)

    assert sorted(values for _cut, values in published.hidden) == [
        ("A", "dental"),
        ("A", "vision"),
        ("B", "dental"),
        ("B", "vision"),
    ]


sizes = st.one_of(st.integers(0, 14), st.integers(0, 60))


@HALF
@given(st.lists(sizes, min_size=2, max_size=6))
def test_nobody_subtracts_sites_from_the_program(numbers):
    kinds = [(f"site {number}",) for number in range(len(numbers))]
    records = records_of(dict(zip(kinds, numbers, strict=True)))

    assert found_out(publish(records, ONE_WAY), records, ONE_WAY, kinds) == []


@HALF
@given(st.lists(sizes, min_size=9, max_size=9))
def test_nobody_solves_a_table_with_margins(numbers):
    kinds = list(product(["A", "B", "C"], ["vision", "dental", "food"]))
    records = records_of(dict(zip(kinds, numbers, strict=True)))

    assert found_out(publish(records, TWO_WAY), records, TWO_WAY, kinds) == []


@pytest.mark.parametrize("seed", range(3))
def test_control_tables_that_hide_small_cells_alone_are_solved(seed):
    random = np.random.default_rng(seed)
    kinds = list(product(["A", "B", "C"], ["vision", "dental", "food"]))
    records = records_of(dict(zip(kinds, [int(number) for number in random.integers(4, 30, 9)], strict=True)))

    assert found_out(hide_small(records, TWO_WAY), records, TWO_WAY, kinds) != []


def siblings_of(numbers):
    kinds = [
        (site, need, language, union, *ending)
        for site, need, language, union, ending in product("AB", ["vision", "food"], ["en", "es"], "01", ENDINGS)
    ]
    return kinds, records_of(dict(zip(kinds, numbers, strict=True)))


@settings(HALF, max_examples=12)
@given(st.lists(st.one_of(st.integers(0, 3), st.integers(0, 25)), min_size=48, max_size=48))
def test_nobody_plays_cuts_off_against_each_other(numbers):
    kinds, records = siblings_of(numbers)

    assert found_out(publish(records, SIBLINGS), records, SIBLINGS, kinds) == []


def test_control_cuts_beside_each_other_tell_what_each_hides():
    kinds, records = siblings_of([int(number) for number in np.random.default_rng(5).poisson(3, 48)])

    assert found_out(hide_small(records, SIBLINGS), records, SIBLINGS, kinds) != []


@pytest.mark.parametrize("seed", range(3))
def test_nobody_plays_the_cuts_of_the_boards_off_against_each_other(seed):
    kinds = [
        (school, need, language, union, answered, *ending)
        for school, need, language, union, answered, ending in product(
            "AB", ["vision", "food"], ["en", "es"], "01", ["yes", "no"], BOARD_ENDINGS
        )
    ]
    sizes = [int(number) for number in np.random.default_rng(seed).poisson(1 + seed, len(kinds))]
    records = records_of(dict(zip(kinds, sizes, strict=True)))
    published = publish(records, REFERRAL_CUTS)

    assert found_out(published, records, REFERRAL_CUTS, kinds) == []
    assert len(published.hidden) < len(published.counts)


def test_most_of_what_is_not_small_is_still_shown():
    random = np.random.default_rng(5)
    kinds, _records = siblings_of([0] * 48)
    records = records_of(dict(zip(kinds, [int(number) for number in random.poisson(9, 48)], strict=True)))

    published = publish(records, SIBLINGS)

    shown = [cell for cell in published.counts if cell not in published.hidden]
    assert len(shown) / len(published.counts) > 0.8
