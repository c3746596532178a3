from datetime import date

import pytest
from django.utils import timezone

from lmi_portal.audit.models import Entry
from oasis.adding_students import CannotAdd, IsOnFile, StudentOutdated, add_student, as_seen, change_student
from oasis.finding_students import find_students
from oasis.models import Guardian, Household, Role, Student
from oasis.reach import reach_of

from .factories import (
    create_assignment,
    create_consent,
    create_school,
    create_site,
    create_student,
    create_union_assignment,
)

pytestmark = pytest.mark.django_db


def reach(assignment):
    return reach_of(assignment.user, now=timezone.now())


def add(by, site=None, *, is_another=False, household=None, guardian=None, **fields):
    told = {"given_name": "Ana", "family_name": "Núñez", "born_on": date(2013, 5, 5), "number": ""} | fields
    student = Student(school=(site or by.site).school, **told)
    return add_student(
        reach=reach(by),
        student=student,
        household=household,
        guardian=guardian,
        is_another=is_another,
        now=timezone.now(),
    )


def test_a_student_is_added_with_household_and_guardian_and_found_again():
    by = create_assignment()

    student = add(by, household=Household(name="Núñez"), guardian=Guardian(name="Rosa Núñez", relation="parent"))

    assert list(find_students(reach=reach(by), words="nuñez")) == [student]
    assert (student.created_by, student.household.district) == (by.user, by.district)
    assert [guardian.name for guardian in student.household.guardians.all()] == ["Rosa Núñez"]


def test_the_trail_tells_no_name():
    student = add(create_assignment())

    entry = Entry.objects.get(deed="add_student")
    assert (entry.subject_label, entry.changes) == (f"Student {student.pk}", {})


def test_a_twin_within_reach_is_shown():
    by = create_assignment()
    twin = add(by)

    with pytest.raises(IsOnFile) as refusal:
        add(by, family_name="NUNEZ")

    assert (refusal.value.student, refusal.value.may_be_another) == (twin, True)
    assert str(refusal.value) == "A student of this name and date of birth is on file already."


def test_a_twin_beyond_reach_is_told_of_without_data_and_whom_to_ask():
    by = create_assignment()
    lead = create_assignment(role=Role.SITE_LEAD, site=by.site)
    elsewhere = create_assignment(site=create_site(create_school(by.district)))
    add(elsewhere)

    with pytest.raises(IsOnFile) as refusal:
        add(by)

    assert refusal.value.student is None
    assert str(refusal.value) == (
        "A student of this name and date of birth is on file already. You may not see that record: ask"
        f" {lead.user.get_full_name()}."
    )


def test_a_namesake_is_added_once_somebody_says_so():
    by = create_assignment()
    add(by)

    assert add(by, is_another=True).pk is not None


def test_a_number_is_on_file_once_in_a_district_whatever_is_said():
    by = create_assignment()
    add(by, number="90-0001")

    with pytest.raises(IsOnFile) as refusal:
        add(by, given_name="Luis", number="900001", is_another=True)

    assert (refusal.value.field, refusal.value.may_be_another) == ("number", False)


def test_another_district_may_have_the_same_student():
    add(create_assignment(), number="900001")

    assert add(create_assignment(), number="900001").pk is not None


def test_a_twin_is_found_while_keys_change(settings):
    by = create_assignment()
    add(by)
    settings.FIELD_ENCRYPTION_KEYS = [b"n" * 32, *settings.FIELD_ENCRYPTION_KEYS]

    with pytest.raises(IsOnFile):
        add(by)


def test_who_is_consent_only_adds_nobody():
    by = create_union_assignment()

    with pytest.raises(CannotAdd):
        add(by)


def test_who_is_consent_only_changes_whom_a_consent_opens():
    by = create_union_assignment()
    student = create_student(site=by.site)
    create_consent(student, organization=by.employer)

    change(by, student, grade="8")

    assert Student.objects.get(pk=student.pk).grade == "8"


def change(by, student, *, seen=None, **changes):
    return change_student(
        reach=reach(by), student=student, changes=changes, seen=seen or as_seen(student), now=timezone.now()
    )


def test_a_changed_name_is_found_and_the_old_one_no_more():
    by = create_assignment()
    student = add(by)

    change(by, student, family_name="Ortega")

    assert list(find_students(reach=reach(by), words="ortega")) == [student]
    assert list(find_students(reach=reach(by), words="nunez")) == []
    assert Entry.objects.get(deed="change_student").changes == {"family_name": ["", "changed"]}


def test_the_second_of_two_people_who_change_a_student_is_told():
    by = create_assignment()
    student = add(by)
    seen = as_seen(student)
    change(by, student, grade="8")

    with pytest.raises(StudentOutdated):
        change(by, student, seen=seen, grade="9")

    assert Student.objects.get(pk=student.pk).grade == "8"


def test_a_student_may_not_become_another():
    by = create_assignment()
    add(by)
    student = add(by, given_name="Luis")

    with pytest.raises(IsOnFile):
        change(by, student, given_name="Ana")


@pytest.mark.parametrize("is_own_district", [True, False], ids=["where one does not work", "of another district"])
def test_a_student_is_not_moved_to_a_school_that_is_not_ones_own(is_own_district):
    by = create_assignment()
    student = add(by)

    with pytest.raises(CannotAdd) as refusal:
        change(by, student, school=create_school(by.district if is_own_district else None))

    assert refusal.value.field == "school"


def test_nothing_changed_is_no_change():
    by = create_assignment()
    student = add(by)

    change(by, student, given_name="Ana")

    assert not Entry.objects.filter(deed="change_student").exists()
