import json
from datetime import UTC, datetime

import pytest

from initiative.case_study_facts import facts_of, paragraphs_of
from initiative.models import CaseStudy

from .case_studies import BOTH, answer, create_case_study, create_in_review, create_practice

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("", []),
        ("  \n ", []),
        ("One.", ["One."]),
        ("One.\r\n\r\nTwo,\r\nstill two.", ["One.", "Two,\nstill two."]),
        ("One.\n \n\n\nTwo.\n", ["One.", "Two."]),
    ],
    ids=["empty", "blank", "one", "windows", "gaps"],
)
def test_an_empty_line_ends_a_paragraph(text, paragraphs):
    assert paragraphs_of(text) == paragraphs


def test_facts_are_plain_values():
    case_study = create_case_study(published_at=datetime(2026, 11, 23, 3, 0, tzinfo=UTC))

    facts = facts_of(CaseStudy.objects.with_facts().get())

    assert json.loads(json.dumps(facts)) == facts
    # Half past the day in UTC is the evening before in California.
    assert (facts["published_on"], facts["url"]) == (
        "2026-11-22",
        f"http://localhost:8000/case-studies/{case_study.slug}/",
    )
    assert facts["questions"][0] == {
        "name": "led_to",
        "question": "What led labor and management to collaborate?",
        "answer": ["A strike was near.", "Then somebody called."],
    }


def test_only_approvals_of_the_present_text_count():
    case_study, people, _staff = create_in_review()
    answer(case_study, BOTH[0], people[BOTH[0]])

    now, later = facts_of(case_study), facts_of(CaseStudy(**{**_fields(case_study), "revision": 2}))

    assert ([each["side_name"] for each in now["approvals"]], later["approvals"]) == (["Labor"], [])


def _fields(case_study):
    return {field.attname: getattr(case_study, field.attname) for field in case_study._meta.concrete_fields}


@pytest.mark.parametrize("count", [1, 3])
def test_with_facts_asks_the_database_as_often_for_many_as_for_one(django_assert_num_queries, count):
    for _n in range(count):
        case_study = create_case_study()
        for practice in (create_practice(), create_practice()):
            case_study.practice_uses.create(practice=practice, district=case_study.district, source="its website")

    with django_assert_num_queries(6):
        facts = [facts_of(each) for each in CaseStudy.objects.with_facts()]

    assert [len(each["practices"]) for each in facts] == [3] * count
