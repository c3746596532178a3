import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from districts.models import Side
from lmi_portal.tests.at_once import press_at_once
from wellbeing.models import ReadinessAnswer
from wellbeing.refusing import CannotDo
from wellbeing.steps.answering import answer_readiness
from wellbeing.steps.comparing_sides import comparison_of
from wellbeing.steps.guide import statements

from . import paths
from .factories import co_chair, create_program, create_seat, user_of


def page_of(program, side, rest="readiness/"):
    client = Client()
    client.force_login(co_chair(program, side))
    return client, f"/wellbeing/{program.district.cd_code}/{rest}"


@pytest.mark.django_db
def test_neither_side_sees_the_other_before_both_have_answered():
    program = create_program()
    paths.answer_for(program, Side.LABOR, 1)

    client, to = page_of(program, Side.MANAGEMENT)
    before = client.get(to).content.decode()
    paths.answer_for(program, Side.MANAGEMENT, 4)
    after = client.get(to).content.decode()

    assert ("Labor has answered." in before, "<svg viewBox" in before.split("<main")[1]) == (True, False)
    assert after.count('class="readiness-chart"') == 12
    assert after.count("Wide gap") == 12


@pytest.mark.django_db
def test_widest_gaps_come_first():
    program = create_program()
    paths.answer_for(program, Side.LABOR, 3, safe_to_speak=1)
    paths.answer_for(program, Side.MANAGEMENT, 3, safe_to_speak=4, money_named=2)

    rows = comparison_of(program, paths.this_year())

    assert [(row.gap, row.is_wide) for row in rows[:3]] == [(3, True), (1, False), (0, False)]
    assert rows[0].text == statements()["safe_to_speak"]
    assert (rows[0].labor_x, rows[0].management_x) == (20, 280)


@pytest.mark.django_db
def test_side_answers_anew_until_the_other_has():
    program = create_program()
    paths.answer_for(program, Side.LABOR, 1)
    paths.answer_for(program, Side.LABOR, 2)
    paths.answer_for(program, Side.MANAGEMENT, 4)

    with pytest.raises(CannotDo, match="Both sides have answered"):
        paths.answer_for(program, Side.LABOR, 4)
    assert set(ReadinessAnswer.objects.filter(side=Side.LABOR).values_list("rating", flat=True)) == {2}


@pytest.mark.django_db
def test_only_a_co_chair_answers_and_all_twelve():
    program = create_program()
    what = {"program": program, "school_year": paths.this_year(), "now": timezone.now()}

    with pytest.raises(CannotDo, match="Only a co-chair"):
        answer_readiness(**what, ratings=dict.fromkeys(statements(), 3), by=user_of(create_seat(program)))
    with pytest.raises(CannotDo, match="Answer every statement"):
        answer_readiness(**what, ratings={"money_named": 3}, by=co_chair(program, Side.LABOR))
    assert ReadinessAnswer.objects.count() == 0


@pytest.mark.django_db
def test_form_keeps_what_was_chosen_where_one_is_missing():
    program = create_program()
    client, to = page_of(program, Side.LABOR, "readiness/answer/")
    chosen = dict.fromkeys(statements(), 3)

    missing = client.post(to, dict.fromkeys(list(statements())[1:], 3))
    done = client.post(to, chosen)

    assert missing.content.decode().count("checked") == 11
    assert done.status_code == 302
    assert client.get(to).content.decode().count("checked") == 12


@pytest.mark.django_db(transaction=True)
def test_of_two_sides_at_once_the_second_hears_that_both_have():
    program, told = create_program(), []

    came = press_at_once(
        [lambda side=side: told.append(paths.answer_for(program, side)) for side in paths.SIDES],
        refusals=OperationalError,
    )

    assert (came, sorted(told)) == (["done", "done"], [False, True])
