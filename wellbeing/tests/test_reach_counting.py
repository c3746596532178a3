from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lmi_portal.audit.models import Entry
from lmi_portal.tests.at_once import press_at_once
from lmi_portal.written_once import WrittenOnce
from wellbeing.models import Activity, Headcount, Participation, Rating, ReachFigures, Shift
from wellbeing.reach.board import Board
from wellbeing.reach.counting import cell_of, count_reach
from wellbeing.reach.freezing import freeze_due, freeze_reach, last_settled_month
from wellbeing.reach.headcounting import set_headcounts

from .factories import co_chair, create_employee, create_program

pytestmark = pytest.mark.django_db

IN_OCTOBER = datetime(2026, 10, 14, 22, 0, tzinfo=UTC)
NOVEMBER_6 = datetime(2026, 11, 6, 18, 0, tzinfo=UTC)
DECEMBER_6 = datetime(2026, 12, 6, 18, 0, tzinfo=UTC)
THROUGH = date(2026, 10, 31)


def create_activity(program, *, starts_at=IN_OCTOBER, **fields):
    defaults = {"kind": "movement", "title": "Walk", "description": "We walk.", "place": "Track", "state": "open"}
    ends_at = starts_at + timedelta(hours=1)
    return Activity.objects.create(program=program, starts_at=starts_at, ends_at=ends_at, **defaults | fields)


def came(activity, employees):
    return Participation.objects.bulk_create(
        Participation(
            activity=activity, employee=employee, unit=employee.unit, shift=employee.shift, recorded_at=IN_OCTOBER
        )
        for employee in employees
    )


def rated(activity, *stars):
    return Rating.objects.bulk_create(Rating(activity=activity, stars=number) for number in stars)


def employees_of(program, number, **fields):
    return [create_employee(program, **fields) for _each in range(number)]


def headcount(program, unit, shift, employees):
    return Headcount.objects.create(program=program, school_year=2026, unit=unit, shift=shift, employees=employees)


def counted(program):
    return count_reach(program, school_year=2026, through_on=THROUGH)


def test_an_employee_counts_once_and_again_from_the_second_time_on():
    program = create_program()
    walk, yoga = create_activity(program), create_activity(program)
    ana, ben = employees_of(program, 2)
    came(walk, [ana, ben])
    came(yoga, [ana])

    reach = counted(program)

    cell = cell_of(ana.unit_id, Shift.DAY)
    assert (reach.took[cell], reach.again[cell], reach.visits, reach.unnamed) == (2, 1, 3, 0)


def test_of_whom_no_more_is_known_than_unit_and_shift_the_visits_count():
    program = create_program()
    walk = create_activity(program)
    Participation.objects.create(
        activity=walk, unit=program.district.units.first(), shift=Shift.DAY, recorded_at=IN_OCTOBER
    )

    reach = counted(program)

    assert (sum(reach.took.values()), reach.visits, reach.unnamed) == (0, 1, 1)


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "cancelled"},
        {"starts_at": datetime(2026, 11, 1, 7, 30, tzinfo=UTC)},
        {"starts_at": datetime(2026, 6, 30, 20, 0, tzinfo=UTC)},
    ],
    ids=["canceled", "after the month, Pacific time", "the school year before"],
)
def test_other_activities_do_not_count(fields):
    program = create_program()
    came(create_activity(program, cost=Decimal("40.00"), **fields), employees_of(program, 1))
    create_activity(program, starts_at=datetime(2026, 11, 1, 6, 30, tzinfo=UTC), cost=Decimal("12.50"))

    reach = counted(program)

    assert (reach.visits, reach.activities, reach.cost) == (0, 1, Decimal("12.50"))


def test_another_program_s_reach_is_not_ours():
    program, other = create_program(), create_program()
    came(create_activity(other), employees_of(other, 1))

    assert counted(program).visits == 0


def test_a_month_is_settled_five_days_after_its_end():
    assert last_settled_month(datetime(2026, 11, 5, 18, tzinfo=UTC)) == date(2026, 9, 30)
    assert last_settled_month(NOVEMBER_6) == THROUGH


def test_a_month_is_counted_once_whatever_is_recorded_later():
    program = create_program()
    walk = create_activity(program)
    came(walk, employees_of(program, 30)[:15])
    first = freeze_reach(program=program, now=NOVEMBER_6)
    came(walk, employees_of(program, 12))

    again = freeze_reach(program=program, now=NOVEMBER_6 + timedelta(days=3))
    next_month = freeze_reach(program=program, now=DECEMBER_6)

    assert again == first
    assert [row.figures["visits"] for row in (first, next_month)] == [15, 27]
    assert [Board(program, 2026).total.took, ReachFigures.objects.count()] == [27, 2]


def test_figures_of_a_month_never_change():
    figures = freeze_reach(program=create_program(), now=NOVEMBER_6)
    figures.figures = {}

    with pytest.raises(WrittenOnce):
        figures.save()


