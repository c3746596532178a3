"""What the committee sees of a counted survey, and how often the database is asked."""

import re
from contextlib import closing

import pytest
from django.urls import reverse

from districts.models import Side
from wellbeing.models import Shift, Survey
from wellbeing.tests.counted_surveys import answers_of, create_counted
from wellbeing.tests.factories import co_chair, create_employee, create_program, create_seat, create_survey, user_of

pytestmark = pytest.mark.django_db


def address(name, survey, **asked):
    return reverse(f"wellbeing:{name}", args=[survey.program.district.cd_code, survey.pk], query=asked)


@pytest.fixture
def program(client):
    """One whose labor co-chair is signed in."""
    program = create_program()
    client.force_login(co_chair(program, Side.LABOR))
    return program


def test_fewer_than_ten_are_said_to_be_too_few(client, program):
    survey = create_counted(program, answers_of(9))

    page = client.get(address("results", survey)).content.decode()

    assert "Fewer than 10 people answered." in page
    assert "found-bar" not in page


def test_what_one_hopes_for_stands_first_whichever_end_it_is(client, program):
    survey = create_counted(program, answers_of(10))

    page = client.get(address("results", survey))

    questions = {each.key: each for each in page.context["questions"]}
    assert questions["workload"].labels[:2] == ["Strongly agree", "Agree"]
    assert questions["workload"].findings[0].hoped == 100
    assert questions["pace"].labels[:2] == ["Strongly disagree", "Disagree"]
    assert questions["pace"].findings[0].hoped == 0
    assert [(head.topic, head.hoped) for head in page.context["headlines"]] == [("Your work", 50)]


def test_percentages_are_of_those_who_answered(client, program):
    survey = create_counted(program, answers_of(6) + answers_of(6, {"workload": "disagree"}) + answers_of(8, {}))

    finding = client.get(address("results", survey, what="workload")).context["questions"][0].findings[0]

    assert (finding.people, finding.answered, finding.left_out, finding.hoped) == (20, 12, 8, 50)
    assert [(part.people, part.per_cent, part.start, part.width) for part in finding.parts] == [
        (0, 0, 0, 0),
        (6, 50, 0, 500),
        (0, 0, 500, 0),
        (6, 50, 500, 500),
        (0, 0, 1000, 0),
    ]


def test_each_number_is_named_by_its_column_where_rows_are_stacked(client, program):
    survey = create_counted(program, answers_of(30))

    page = client.get(address("results", survey, what="workload")).content.decode()

    names = re.findall('role="columnheader" class="number">(.*?)<', page)
    assert (names[:2], names[-2:]) == (["People", "Strongly agree"], ["Strongly disagree", "No answer"])
    assert re.findall('role="cell" class="number" data-label="(.*?)"', page) == names


def test_what_is_counted_is_to_be_shared_next(client, program):
    survey = create_counted(program, answers_of(10))
    page = address("results", survey)

    before = client.get(page).content.decode()
    Survey.objects.filter(pk=survey.pk).update(shared_at=survey.counted_at)
    after = client.get(page).content.decode()

    deeds = [re.findall('class="btn btn-primary" href[^>]*>(.*?)<', text) for text in (before, after)]
    assert deeds == [["Share with all employees"], []]


def test_hidden_groups_are_named_and_not_counted(client, program):
    survey = create_counted(program, answers_of(30, shift=Shift.DAY) + answers_of(4, shift=Shift.NIGHT))

    page = client.get(address("results", survey, by="shift", what="workload"))

    shown = {finding.name: finding.people for finding in page.context["questions"][0].findings}
    assert shown == {"Everyone": 34} | dict.fromkeys([*Shift.labels, "Rather not say"])
    assert "Not shown: fewer than 10 people, or it would tell on a small group" in page.content.decode()
    assert "6 groups are not shown" in page.content.decode()


def test_two_dimensions_show_one_question_at_a_time(client, program):
    answers = answers_of(20, side="labor", shift=Shift.DAY) + answers_of(12, side="labor", shift=Shift.NIGHT)
    survey = create_counted(program, answers + answers_of(15, side="management", shift=Shift.DAY))

    page = client.get(address("results", survey, by="shift", within="side"))

    assert [each.key for each in page.context["questions"]] == ["workload"]
    assert [(row.name, row.people) for row in page.context["questions"][0].findings] == [
        ("Everyone", 47),
        ("Day · Labor", 20),
        ("Day · Management", 15),
        ("Night · Labor", 12),
    ]
    assert page.context["hidden"] == 6 * 3 - 3


