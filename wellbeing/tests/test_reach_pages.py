import csv
import io
import re

import pytest
from openpyxl import load_workbook

from districts.models import Side
from districts.tests.factories import create_unit
from wellbeing.models import Headcount, Shift
from wellbeing.reach.drawing import line_of
from wellbeing.reach.freezing import freeze_reach

from .factories import co_chair, create_program
from .test_reach_counting import DECEMBER_6, NOVEMBER_6, came, create_activity, employees_of, rated

pytestmark = pytest.mark.django_db


def address(program, rest=""):
    return f"/wellbeing/{program.district.cd_code}/reach/{rest}?year=2026"


@pytest.fixture
def program():
    return create_program()


@pytest.fixture
def member(client, program):
    client.force_login(co_chair(program, Side.LABOR))
    return client


def text_of(response):
    return " ".join(response.content.decode().split())


def test_before_the_first_month_the_page_says_what_it_waits_for(member, program):
    response = member.get(address(program))

    assert "No month is counted yet" in text_of(response)


def test_the_page_tells_of_ten_and_more(member, program):
    walk = create_activity(program)
    came(walk, employees_of(program, 40)[:25])
    came(walk, employees_of(program, 20, shift=Shift.NIGHT)[:4])
    rated(walk, *[5] * 12)
    freeze_reach(program=program, now=NOVEMBER_6)

    response = member.get(address(program))

    board = response.context["board"]
    assert [(row.label, row.took, row.rate and str(row.rate)) for row in board.by_shift] == [
        ("Day", 25, "62.5"),
        ("Night", 0, None),
    ]
    assert "5.0 of 5 stars from 12 ratings." in text_of(response)


def test_on_a_phone_each_number_stands_under_the_name_of_its_column(member, program):
    came(create_activity(program), employees_of(program, 40)[:25])
    freeze_reach(program=program, now=NOVEMBER_6)

    text = text_of(member.get(address(program)))

    tables = re.findall(r'<table class="table reach-table is-stacked" role="table">.*?</table>', text)
    assert [re.findall('role="columnheader" class="number">(.*?)<', each) for each in tables] == [
        *[["Took part", "Came again", "Invited", "Eligible"]] * 3,
        Shift.labels,
    ]
    for each in tables:
        names = re.findall('role="columnheader" class="number">(.*?)<', each)
        rows = each.count('role="row"') - 1
        assert re.findall('role="cell" class="number" data-label="(.*?)"', each) == names * rows
    assert "scroll-x" not in text


@pytest.mark.parametrize(
    ("months", "named"),
    [(2, ["0", "1"]), (6, ["0", "1", "2", "3", "4", "5"]), (12, ["1", "3", "5", "7", "9", "11"])],
)
def test_a_long_line_names_only_as_many_points_as_a_phone_shows(months, named):
    line = line_of([(str(month), month) for month in range(months)])

    assert [label for _x, _y, label, _number in line["dots"] if label] == named
    assert len(line["dots"]) == months


@pytest.mark.parametrize("months", [1, 3])
def test_the_page_asks_the_same_at_any_size(member, program, django_assert_num_queries, months):
    for number in range(months):
        create_unit(program.district)
        came(create_activity(program), employees_of(program, 15))
        freeze_reach(program=program, now=[NOVEMBER_6, DECEMBER_6, DECEMBER_6.replace(year=2027, month=1)][number])

    # session, user; district with program, lead, seat, employee; months, units, headcounts; years
    with django_assert_num_queries(10):
        member.get(address(program))


def test_a_file_has_a_line_for_each_group(member, program):
    came(create_activity(program), employees_of(program, 40)[:25])
    freeze_reach(program=program, now=NOVEMBER_6)

    lines = list(csv.reader(io.StringIO(b"".join(member.get(address(program, "reach.csv"))).decode("utf-8-sig"))))

    unit = program.district.units.order_by("kind")[0]
    assert lines == [
        ["Group", "Shift", "Eligible", "Invited", "Took part", "Came again", "Took part, %"],
        ["All employees", "", "40", "40", "25", "", "62.50"],
        [str(unit), "", "40", "40", "25", "", "62.50"],
        ["All employees", "Day", "40", "40", "25", "", "62.50"],
        [str(unit), "Day", "40", "40", "25", "", "62.50"],
    ]
    book = load_workbook(io.BytesIO(b"".join(member.get(address(program, "reach.xlsx")))))
    assert (book.sheetnames, book.active["A1"].value) == (["Reach 2026–27"], "Group")


def test_headcounts_are_typed_and_saved(member, program):
    unit = program.district.units.first()

    response = member.post(address(program, "headcounts/"), {f"{unit.pk}-day": "120", "0-day": "14"})

    assert response["Location"] == address(program)
    assert set(program.headcounts.values_list("unit", "shift", "employees")) == {
        (unit.pk, "day", 120),
        (None, "day", 14),
    }


def test_headcounts_are_counted_from_the_list_and_kept_only_when_saved(member, program):
    employees_of(program, 3)

    response = member.get(address(program, "headcounts/") + "&fill=list")

    unit = program.district.units.order_by("kind")[0]
    assert response.context["form"].initial == {f"{unit.pk}-day": 3}
    assert Headcount.objects.count() == 0


def test_a_number_that_cannot_be_is_refused_and_stays(member, program):
    unit = program.district.units.first()

    response = member.post(address(program, "headcounts/"), {f"{unit.pk}-day": "-4"})

    assert response.context["form"][f"{unit.pk}-day"].value() == "-4"
    assert Headcount.objects.count() == 0


@pytest.mark.parametrize("year", ["1999", "9999", "20٢6", "x"])
def test_years_that_are_none_are_not_found(member, program, year):
    assert member.get(f"/wellbeing/{program.district.cd_code}/reach/?year={year}").status_code == 404
