"""What OASIS keeps under the keys besides columns (see lmi_portal/rotating_keys.py): indexes of students, and scans."""

from django.db import transaction

from lmi_portal.encryption import CannotDecrypt
from lmi_portal.rotating_keys import ROWS_AT_ONCE, Progress, after_columns

from .adding_students import digests_of, index_student
from .models import Student
from .scans import reseal_scans


@after_columns
def rotate_indexes():
    progress, last = Progress("blind indexes"), 0
    students = Student.objects.order_by("pk")
    while pks := list(students.filter(pk__gt=last).values_list("pk", flat=True)[:ROWS_AT_ONCE]):
        last = pks[-1]
        for student in _readable(students.filter(pk__in=pks).prefetch_related("indexes"), pks):
            if sorted((index.kind, index.digest) for index in student.indexes.all()) != digests_of(student):
                _index_anew(student.pk)
                progress.changed += 1
        progress.seen += len(pks)
        yield progress


@after_columns
def rotate_scans():
    yield Progress("scans", changed=reseal_scans())


def _readable(students, pks):
    """All of them with two queries; one by one only where a row among them opens with no key."""
    try:
        return list(students)
    except CannotDecrypt:
        return [student for pk in pks for student in _if_readable(students.filter(pk=pk))]


def _if_readable(student):
    try:
        return list(student)
    except CannotDecrypt:
        return []


@transaction.atomic
def _index_anew(pk):
    # The lock: a name that somebody changes at this moment must not be indexed as it was before.
    index_student(Student.objects.select_for_update().get(pk=pk))
