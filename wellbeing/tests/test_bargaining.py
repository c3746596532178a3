import pytest

from wellbeing.committee.bargaining import TOPICS, bargaining_topics_in


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("A raise for aides: the salary schedule", ["wages"]),
        ("Longer working hours, less prep time", ["hours"]),
        ("Who pays the health premiums?", ["health and welfare benefits"]),
        ("More sick days", ["leave"]),
        ("Involuntary transfers by seniority", ["transfer and reassignment"]),
        ("Workplace safety in the kitchens", ["safety conditions"]),
        ("Class size in kindergarten", ["class size"]),
        ("The forms for teacher evaluation", ["evaluation of employees"]),
        ("Release time and union dues", ["organizational security"]),
        ("A grievance was filed", ["grievances and discipline"]),
        ("Layoffs of custodians", ["layoff"]),
        ("Aumento de sueldo y días de enfermedad", ["wages", "leave"]),
        ("El tamaño de las clases", ["class size"]),
        ("Seguro médico para todos", ["health and welfare benefits"]),
        ("Los despidos de marzo", ["layoff"]),
        ("OVERTIME", ["hours"]),
    ],
)
def test_a_topic_of_bargaining_is_told_by_its_words(text, topics):
    assert bargaining_topics_in(text) == topics


@pytest.mark.parametrize(
    "text",
    [
        "Walking club at lunch",
        "Please leave your shoes at the door",
        "The benefits of a good night’s sleep",
        "A quiet room at each school",
        "Raise your hand if you would join",
        "Yoga one hour a week, before the first class",
        "Caminatas después de la escuela",
        "Wager, salamander, colander",
        "",
    ],
)
def test_what_the_committee_may_decide_is_left_alone(text):
    assert bargaining_topics_in(text) == []


def test_every_topic_of_the_law_has_words_in_both_languages():
    assert len(TOPICS) == 11
