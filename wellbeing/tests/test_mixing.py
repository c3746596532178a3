from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from wellbeing.models import Rating, Response
from wellbeing.surveys.mixing import mix_answers

from .activity_factories import create_activity
from .factories import create_program
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


@pytest.mark.parametrize("days_ago", [1, 30], ids=["of last night", "control"])
def test_stars_lie_in_no_order_of_who_signed_in(days_ago):
    activity = create_activity(create_program(), starts_in=timedelta(days=-days_ago))
    for number in range(40):
        Rating.objects.create(activity=activity, stars=number % 5 + 1)
    before, stars = stars_lying(), sorted(Rating.objects.values_list("pk", "stars"))

    mix_answers(now=timezone.now())

    assert sorted(Rating.objects.values_list("pk", "stars")) == stars
    assert (stars_lying() == before) is (days_ago == 30)


def stars_lying():
    """The ratings as a copy of the table has them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, stars FROM wellbeing_rating")
        return [str(row[0]) for row in cursor.fetchall()]
