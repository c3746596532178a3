from datetime import date

import pytest

from districts.tests.factories import create_district
from initiative.committee import changes_around, groups_on, last_day_on_record, term_in_words, timeline_of
from initiative.models import Term

from .committee_factories import create_organization, create_term

pytestmark = pytest.mark.django_db


def on_record(*terms):
    return list(Term.objects.with_names()) if terms else []


def days(first, last=None):
    return {"starts_on": date.fromisoformat(first), "ends_on": date.fromisoformat(last) if last else None}


@pytest.mark.parametrize(
    ("day", "names"),
    [
        ("2017-12-31", []),
        ("2018-01-01", ["Ray"]),
        ("2020-12-31", ["Ray"]),
        ("2021-01-01", []),
        ("2026-11-22", ["Ana"]),
        ("9999-12-31", ["Ana"]),
    ],
    ids=["day-before", "first-day", "last-day", "day-after", "open-end", "far"],
)
def test_a_term_runs_from_its_first_to_its_last_day(day, names):
    terms = on_record(
        create_term(person="Ray", **days("2018-01-01", "2020-12-31")), create_term(person="Ana", **days("2025-02-03"))
    )

    groups = groups_on(date.fromisoformat(day), terms)

    assert [sitting.term.person for _group, sittings in groups for sitting in sittings] == names


def test_both_groups_stand_side_by_side():
    association = create_organization(name="School Boards")
    terms = on_record(
        create_term(group=Term.Group.STATE_ORGANIZATION, organization=association, person=""), create_term(person="Mo")
    )

    groups = groups_on(terms[0].starts_on, terms)

    assert [(str(group), [str(one.term) for one in sittings]) for group, sittings in groups] == [
        ("State organizations’ leadership", [association.short_name]),
        ("Key state leaders", ["Mo"]),
    ]


@pytest.mark.parametrize(
    ("day", "around"),
    [
        ("2015-05-05", (None, date(2016, 1, 1))),
        ("2016-01-01", (None, date(2018, 1, 1))),
        ("2017-06-01", (date(2016, 1, 1), date(2018, 1, 1))),
        ("2018-01-01", (date(2016, 1, 1), date(2021, 1, 1))),
        ("2026-01-01", (date(2021, 1, 1), None)),
    ],
)
def test_changes_lie_where_a_term_begins_or_the_day_after_one_ends(day, around):
    terms = on_record(
        create_term(**days("2016-01-01", "2017-12-31")),
        create_term(**days("2018-01-01", "2020-12-31")),
        create_term(**days("2018-01-01", "9999-12-31")),
    )

    assert changes_around(date.fromisoformat(day), terms) == around


def test_last_day_on_record_lies_before_the_day_asked_for():
    terms = on_record(create_term(**days("2016-01-01", "2017-12-31")), create_term(**days("2018-01-01", "2020-12-31")))

    assert last_day_on_record(date(2026, 1, 1), terms) == date(2020, 12, 31)
    assert last_day_on_record(date(2019, 1, 1), terms) == date(2017, 12, 31)
    assert last_day_on_record(date(2017, 12, 31), terms) is None


@pytest.mark.parametrize(
    ("first", "last", "is_approximate", "words"),
    [
        ("2016-01-01", "2017-12-31", True, "about 2016–17"),
        ("2018-01-01", "2020-12-31", True, "about 2018–20"),
        ("2018-01-01", "2018-12-31", True, "about 2018"),
        ("1999-01-01", "2001-12-31", True, "about 1999–2001"),
        ("2024-01-01", None, True, "since about 2024"),
        ("2026-01-05", None, False, "since Jan. 5, 2026"),
        ("2022-01-05", "2024-06-30", False, "Jan. 5, 2022 – June 30, 2024"),
    ],
)
def test_a_term_says_when_it_ran(first, last, is_approximate, words):
    assert term_in_words(Term(is_approximate=is_approximate, **days(first, last))) == words


def test_timeline_gives_an_organization_one_row_and_a_leader_one():
    association, union = create_organization(name="Boards"), create_organization(name="Local union")
    group = Term.Group.STATE_ORGANIZATION
    first, second = days("2016-01-01", "2017-12-31"), days("2018-01-01", "2020-12-31")
    terms = on_record(
        create_term(group=group, organization=association, person="Keith", is_approximate=True, **first),
        create_term(group=group, organization=association, person="", **second),
        create_term(organization=union, person="Shannan", **first),
        create_term(person="Shannan", **second),
        create_term(district=create_district(name="ABC Unified"), person="Mary", **first),
    )

    timeline = timeline_of(terms, on=date(2019, 1, 1), today=date(2026, 11, 22))

    assert timeline.years == [2014, 2020, 2026]
    assert (timeline.width, timeline.mark) == (1300, 500)
    assert [(seat.name, len(seat.sittings), seat.bars) for _group, seats in timeline.groups for seat in seats] == [
        ("Boards", 2, [(200, 199.7, True), (400, 299.9, False)]),
        ("Mary", 1, [(200, 199.7, False)]),
        ("Shannan", 2, [(200, 199.7, False), (400, 299.9, False)]),
    ]


def test_timeline_cuts_what_lies_outside_of_it():
    terms = on_record(
        create_term(person="Early", **days("2010-01-01", "2013-12-31")),
        create_term(person="Long", **days("2010-01-01")),
        create_term(person="For ever", **days("2020-01-01", "9999-12-31")),
    )

    timeline = timeline_of(terms, on=date(1990, 1, 1), today=date(2026, 11, 22))

    assert timeline.mark is None
    assert [(seat.name, seat.bars) for seat in timeline.groups[1][1]] == [
        ("Early", []),
        ("For ever", [(600, 700, False)]),
        ("Long", [(0, 1300, False)]),
    ]
