from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellbeing.reach.freezing import wholes_of, wholes_shown
from wellbeing.reach.stepping import ALL, LEAST, Steps, step, step_one

DAY, NIGHT, OTHER = ("1", "day"), ("1", "night"), ("2", "day")
MANY = {DAY: 1000, NIGHT: 1000, OTHER: 1000}


def grow(*months, wholes=MANY):
    """The Steps of months in which so many people in all had come."""
    steps = Steps()
    for counts in months:
        steps = step(steps, Counter(counts), wholes=wholes_of(wholes))
    return steps


def test_ten_alike_are_shown_and_nine_wait():
    assert grow({DAY: 10, OTHER: 9}).shown == Counter({DAY: 10})


def test_a_count_grows_by_ten_or_not_at_all():
    assert grow({DAY: 12}, {DAY: 21}).shown == Counter({DAY: 12})
    assert grow({DAY: 12}, {DAY: 21}, {DAY: 22}).shown == Counter({DAY: 22})


def test_few_of_several_shifts_are_told_of_their_unit_alone():
    assert grow({DAY: 6, NIGHT: 5, OTHER: 9}).shown == Counter({("1", ""): 11})


def test_few_of_several_units_are_told_of_no_unit():
    assert grow({DAY: 5, OTHER: 5}).shown == Counter({ALL: 10})


def test_whoever_is_told_without_their_shift_is_told_once():
    steps = grow({DAY: 6, NIGHT: 5}, {DAY: 15, NIGHT: 5})

    assert steps.held == {DAY: [6, 0], NIGHT: [5, 0]}
    assert (steps.shown[DAY], steps.total()) == (0, 11)
    assert step(steps, {DAY: 16, NIGHT: 5}, wholes=wholes_of(MANY)).total() == 21


def test_a_count_keeps_ten_away_from_its_whole():
    assert grow({DAY: 28}, wholes={DAY: 30}).shown == Counter({DAY: 20})
    assert grow({DAY: 15}, wholes={DAY: 19}).shown == Counter()


def test_of_whom_no_whole_is_known_nobody_is_shown():
    assert grow({DAY: 50}, wholes={}).shown == Counter()


def test_who_came_again_keeps_ten_away_from_who_came():
    took = grow({DAY: 30})

    assert step(Steps(), {DAY: 30}, wholes=wholes_shown(took)).shown == Counter({DAY: 20})


def test_happenings_too_grow_by_ten():
    assert [step_one(0, 9), step_one(0, 10), step_one(10, 19), step_one(10, 25)] == [0, 10, 10, 25]


# The attacker: holds each month's page and subtracts everything from everything.

CELLS = [(unit, shift) for unit in "12" for shift in ("day", "night", "split")]
new_people = st.dictionaries(st.sampled_from(CELLS), st.integers(0, 25), max_size=6)
years = st.lists(new_people, min_size=1, max_size=6)


def months_of(year):
    """How many had come up to each month, of whom so many were new in each."""
    so_far = Counter()
    for new in year:
        so_far = so_far + Counter(new)
        yield Counter(so_far)


def pages_of(year, *, publish):
    """Each month's page, {group: people}: groups with both names, units, shifts and the total."""
    state = Steps()
    for counts in months_of(year):
        state = publish(state, counts)
        page = {(unit, shift): state.shown[unit, shift] for unit, shift in CELLS}
        page |= {(unit, "any"): state.total(unit=unit) for unit in "12"}
        page |= {("any", shift): state.total(shift=shift) for shift in ("day", "night", "split")}
        yield page | {("any", "any"): state.total()}


def in_steps(state, counts):
    return step(state, counts, wholes=wholes_of(dict.fromkeys(CELLS, 1000)))


def hiding_small_cells(_state, counts):
    """What does not suffice: each month's counts, where cells under ten are left out."""
    return Steps(Counter({cell: people for cell, people in counts.items() if people >= LEAST}))


def smallest_difference(pages):
    """The fewest people, but somebody, in whom two months' pages differ, or a page's total and its parts."""
    found = [LEAST]
    for earlier, later in combinations(pages, 2):
        found += [later[group] - earlier[group] for group in later]
    for page in pages:
        found += list(page.values())
        for unit in "12":
            found.append(page[unit, "any"] - sum(page[unit, shift] for _unit, shift in CELLS if _unit == unit))
        found.append(page["any", "any"] - page["1", "any"] - page["2", "any"])
        found.append(page["any", "any"] - sum(page["any", shift] for shift in ("day", "night", "split")))
    return min(people for people in found if people)


@given(years)
def test_no_subtraction_of_pages_tells_of_fewer_than_ten(year):
    assert smallest_difference(list(pages_of(year, publish=in_steps))) >= LEAST


def test_control_hiding_small_cells_tells_who_came_between_two_months():
    year = [{DAY: 30}, {DAY: 3}]

    assert smallest_difference(list(pages_of(year, publish=hiding_small_cells))) == 3


@given(years)
def test_nothing_is_counted_that_was_not_there_and_at_most_nine_wait_in_all(year):
    *_earlier, last = pages_of(year, publish=in_steps)
    true = sum(list(months_of(year))[-1].values())

    assert true - 9 <= last["any", "any"] <= true


@given(years, st.integers(10, 60))
def test_no_count_comes_within_ten_of_its_whole(year, eligible):
    wholes = dict.fromkeys(CELLS, eligible)

    def publish(state, counts):
        return step(
            state, Counter({cell: min(people, eligible) for cell, people in counts.items()}), wholes=wholes_of(wholes)
        )

    for page in pages_of(year, publish=publish):
        for (unit, shift), people in page.items():
            whole = eligible * (1 if unit != "any" else 2) * (1 if shift != "any" else 3)
            assert people == 0 or whole - people >= LEAST


@given(years, st.lists(st.integers(0, 100), min_size=6, max_size=6))
def test_who_came_once_is_never_told_when_they_are_few(year, shares):
    took, again = Steps(), Steps()
    for counts, share in zip(months_of(year), shares, strict=False):
        took = in_steps(took, counts)
        some = Counter({cell: people * share // 100 for cell, people in counts.items()})
        again = step(again, some, wholes=wholes_shown(took))
        for unit in ["1", "2", None]:
            once = took.total(unit=unit) - again.total(unit=unit)
            assert once >= LEAST or again.total(unit=unit) == 0


@pytest.mark.parametrize("months", [1, 5])
def test_counting_the_same_again_changes_nothing(months):
    assert grow(*[{DAY: 33, NIGHT: 4}] * months).shown == Counter({DAY: 33})