def test_three_who_came_between_two_months_show_nowhere():
    program = create_program()
    walk = create_activity(program)
    people = employees_of(program, 60)
    came(walk, people[:30])
    freeze_reach(program=program, now=NOVEMBER_6)
    before = Board(program, 2026)
    came(create_activity(program), people[30:33])
    rated(walk, *[5] * 9)

    freeze_reach(program=program, now=DECEMBER_6)

    after = Board(program, 2026)
    assert (before.total.took, after.total.took, after.newest.figures["visits"], after.ratings) == (30, 30, 30, 0)


@pytest.mark.parametrize("on_the_list, told", [(4, (12, 12)), (10, (22, 12))], ids=["few", "control"])
def test_visits_less_those_of_people_without_a_name_tell_of_no_few(on_the_list, told):
    program = create_program()
    walk = create_activity(program)
    came(walk, employees_of(program, on_the_list))
    Participation.objects.bulk_create(
        Participation(activity=walk, shift=Shift.DAY, recorded_at=IN_OCTOBER) for _each in range(12)
    )

    figures = freeze_reach(program=program, now=NOVEMBER_6).figures

    assert (figures["visits"], figures["unnamed"]) == told


def test_stars_are_told_of_ten_and_more_and_grow_by_ten():
    program = create_program()
    walk = create_activity(program)
    rated(walk, 5, 5, 5, 5, 4, 4, 4, 3, 3, 1)
    freeze_reach(program=program, now=NOVEMBER_6)
    rated(walk, 1, 1)

    freeze_reach(program=program, now=DECEMBER_6)

    board = Board(program, 2026)
    assert (board.stars, board.mean_stars) == ([1, 0, 2, 3, 4], Decimal("3.9"))


def test_the_gap_and_the_cost_per_participant():
    program = create_program()
    certificated, classified = program.district.units.order_by("kind")
    headcount(program, certificated, Shift.DAY, 80)
    headcount(program, classified, Shift.NIGHT, 60)
    walk = create_activity(program, cost=Decimal("100.00"))
    came(walk, employees_of(program, 20))
    came(walk, employees_of(program, 12, unit=classified, shift=Shift.NIGHT))

    freeze_reach(program=program, now=NOVEMBER_6)

    board = Board(program, 2026)
    assert (board.gap.certificated.rate, board.gap.classified.rate) == (Decimal("25.0"), Decimal("20.0"))
    assert (board.gap.points, board.gap.is_certificated_ahead) == (Decimal("5.0"), True)
    # $100 / 32.
    assert board.cost_per_participant == Decimal("3.13")
    assert [(row.took, row.eligible) for row in board.by_shift] == [(20, 80), (12, 60)]


def test_a_new_school_year_begins_anew():
    program = create_program()
    came(create_activity(program), employees_of(program, 30)[:20])
    freeze_reach(program=program, now=NOVEMBER_6)
    came(create_activity(program, starts_at=datetime(2027, 8, 20, tzinfo=UTC)), program.employees.all()[:11])

    freeze_reach(program=program, now=datetime(2027, 9, 8, tzinfo=UTC))

    assert [Board(program, year).total.took for year in (2026, 2027)] == [20, 11]


def test_counting_takes_the_same_queries_for_few_and_many():
    program = create_program()
    came(create_activity(program), employees_of(program, 1))
    with CaptureQueriesContext(
        connection,
    ) as few:
        counted(program)
    for _each in range(3):
        came(create_activity(program), employees_of(program, 3))
    with CaptureQueriesContext(connection) as many:
        counted(program)

    assert (len(few), len(many)) == (5, 5)


def test_the_portal_counts_the_programs_that_are_live_and_not_counted():
    program, _unsigned = create_program(), create_program(is_live=False)

    freeze_due(now=NOVEMBER_6)
    freeze_due(now=NOVEMBER_6)

    assert list(ReachFigures.objects.values_list("program", flat=True)) == [program.pk]


@pytest.mark.django_db(transaction=True)
def test_two_at_once_count_a_month_once():
    program = create_program()

    came_of_it = press_at_once([lambda: freeze_reach(program=program, now=NOVEMBER_6)] * 2, refusals=())

    assert (came_of_it, ReachFigures.objects.count()) == (["done", "done"], 1)


def test_headcounts_are_written_changed_and_left_out():
    program = create_program()
    unit = program.district.units.first()
    by = co_chair(program, "labor")
    set_headcounts(
        program=program, school_year=2026, numbers={(unit, "day"): 40, (None, "day"): 7}, by=by, now=NOVEMBER_6
    )

    changes = set_headcounts(
        program=program, school_year=2026, numbers={(unit, "day"): 41, (None, "day"): None}, by=by, now=NOVEMBER_6
    )

    assert list(program.headcounts.values_list("unit", "employees")) == [(unit.pk, 41)]
    assert changes == {f"{unit} · day": [40, 41], "– · day": [7, None]}
    assert Entry.objects.filter(deed="set_headcounts").count() == 2
