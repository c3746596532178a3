"""That new keys reach the encrypted columns of every app, also where rows have random names in place of numbers."""

import pytest
from django.db import connection

from oasis import rotating_keys
from wellbeing.models import Response
from wellbeing.tests.factories import create_program, create_survey

pytestmark = pytest.mark.django_db


def as_it_lies():
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM wellbeing_response")
        return {sealed for (sealed,) in cursor.fetchall()}


def test_rows_with_random_names_are_sealed_anew_part_by_part(settings, monkeypatch):
    monkeypatch.setattr(rotating_keys, "ROWS_AT_ONCE", 2)
    survey = create_survey(create_program())
    for number in range(5):
        Response.objects.create(survey=survey, sealed=f"answer {number}")
    before = as_it_lies()
    settings.FIELD_ENCRYPTION_KEYS = [b"a newer key of thirty-two bytes!", *settings.FIELD_ENCRYPTION_KEYS]

    list(rotating_keys.rotate_keys())

    settings.FIELD_ENCRYPTION_KEYS = settings.FIELD_ENCRYPTION_KEYS[:1]
    assert as_it_lies() & before == set()
    assert set(Response.objects.values_list("sealed", flat=True)) == {f"answer {number}" for number in range(5)}
