"""That new keys reach the encrypted columns of every app, also where rows have random names in place of numbers."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from lmi_portal import rotating_keys
from lmi_portal.encryption import CannotDecrypt
from lmi_portal.written_once import WrittenOnceModel
from oasis.models import Note, Student
from wellbeing.models import Response
from wellbeing.tests.factories import create_program, create_survey

from .a_row_of_each import MARK, MARKED_DAY, create_rows

pytestmark = pytest.mark.django_db

OLD, NEW = b"o" * 32, b"n" * 32


@pytest.fixture(autouse=True)
def old_key(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.FIELD_ENCRYPTION_KEYS = [OLD]


def rotate():
    call_command("rotate_encryption_keys", stdout=StringIO())


def told(row, fields):
    row.refresh_from_db()
    return [getattr(row, field.name) for field in fields]


def test_everything_opens_with_the_new_key_alone(settings):
    rows = create_rows()
    columns = dict(rotating_keys.encrypted_columns())
    before = {model: told(row, columns[model]) for model, row in rows.items()}
    settings.FIELD_ENCRYPTION_KEYS = [NEW, OLD]

    rotate()
    settings.FIELD_ENCRYPTION_KEYS = [NEW]

    assert {model: told(row, columns[model]) for model, row in rows.items()} == before
    values = [value for values in before.values() for value in values]
    assert [value for value in values if value != MARKED_DAY and not value.startswith(MARK)] == []
    assert any(issubclass(model, WrittenOnceModel) for model in rows)


def test_control_without_the_rotation_the_new_key_alone_opens_nothing(settings):
    create_rows()
    settings.FIELD_ENCRYPTION_KEYS = [NEW]

    with pytest.raises(CannotDecrypt):
        Student.objects.first()


def test_tables_that_are_written_once_still_refuse_changes_afterwards(settings):
    note = create_rows()[Note]
    settings.FIELD_ENCRYPTION_KEYS = [NEW, OLD]
    rotate()

    with pytest.raises(Exception, match="written once"), connection.cursor() as cursor:
        cursor.execute("UPDATE oasis_note SET text = 'x' WHERE id = %s", [note.pk])


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
    settings.FIELD_ENCRYPTION_KEYS = [NEW, OLD]

    rotate()

    settings.FIELD_ENCRYPTION_KEYS = [NEW]
    assert as_it_lies() & before == set()
    assert set(Response.objects.values_list("sealed", flat=True)) == {f"answer {number}" for number in range(5)}
