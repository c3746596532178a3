"""Students are found by what is typed, though no query can read their names: by blind indexes.

The words of a name without accents, their beginnings of three letters or more, and the student number are kept as
keyed digests, salted by district. While keys change, the digests under every key are looked for.
"""

import re

from lmi_portal.accents import without_accents
from lmi_portal.encryption import blind_indexes

from .models import BreakGlass, Student, StudentIndex

SHORTEST_BEGINNING = 3
WORDS_AT_MOST = 8
Kind = StudentIndex.Kind


def words_of(text):
    """“Núñez-Ortega, Ana” as ["nunez", "ortega", "ana"]."""
    return re.findall(r"[^\W_]+", without_accents(text).casefold())


def purpose(kind, district_id):
    return f"student.{kind}.{district_id}"


def find_students(*, reach, words):
    """The students within `reach` of whom every word of the text `words` is, or begins, a word of the name or a number.

    A word of fewer than three letters is found whole only; without a word nobody is found.
    """
    sought = words_of(words)[:WORDS_AT_MOST]
    students = Student.objects.within(reach)
    if not sought:
        return students.none()
    districts = districts_of(reach)
    for word in sought:
        digests = [
            digest
            for district_id in districts
            for kind in (Kind.NAME, Kind.NUMBER)
            for digest in blind_indexes(word, purpose=purpose(kind, district_id))
        ]
        # Digests of names and of numbers differ by their purpose, so the kind need not be asked.
        indexes = StudentIndex.objects.filter(digest__in=digests)
        students = students.filter(pk__in=indexes.values("student"))
    return students


def districts_of(reach):
    """The districts in which the person works, and those of records that they opened in an emergency."""
    opened = BreakGlass.objects.filter(opened_by=reach.user, expires_at__gt=reach.now)
    own = {assignment.district_id for assignment in reach.assignments}
    return sorted(own | set(opened.values_list("student__district", flat=True)))


def namesakes_of(student):
    """Who of the student's district has the same name and date of birth, whoever may see them."""
    return _by_digests(student, Kind.TWIN, twin_text(student))


def bearers_of_number(student):
    """Who of the student's district has the same student number, whoever may see them."""
    return _by_digests(student, Kind.NUMBER, number_text(student.number))


def twin_text(student):
    """What two rows of one student share; empty where the date of birth is not known."""
    return f"{' '.join(sorted(words_of(student.full_name())))} {student.born_on}" if student.born_on else ""


def number_text(number):
    return "".join(words_of(number))


def _by_digests(student, kind, text):
    if not text:
        return Student.objects.none()
    digests = blind_indexes(text, purpose=purpose(kind, student.district_id))
    indexes = StudentIndex.objects.filter(kind=kind, digest__in=digests)
    return Student.objects.filter(pk__in=indexes.values("student")).exclude(pk=student.pk)
