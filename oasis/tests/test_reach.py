from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from lmi_portal.accounts.models import User
from oasis.consenting import record_consent
from oasis.models import Assignment, Consent, Note, Referral, Role, State, Student
from oasis.noting import CannotNote, write_note
from oasis.providers.tests.factories import create_need
from oasis.reach import reach_of
from oasis.refusing import CannotConsent

from .consent_factories import create_confidential_referral, create_counselor, terms_for
from .factories import (
    create_assignment,
    create_consent,
    create_referral,
    create_site,
    create_student,
    create_union,
    create_union_assignment,
    sign_in,
)

pytestmark = pytest.mark.django_db
WHOLE = [Role.PROGRAM_ADMINISTRATOR, Role.RECORDS_OFFICIAL]


def reach(assignment):
    return reach_of(assignment.user, now=timezone.now())


def students_of(assignment):
    return set(Student.objects.within(reach(assignment)))


@pytest.fixture
def site():
    return create_site()


@pytest.fixture
def by_both(site):
    """Somebody of a union who sees `site` by consent alone, and is employed at another school."""
    assignment = create_union_assignment(site=site)
    other = create_site()
    create_assignment(user=assignment.user, site=other)
    return assignment


@pytest.mark.parametrize("role", WHOLE)
def test_a_unions_employee_for_a_whole_district_sees_who_consented_and_nobody_else(role, site):
    student, others = create_student(site=site), create_student(site=site)
    elsewhere = create_student()
    assignment = create_union_assignment(role=role, district=site.school.district)
    before = students_of(assignment)
    for each in (student, elsewhere):
        create_consent(each, organization=assignment.employer)
    referral = create_referral(logged_by=create_assignment(site=site), student=student)
    create_referral(logged_by=create_assignment(site=site), student=others)

    assert before == set()
    assert students_of(assignment) == {student}
    assert list(Referral.objects.within(reach(assignment))) == [referral]


@pytest.mark.parametrize("role", WHOLE)
def test_control_a_districts_employee_sees_all_of_it(role, site):
    student = create_student(site=site)
    create_student()

    assert students_of(create_assignment(role=role, district=site.school.district)) == {student}


def test_a_spoken_yes_opens_no_record_to_a_union(site):
    assignment, student = create_union_assignment(site=site), create_student(site=site)
    create_consent(student, organization=assignment.employer, way=Consent.Way.VERBAL)

    assert students_of(assignment) == set()


def test_a_spoken_yes_that_names_a_union_is_not_recorded(site):
    referral = create_referral(logged_by=create_assignment(site=site), kind=Referral.Kind.INFORMATIONAL)

    with pytest.raises(CannotConsent, match="by a signed consent alone"):
        record_consent(
            terms=terms_for(referral, organizations=(create_union(),)),
            directions=[Consent.Direction.OUT],
            signer_name="Rosa Núñez",
            way=Consent.Way.VERBAL,
            recorded_by=referral.logged_by,
            now=timezone.now(),
        )


def test_who_sees_one_school_by_right_reads_no_notes_at_the_other_by_consent(site, by_both, client):
    student = create_student(site=site)
    create_consent(student, organization=by_both.employer)
    now = timezone.now()
    employee = create_assignment(site=site)
    write_note(reach=reach(employee), student=student, kind=Note.Kind.CASE, text="Called home", now=now)
    sign_in(client, by_both)

    assert students_of(by_both) == {student}
    assert not Note.objects.within(reach(by_both)).exists()
    with pytest.raises(CannotNote):
        write_note(reach=reach(by_both), student=student, kind=Note.Kind.CASE, text="Called home", now=now)
    assert client.get(reverse("oasis:notes", args=[student.pk])).status_code == 404
    assert client.get(reverse("oasis:attendance_student", args=[student.pk])).status_code == 404


def test_who_sees_one_school_by_right_reads_and_writes_its_notes(by_both, client):
    own = Assignment.objects.filter(user=by_both.user).exclude(pk=by_both.pk).get()
    student = create_student(site=own.site)
    write_note(reach=reach(by_both), student=student, kind=Note.Kind.CASE, text="Called home", now=timezone.now())
    sign_in(client, by_both)

    assert [note.text for note in Note.objects.within(reach(by_both))] == ["Called home"]
    assert "Called home" in client.get(reverse("oasis:notes", args=[student.pk])).text
    assert client.get(reverse("oasis:attendance_student", args=[student.pk])).status_code == 200


def test_a_unions_site_lead_takes_no_attendance_in(site, client):
    sign_in(client, create_union_assignment(role=Role.SITE_LEAD, site=site))
    assert client.get(reverse("oasis:attendance")).status_code == 404
    assert reverse("oasis:attendance") not in client.get(reverse("oasis:start")).text

    sign_in(client, create_assignment(role=Role.SITE_LEAD, site=site))
    assert client.get(reverse("oasis:attendance")).status_code == 200


def test_a_unions_counselor_sees_nothing_that_rests_on_the_students_own_consent(site):
    student = create_student(site=site)
    create_confidential_referral(counselor=create_counselor(site), student=student)
    counselor = create_union_assignment(role=Role.COUNSELOR, site=site)
    create_consent(student, organization=counselor.employer)

    assert students_of(counselor) == {student}
    assert not Referral.objects.within(reach(counselor)).exists()


def test_a_draft_that_a_minor_may_consent_to_alone_is_seen_by_who_logs_it_and_counselors(site):
    need = create_need("counseling", allows_minor_consent=True)
    aide, lead, counselor = (
        create_assignment(role=role, site=site) for role in (Role.SERVICE_AIDE, Role.SITE_LEAD, Role.COUNSELOR)
    )
    draft = create_referral(logged_by=aide, need=need)
    other = create_referral(logged_by=aide, student=draft.student)

    def seen():
        return [set(Referral.objects.within(reach(each))) for each in (aide, counselor, lead)]

    assert seen() == [{draft, other}, {draft, other}, {other}]

    Referral.objects.filter(pk=draft.pk).update(state=State.AWAITING_CONSENT)
    assert seen() == [{draft, other}] * 3


def test_our_own_staff_reach_nothing_by_an_assignment(site, client):
    student = create_student(site=site)
    assignment = create_assignment(site=site)
    User.objects.filter(pk=assignment.user_id).update(is_staff=True)
    assignment.refresh_from_db()
    sign_in(client, assignment)

    assert students_of(assignment) == set()
    assert client.get(reverse("oasis:student", args=[student.pk])).status_code == 404


def test_a_consent_that_ended_closes_the_record_again(site):
    assignment, student = create_union_assignment(site=site), create_student(site=site)
    yesterday = timezone.localdate() - timedelta(days=1)
    create_consent(student, organization=assignment.employer, starts_on=yesterday, expires_on=yesterday)

    assert students_of(assignment) == set()