def test_gaps_are_in_view_the_widest_first(client, program):
    kinds = {unit.kind: str(unit.pk) for unit in program.district.units.all()}
    answers = answers_of(10, side="labor", unit=kinds["certificated"])
    answers += answers_of(10, {"workload": "disagree", "pace": "agree"}, side="labor", unit=kinds["classified"])
    survey = create_counted(program, answers + answers_of(10, side="management"))

    gaps = client.get(address("results", survey)).context["gaps"]

    assert [(gap.one, gap.other, [row[1:] for row in gap.rows]) for gap in gaps] == [
        ("Labor", "Management", [(50, 100, 50), (0, 0, 0)]),
        ("Certificated units", "Classified units", [(100, 0, 100), (0, 0, 0)]),
    ]


def test_nobody_reads_results_before_the_survey_closed(client, program):
    survey = create_survey(program, state=Survey.State.OPEN)

    assert client.get(address("results", survey)).status_code == 404
    assert client.get(address("results_csv", survey)).status_code == 404


def test_another_program_has_none_of_it(client, program):
    survey = create_counted(create_program(), answers_of(10))
    here = reverse("wellbeing:results", args=[program.district.cd_code, survey.pk])

    assert client.get(here).status_code == 404
    assert client.get(address("results", survey)).status_code == 404


def test_both_sides_read_them_and_employees_do_not(client, program):
    survey = create_counted(program, answers_of(10))
    manager = user_of(create_seat(program, side=Side.MANAGEMENT))
    employee = user_of(create_employee(program))

    client.force_login(manager)
    assert client.get(address("results", survey)).status_code == 200
    assert client.get(address("results_share", survey)).status_code == 404
    client.force_login(employee)
    assert client.get(address("results", survey)).status_code == 404


def test_the_file_holds_what_the_pages_show_and_no_more(client, program):
    survey = create_counted(program, answers_of(30, shift=Shift.DAY) + answers_of(4, shift=Shift.NIGHT))

    lines = b"".join(client.get(address("results_csv", survey)).streaming_content).decode().splitlines()

    assert lines[1] == ",Everyone,,,34,I can do my work well in the hours I have.,Strongly agree,0"
    assert "Shift,Night,,,hidden,,," in lines
    assert not [line for line in lines if line.startswith("Shift,") and "hidden" not in line]
    with closing(client.get(address("results_xlsx", survey))) as book:
        assert book.status_code == 200


def test_trends_mark_changes_of_five_points(client, program):
    create_counted(program, answers_of(10) + answers_of(10, {"workload": "disagree"}), days_ago=200, title="First")
    create_counted(program, answers_of(18) + answers_of(2, {"workload": "disagree"}), days_ago=100, title="Second")
    create_counted(program, answers_of(37) + answers_of(3, {"workload": "disagree"}), days_ago=1, title="Third")

    page = client.get(reverse("wellbeing:trends", args=[program.district.cd_code], query={"question": "workload"}))

    (row,) = page.context["trends"].rows
    assert [(wave.title, step.hoped, step.more, step.way) for wave, step in row.by_wave] == [
        ("First", 50, None, ""),
        ("Second", 90, 40, "up"),
        ("Third", 92, 2, "same"),
    ]
    assert "up 40 points" in page.content.decode()


def test_trends_by_group_show_only_groups_that_a_wave_showed(client, program):
    first = answers_of(30, shift=Shift.DAY) + answers_of(4, shift=Shift.NIGHT)
    second = answers_of(30, shift=Shift.DAY) + answers_of(14, shift=Shift.NIGHT)
    create_counted(program, first, days_ago=100, title="First")
    create_counted(program, second, days_ago=1, title="Second")

    page = client.get(reverse("wellbeing:trends", args=[program.district.cd_code], query={"by": "shift"}))

    assert {row.name: [step.people for _wave, step in row.by_wave] for row in page.context["trends"].rows} == {
        "Everyone": [34, 44],
        "Day": [None, 30],
        "Night": [None, 14],
    }


@pytest.mark.parametrize("people", [20, 60])
def test_results_ask_the_database_equally_often(client, program, people, django_assert_num_queries):
    survey = create_counted(program, answers_of(people, shift=Shift.DAY) + answers_of(people, shift=Shift.NIGHT))

    with django_assert_num_queries(12):
        client.get(address("results", survey))


@pytest.mark.parametrize("waves", [1, 3])
def test_trends_ask_the_database_equally_often(client, program, waves, django_assert_num_queries):
    for number in range(waves):
        create_counted(program, answers_of(20, shift=Shift.DAY), days_ago=1 + number)

    with django_assert_num_queries(10):
        client.get(reverse("wellbeing:trends", args=[program.district.cd_code], query={"by": "shift"}))
