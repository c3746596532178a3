from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from lmi_portal.encryption import seal, unseal
from lmi_portal.rotating_keys import rotate_keys
from oasis.adding_students import index_student
from oasis.finding_students import find_students
from oasis.models import Student, StudentIndex
from oasis.reach import reach_of

from .factories import create_assignment, create_student

pytestmark = pytest.mark.django_db

OLD, NEW = b"o" * 32, b"n" * 32


@pytest.fixture(autouse=True)
def old_key(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.FIELD_ENCRYPTION_KEYS = [OLD]


def rotate():
    said = StringIO()
    call_command("rotate_encryption_keys", stdout=said)
    return said.getvalue()


def test_students_are_found_by_the_new_key_alone(settings):
    by = create_assignment()
    student = create_student(site=by.site)
    index_student(student)
    settings.FIELD_ENCRYPTION_KEYS = [NEW, OLD]

    rotate()
    settings.FIELD_ENCRYPTION_KEYS = [NEW]

    assert list(find_students(reach=reach_of(by.user, now=timezone.now()), words="ana")) == [student]


def test_it_goes_on_where_it_was_stopped(settings, monkeypatch):
    monkeypatch.setattr("lmi_portal.rotating_keys.ROWS_AT_ONCE", 1)
    by = create_assignment()
    for _number in range(3):
        index_student(create_student(site=by.site))
    settings.FIELD_ENCRYPTION_KEYS = [NEW, OLD]
    parts = rotate_keys()
    stopped = next(part for part in parts if part.what == "oasis.Student")
    assert (stopped.seen, stopped.changed) == (1, 4)
    parts.close()

    changed = {part.what: part.changed for part in rotate_keys()}

    assert (changed["oasis.Student"], changed["blind indexes"]) == (8, 3)
    assert {part.what: part.changed for part in rotate_keys()} == dict.fromkeys(changed, 0)


def test_what_no_key_opens_is_told_and_the_rest_still_done(settings):
    broken, whole = create_student(), create_student()
    settings.FIELD_ENCRYPTION_KEYS = [b"x" * 32]
    lost = seal(b"Ana", bound_to="oasis_student.given_name")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE oasis_student SET given_name = %s WHERE id = %s", [lost, broken.pk])
    settings.FIELD_ENCRYPTION_KEYS = [NEW, OLD]
    said = StringIO()

    with pytest.raises(CommandError):
        call_command("rotate_encryption_keys", stdout=said)

    assert f"oasis.Student: row {broken.pk} opens with no key on file" in said.getvalue()
    settings.FIELD_ENCRYPTION_KEYS = [NEW]
    assert Student.objects.get(pk=whole.pk).given_name == "Ana"


def test_scans_are_sealed_anew(settings):
    name = default_storage.save("oasis-scans/one", ContentFile(seal(b"scan", bound_to="oasis-scans/one").encode()))
    settings.FIELD_ENCRYPTION_KEYS = [NEW, OLD]

    assert "scans: 1 sealed anew" in rotate()
    settings.FIELD_ENCRYPTION_KEYS = [NEW]
    with default_storage.open(name) as file:
        assert unseal(file.read().decode(), bound_to=name) == b"scan"


def test_indexes_carry_no_older_key_afterwards(settings):
    index_student(create_student())
    before = set(StudentIndex.objects.values_list("digest", flat=True))
    settings.FIELD_ENCRYPTION_KEYS = [NEW, OLD]

    rotate()

    assert before & set(StudentIndex.objects.values_list("digest", flat=True)) == set()
