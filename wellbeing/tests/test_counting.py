"""Answers become groups, once."""

from collections import Counter

import pytest

from wellbeing.models import JobClass, ResultGroup, Shift
from wellbeing.surveys.counting import count_answers
from wellbeing.tests.factories import create_program, create_survey, create_worksite

pytestmark = pytest.mark.django_db


def answers_of(number, *, answers=None, **about):
    """`number` people who say the same of themselves, and the same to each question."""
    return [{"about": about, "answers": answers or {}}] * number


def shown(survey):
    """{(dimension, value, dimension, value): people} of what is shown."""
    rows = survey.groups.filter(people__isnull=False)
    return {(row.first_dimension, row.first_value, row.second_dimension, row.second_value): row.people for row in rows}


@pytest.mark.parametrize(("number", "people"), [(0, None), (9, None), (10, 10), (11, 11)])
def test_fewer_than_ten_answers_show_nothing_at_all(number, people):
    survey = create_survey(create_program(), questions=["workload"])

    ResultGroup.objects.bulk_create(
        count_answers(survey=survey, answers=answers_of(number, answers={"workload": "agree"}))
    )

    everyone = survey.groups.get(first_dimension="")
    assert everyone.people == people
    assert everyone.counts == (people and {"workload": _options(agree=people)})
    # All of them told nothing of themselves, which is everyone once more.
    assert len(shown(survey)) == (6 + 8 if people else 0)


def test_who_left_a_question_out_is_counted_apart():
    survey = create_survey(create_program(), questions=["workload", "interests", "one_change"])
    answers = answers_of(8, answers={"workload": "agree", "interests": ["walks", "arts"]}) + answers_of(5)

    ResultGroup.objects.bulk_create(count_answers(survey=survey, answers=answers))

    counts = survey.groups.get(first_dimension="").counts
    assert counts["workload"] == _options(agree=8, left_out=5)
    chosen = {option: number for option, number in counts["interests"].items() if number}
    assert chosen == {"walks": 8, "arts": 8, "": 5}
    assert counts.keys() == {"workload", "interests"}


def test_every_group_on_offer_has_a_row_and_only_shown_ones_a_size():
    program = create_program()
    site = create_worksite(program)
    survey = create_survey(program)
    answers = answers_of(30, shift=Shift.DAY, worksite=str(site.pk)) + answers_of(9, shift=Shift.NIGHT)

    ResultGroup.objects.bulk_create(count_answers(survey=survey, answers=answers))

    one = ResultGroup.objects.filter(survey=survey, second_dimension="").exclude(first_dimension="")
    sizes = Counter(one.values_list("first_dimension", flat=True))
    units = program.district.units.count()
    assert sizes == {"side": 3, "unit": units + 1, "shift": 6, "job_class": len(JobClass) + 1, "worksite": 2}
    assert {row.first_value for row in one.filter(first_dimension="shift", people__isnull=False)} == set()
    assert not one.filter(people__isnull=True, counts__isnull=False).exists()
    assert not one.filter(people__lt=10).exists()


def test_two_dimensions_are_kept_only_where_they_are_shown():
    survey = create_survey(create_program())
    answers = answers_of(20, side="labor", shift=Shift.DAY) + answers_of(12, side="labor", shift=Shift.NIGHT)
    answers += answers_of(15, side="management", shift=Shift.DAY)

    ResultGroup.objects.bulk_create(count_answers(survey=survey, answers=answers))

    crossed = survey.groups.filter(first_dimension="side", second_dimension="shift")
    assert {(row.first_value, row.second_value): row.people for row in crossed} == {
        ("labor", "day"): 20,
        ("labor", "night"): 12,
        ("management", "day"): 15,
    }


def _options(*, agree=0, left_out=0):
    scale = dict.fromkeys(["strongly_agree", "agree", "neither", "disagree", "strongly_disagree"], 0)
    return scale | {"agree": agree, "": left_out}
