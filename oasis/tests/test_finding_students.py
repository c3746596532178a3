import pytest
from django.utils import timezone

from lmi_portal.encryption import blind_index
from oasis.adding_students import index_student
from oasis.finding_students import find_students
from oasis.models import Role, StudentIndex
from oasis.reach import reach_of

from .factories import create_assignment, create_school, create_site, create_student

pytestmark = pytest.mark.django_db


def reach(assignment):
    return reach_of(assignment.user, now=timezone.now())


def filed(**fields):
    student = create_student(**fields)
    index_student(student)
    return student


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("nunez", True),
        ("NÚÑEZ", True),
        ("ortega", True),
        ("ana núñez", True),
        ("Núñez-Ortega, Ana", True),
        ("nun ana", True),
        ("9000077", True),
        ("nu", False),
        ("ana lopez", False),
        ("unez", False),
        ("900007", False),
        ("", False),
        ("%", False),
    ],
)
def test_students_are_found_by_words_of_the_name_their_beginnings_and_the_number(words, found):
    referrer = create_assignment()
    student = filed(site=referrer.site, given_name="Ana", family_name="Núñez-Ortega", number="9000077")

    assert list(find_students(reach=reach(referrer), words=words)) == [student] * found


def test_several_words_narrow():
    referrer = create_assignment()
    ana = filed(site=referrer.site, given_name="Ana", family_name="Núñez")
    filed(site=referrer.site, given_name="Luis", family_name="Núñez")

    assert list(find_students(reach=reach(referrer), words="nunez ana")) == [ana]


def test_nobody_beyond_the_reach_is_found():
    referrer = create_assignment()
    elsewhere = create_site(create_school(referrer.district))
    student = filed(site=elsewhere)
    lead = create_assignment(role=Role.PROGRAM_ADMINISTRATOR, district=referrer.district)

    assert list(find_students(reach=reach(referrer), words="Ana")) == []
    assert list(find_students(reach=reach(lead), words="Ana")) == [student]


def test_indexes_of_two_districts_cannot_be_compared():
    one, other = filed(), filed()

    digests = [set(StudentIndex.objects.filter(student=each).values_list("digest", flat=True)) for each in (one, other)]

    assert digests[0] & digests[1] == set()
    assert blind_index("ana", purpose="student.name") not in digests[0]


def test_students_are_found_while_keys_change(settings):
    referrer = create_assignment()
    student = filed(site=referrer.site)
    settings.FIELD_ENCRYPTION_KEYS = [b"n" * 32, *settings.FIELD_ENCRYPTION_KEYS]

    assert list(find_students(reach=reach(referrer), words="Ana")) == [student]


def test_control_without_the_older_key_nobody_is_found(settings):
    referrer = create_assignment()
    filed(site=referrer.site)
    settings.FIELD_ENCRYPTION_KEYS = [b"n" * 32]

    assert find_students(reach=reach(referrer), words="Ana").count() == 0
