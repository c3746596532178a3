import re

import pytest

from lmi_portal.tests.reading import english_grade, spanish_ease
from lmi_portal.tests.test_reading import HARDEST_ENGLISH, HARDEST_SPANISH
from wellbeing.surveys.bank import CHOICE, CHOICES, COMMENT, SCALE, in_bank_order, pulse, questions, topics

HEALTH = r"\b(health|sick|ill|pain|doctor|medic|disab|disease|weight|smok|drink|sleep|pregnan|salud|enferm|dolor)"


def test_the_bank_asks_about_thirty_questions_of_all_four_kinds():
    kinds = [question.kind for question in questions().values()]

    assert {kind: kinds.count(kind) for kind in [SCALE, CHOICE, CHOICES, COMMENT]} == {
        SCALE: 24,
        CHOICE: 2,
        CHOICES: 4,
        COMMENT: 2,
    }


@pytest.mark.parametrize("question", questions().values(), ids=lambda question: question.key)
def test_each_question_is_whole_in_both_languages(question):
    labels = [label for options in (question.options("en"), question.options("es")) for label in options.values()]

    assert question.topic in topics()
    assert (question.good in {"agree", "disagree"}) == (question.kind == SCALE)
    assert bool(question.labels) == (question.kind != COMMENT)
    assert all([question.text("en"), question.text("es"), *labels])
    assert question.text("en") != question.text("es")


def test_the_bank_stands_in_the_order_of_its_sections():
    order = [question.topic for question in questions().values()]

    assert list(dict.fromkeys(order)) == list(topics())
    assert order == sorted(order, key=list(topics()).index)


def test_a_pulse_is_part_of_the_bank():
    assert set(in_bank_order(pulse())) == set(pulse())
    assert len(pulse()) == 11


def test_no_question_asks_about_health():
    texts = [
        text
        for q in questions().values()
        for lang in ("en", "es")
        for text in [q.text(lang), *q.options(lang).values()]
    ]

    assert [text for text in texts if re.search(HEALTH, text, re.IGNORECASE)] == []


def test_control_a_question_about_health_is_found():
    assert re.search(HEALTH, "Are you often sick?", re.IGNORECASE)


def test_questions_are_for_grade_eight_or_below():
    english = " ".join(question.text("en") for question in questions().values())
    spanish = " ".join(question.text("es") for question in questions().values())

    assert (english_grade(english) <= HARDEST_ENGLISH, spanish_ease(spanish) >= HARDEST_SPANISH) == (True, True)
