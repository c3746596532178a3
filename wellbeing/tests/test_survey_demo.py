import pytest
from django.utils import timezone

from lmi_portal.outbox.models import Email
from wellbeing.models import ResultGroup, SurveyComment
from wellbeing.surveys.demo import load_surveys

from .factories import create_program, create_worksite

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    program = create_program(is_made_up=True)
    for _each in range(3):
        create_worksite(program)
    return program


def agreeing(survey, question):
    everyone = ResultGroup.objects.get(survey=survey, first_dimension="").counts[question]
    return everyone["strongly_agree"] + everyone["agree"]


def test_two_waves_of_four_hundred_answers_and_one_survey_that_is_open(program):
    load_surveys(program, now=timezone.now())
    load_surveys(program, now=timezone.now())

    open_now, fall, spring = program.surveys.all()
    assert [(each.state, each.answered) for each in [spring, fall, open_now]] == [
        ("closed", 400),
        ("closed", 400),
        ("open", None),
    ]
    assert [each.shared_at is not None for each in [spring, fall]] == [True, False]
    assert agreeing(fall, "voice") > agreeing(spring, "voice")
    assert SurveyComment.objects.filter(survey=spring).count() > 5
    assert not Email.objects.exists()
