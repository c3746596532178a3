"""Taking a file of attendance in: whole or not at all, for students on file, and never twice."""

import hashlib
from dataclasses import dataclass
from itertools import islice

from django.db import transaction
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _

from districts.models import District
from lmi_portal.audit.recording import record
from lmi_portal.encryption import blind_indexes

from .access_log import Action, Purpose, log_access
from .attendance_file import read_attendance
from .finding_students import Kind, purpose
from .models import AttendanceImport, AttendanceWindow, Student, StudentIndex
from .refusing import Refusal

AT_ONCE = 200
FIELDS = ["number", "attendance"]


class CannotImport(Refusal):
    """The file was taken in before, or the district has no such file."""


@dataclass
class Found:
    """What a file holds: rows, those of students on file, those of students not on file or out of reach, students."""

    rows: int = 0
    taken: int = 0
    unknown: int = 0
    students: int = 0
    first_on: str = ""
    last_on: str = ""


def digest_of(file):
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()


def check_attendance(*, file, district, reach, columns=None):
    """Read the whole file and say what taking it in would do; writes nothing.

    Raises CannotRead (lmi_portal.tables.problems) with every fault's line and column, and CannotImport where it was
    taken in before.
    """
    _refuse_twice(digest_of(file), district)
    found, students = Found(), set()
    for portion in _portions(read_attendance(file, columns=columns, on=reach.on)):
        _add_up(found, portion, _students_of(portion, district, reach), students)
    found.students = len(students)
    return found


@transaction.atomic
def import_attendance(*, file, file_name, district, reach, columns=None, now):
    """Take the file in and return its AttendanceImport; raises as check_attendance does, and then nothing is written.

    A span that is on file already is replaced: the newer file is the correction.
    """
    digest = digest_of(file)
    District.objects.select_for_update(of=("self",)).get(pk=district.pk)
    _refuse_twice(digest, district)
    taken = AttendanceImport.objects.create(
        district=district, file_name=file_name[:250], file_digest=digest, imported_at=now, imported_by=reach.user
    )
    found, students = Found(), set()
    for portion in _portions(read_attendance(file, columns=columns, on=reach.on)):
        known = _students_of(portion, district, reach)
        _write(portion, known, taken)
        _add_up(found, portion, known, students)
    found.students = len(students)
    taken.report = vars(found)
    taken.save(update_fields=["report"])
    log_access(
        reach=reach,
        action=Action.CHANGE,
        students=[(pk, district.pk) for pk in sorted(students)],
        fields=FIELDS,
        purpose=Purpose.ACHIEVEMENT,
        page="oasis:attendance",
        now=now,
    )
    record(deed="import_attendance", on=taken, by=reach.user, now=now, changes={"rows": [None, found.taken]})
    return taken


def _refuse_twice(digest, district):
    before = AttendanceImport.objects.filter(district=district, file_digest=digest).first()
    if before:
        day = date_format(timezone.localtime(before.imported_at), "F j, Y")
        raise CannotImport(_("This very file was taken in on %(day)s.") % {"day": day}, field="file")


def _portions(rows):
    while portion := list(islice(rows, AT_ONCE)):
        yield portion


def _students_of(portion, district, reach):
    """{number: pk} of those on file that the person may see; the others stay unknown."""
    asked = {}
    for number in {row.number for row in portion}:
        for digest in blind_indexes(number, purpose=purpose(Kind.NUMBER, district.pk)):
            asked[digest] = number
    indexes = StudentIndex.objects.filter(
        kind=Kind.NUMBER,
        digest__in=asked,
        student__in=Student.objects.within(reach).filter(district=district),
    )
    return {asked[digest]: student for digest, student in indexes.values_list("digest", "student")}


def _write(portion, known, taken):
    AttendanceWindow.objects.bulk_create(
        [
            AttendanceWindow(
                student_id=known[row.number],
                starts_on=row.starts_on,
                ends_on=row.ends_on,
                days_expected=row.days_expected,
                days_attended=row.days_attended,
                imported_in=taken,
            )
            for row in portion
            if row.number in known
        ],
        update_conflicts=True,
        unique_fields=["student", "starts_on", "ends_on"],
        update_fields=["days_expected", "days_attended", "imported_in"],
    )


def _add_up(found, portion, known, students):
    numbers = [row.number for row in portion if row.number in known]
    students.update(known[number] for number in numbers)
    found.rows += len(portion)
    found.taken += len(numbers)
    found.unknown += len(portion) - len(numbers)
    found.first_on = min(filter(None, [found.first_on, *(row.starts_on.isoformat() for row in portion)]))
    found.last_on = max([found.last_on, *(row.ends_on.isoformat() for row in portion)])
