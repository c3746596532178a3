import pytest
from django.db import connection
from django.utils import timezone

from wellbeing.models import Response
from wellbeing.surveys.mixing import mix_answers

from .survey_factories import answers_of, close, create_open_survey

pytestmark = pytest.mark.django_db


def lying():
    """The answers as a copy of the table has them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM wellbeing_response")
        return [str(row[0]) for row in cursor.fetchall()]


def answered(count):
    survey = create_open_survey()
    for number in range(count):
        Response.objects.create(survey=survey, sealed=f'{{"comments": {{"one_change": "{number}"}}}}')
    return survey


def test_answers_stay_as_they_are_in_another_order():
    survey = answered(40)
    before, said = lying(), sorted(str(each) for each in answers_of(survey))

    mix_answers(now=timezone.now())

    assert sorted(lying()) == sorted(before)
    assert sorted(str(each) for each in answers_of(survey)) == said
    if connection.vendor == "postgresql":
        assert lying() != before


def test_a_closed_survey_has_nothing_to_mix():
    survey = create_open_survey()
    close(survey)

    mix_answers(now=survey.closes_at)

    assert Response.objects.count() == 0
