import re
from datetime import timedelta

import pytest
from django.utils import timezone

from districts.models import Side
from lmi_portal.outbox.models import Email
from lmi_portal.outbox.rendering import render
from lmi_portal.tests.at_once import press_at_once
from wellbeing.models import Survey, SurveyToken
from wellbeing.refusing import CannotDo
from wellbeing.surveys import inviting
from wellbeing.surveys.inviting import ask_to_remind, invite, post_due_letters
from wellbeing.surveys.tokens import token_of

from .factories import co_chair, create_employee, create_program
from .survey_factories import create_open_survey

pytestmark = pytest.mark.django_db


def letters(kind="invitation"):
    return Email.objects.filter(reason__startswith=f"survey_{kind}:").order_by("pk")


def with_employees(count, **fields):
    program = create_program()
    for _each in range(count):
        create_employee(program, **fields)
    return program


def test_each_current_employee_gets_a_link_that_opens():
    program = with_employees(3)
    create_employee(program, is_current=False)
    survey = create_open_survey(program)

    post_due_letters(now=timezone.now())

    links = [letter.facts()["link"].rsplit("/", 2)[1] for letter in letters()]
    survey.refresh_from_db()
    assert (survey.invited, len(set(links)), survey.tokens.count()) == (3, 3, 3)
    assert {token_of(link).survey for link in links} == {survey}


def test_letters_are_sealed_and_in_the_language_of_their_reader():
    survey = create_open_survey(with_employees(1, language="es"))

    invite(survey_id=survey.pk, now=timezone.now())

    letter = letters().get()
    message = render(letter)
    assert (letter.is_private, letter.to.endswith("@sealed.invalid"), letter.context) == (
        True,
        True,
        {"is_sealed": True},
    )
    assert message.subject == "Su encuesta: ¿Cómo estamos?"
    assert "?language=es" in message.body


def test_a_second_try_posts_nothing():
    survey = create_open_survey(with_employees(2))

    for _each in range(2):
        invite(survey_id=survey.pk, now=timezone.now())
        Survey.objects.filter(pk=survey.pk).update(invited=2)

    assert (letters().count(), survey.tokens.count()) == (2, 2)


def test_a_crash_leaves_no_token_and_no_letter(monkeypatch):
    survey = create_open_survey(with_employees(3))
    monkeypatch.setattr(inviting, "record", lambda **_facts: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        invite(survey_id=survey.pk, now=timezone.now())

    assert (letters().count(), SurveyToken.objects.count()) == (0, 0)
    monkeypatch.undo()
    invite(survey_id=survey.pk, now=timezone.now())
    assert (letters().count(), SurveyToken.objects.count()) == (3, 3)


def test_before_it_opens_nobody_is_invited():
    soon = timezone.now() + timedelta(days=1)
    survey = create_open_survey(with_employees(1), opens_at=soon)

    post_due_letters(now=timezone.now())
    early = letters().count()
    post_due_letters(now=soon)

    survey.refresh_from_db()
    assert (early, letters().count(), survey.invited_at) == (0, 1, soon)


def test_the_order_of_letters_tells_nothing_of_the_order_of_tokens():
    """Each attack that pairs rows by their order guesses right about once in a hundred."""
    survey = create_open_survey(with_employees(100))

    invite(survey_id=survey.pk, now=timezone.now())

    by_letter = [token_of(letter.facts()["link"].rsplit("/", 2)[1]).pk for letter in letters()]
    employees = [f"{each.email}" for each in survey.program.employees.order_by("pk")]
    by_employee = dict(zip((letter.address() for letter in letters()), by_letter, strict=True))
    by_row = list(SurveyToken.objects.values_list("pk", flat=True))
    assert right(by_row, by_letter) < 10
    assert right(by_row, [by_employee[email] for email in employees]) < 10
    assert right(sorted(by_row), by_row) == 100  # their own order, which is the hashes'


def right(guessed, true):
    return sum(guess == fact for guess, fact in zip(guessed, true, strict=True))


def test_control_tokens_written_as_they_are_drawn_pair_with_their_letters(monkeypatch):
    monkeypatch.setattr(inviting, "SystemRandom", Unshuffled)
    monkeypatch.setattr(inviting, "keep_tokens", lambda survey, drawn: None)
    survey = create_open_survey(with_employees(20))
    drawn = []
    monkeypatch.setattr(inviting, "draw_link", lambda: drawn.append(f"link{len(drawn):026}") or drawn[-1])

    invite(survey_id=survey.pk, now=timezone.now())

    by_address = {letter.address(): letter.facts()["link"].rsplit("/", 2)[1] for letter in letters()}
    employees = [each.email for each in survey.program.employees.order_by("pk")]
    assert right(drawn, [by_address[email] for email in employees]) == 20


class Unshuffled:
    def shuffle(self, rows):
        return rows


def test_reminders_go_to_all_and_hold_no_link():
    survey = create_open_survey(with_employees(2))
    invite(survey_id=survey.pk, now=timezone.now())
    later = timezone.now() + timedelta(days=4)

    ask_to_remind(survey=survey, by=co_chair(survey.program, Side.LABOR), now=later)
    for _each in range(2):
        post_due_letters(now=later)

    reminders = letters("reminder")
    assert reminders.count() == 2
    assert re.findall(r"/wellbeing/\S+", render(reminders[0]).body) == []
    assert "nobody can tell who has answered" in render(reminders[0]).body


def test_reminders_rest_three_days():
    survey = create_open_survey(with_employees(1))
    by = co_chair(survey.program, Side.LABOR)
    with pytest.raises(CannotDo, match="have not gone out"):
        ask_to_remind(survey=survey, by=by, now=timezone.now())
    invited_at = timezone.now()
    invite(survey_id=survey.pk, now=invited_at)

    with pytest.raises(CannotDo, match="less than three days"):
        ask_to_remind(survey=survey, by=by, now=invited_at + timedelta(days=3, seconds=-1))
    ask_to_remind(survey=survey, by=by, now=invited_at + timedelta(days=3))


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_invite_once():
    survey = create_open_survey(with_employees(3))

    def work():
        post_due_letters(now=timezone.now())

    assert press_at_once([work, work], refusals=()) == ["done", "done"]
    assert (letters().count(), survey.tokens.count()) == (3, 3)
