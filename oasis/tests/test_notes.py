from datetime import timedelta

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from districts.models import Organization
from oasis.models import AccessEntry, Assignment, BreakGlass, Consent, MinorStatement, Note, Role
from oasis.noting import CannotNote, write_note
from oasis.reach import reach_of

from .consent_factories import create_confidential_referral, create_counselor
from .factories import (
    create_assignment,
    create_consent,
    create_referral,
    create_site,
    create_student,
    sign_in,
    today,
)

pytestmark = pytest.mark.django_db
CASE, COUNSELING = Note.Kind.CASE, Note.Kind.COUNSELING


def write(assignment, student, kind=CASE, text="Talked with Ana", referral=None):
    now = timezone.now()
    reach = reach_of(assignment.user, now=now)
    return write_note(reach=reach, student=student, kind=kind, text=text, referral=referral, now=now)


def read(assignment, student=None):
    return {note.text for note in Note.objects.within(reach_of(assignment.user, now=timezone.now()))}


@pytest.fixture
def site():
    return create_site()


@pytest.fixture
def student(site):
    return create_student(site=site)


def test_case_notes_are_read_at_the_school_and_counseling_notes_by_its_counselors(site, student):
    counselor = create_counselor(site)
    write(counselor, student, CASE, "Called home")
    write(counselor, student, COUNSELING, "Cannot sleep")

    readers = {
        "the counselor": counselor,
        "another counselor": create_counselor(site),
        "a counselor elsewhere": create_counselor(create_site()),
        "the site lead": create_assignment(role=Role.SITE_LEAD, site=site),
        "an aide": create_assignment(role=Role.COUNSELING_AIDE, site=site),
        "the administrator": create_assignment(role=Role.PROGRAM_ADMINISTRATOR, district=site.school.district),
        "the records official": create_assignment(role=Role.RECORDS_OFFICIAL, district=site.school.district),
    }

    assert {who: read(assignment) for who, assignment in readers.items()} == {
        "the counselor": {"Called home", "Cannot sleep"},
        "another counselor": {"Called home", "Cannot sleep"},
        "a counselor elsewhere": set(),
        "the site lead": {"Called home"},
        "an aide": {"Called home"},
        "the administrator": {"Called home"},
        "the records official": {"Called home"},
    }


def test_who_counsels_no_more_reads_no_counseling_notes(site, student):
    counselor = create_counselor(site)
    write(counselor, student, COUNSELING)
    Assignment.objects.filter(pk=counselor.pk).update(ends_on=today() - timedelta(days=1))
    create_assignment(user=counselor.user, site=site)

    assert read(counselor) == set()


def test_an_emergency_opens_no_counseling_notes(site, student):
    counselor = create_counselor(site)
    write(counselor, student, CASE, "Called home")
    write(counselor, student, COUNSELING, "Cannot sleep")
    elsewhere, now = create_counselor(create_site()), timezone.now()
    BreakGlass.objects.create(
        student=student,
        opened_by=elsewhere.user,
        reason="Health",
        opened_at=now,
        expires_at=now + timedelta(hours=1),
    )

    assert read(elsewhere) == {"Called home"}


def test_only_a_credentialed_counselor_writes_counseling_notes(site, student):
    for role in [role for role in Role if role not in {Role.COUNSELOR, Role.RECORDS_OFFICIAL, Role.AUDITOR}]:
        is_whole = role == Role.PROGRAM_ADMINISTRATOR
        other = create_assignment(role=role, site=None if is_whole else site, district=site.school.district)
        with pytest.raises(CannotNote):
            write(other, student, COUNSELING)

    assert Note.objects.count() == 0


def test_staff_by_consent_alone_read_and_write_no_notes(client, site, student):
    union = Organization.objects.create(name="Classified Employees 99")
    steward = create_assignment(site=site, basis=Assignment.Basis.CONSENT, employer=union)
    create_consent(student, organization=union)
    write(create_assignment(site=site), student)
    sign_in(client, steward)

    assert read(steward) == set()
    assert client.get(reverse("oasis:notes", args=[student.pk])).status_code == 404


def test_notes_on_what_rests_on_a_minor_s_consent_are_read_by_who_sees_the_referral(site):
    counselor = create_counselor(site)
    referral = create_confidential_referral(counselor=counselor)
    write(counselor, referral.student, CASE, "First visit kept", referral=referral)
    aide = create_assignment(site=site)

    assert (read(counselor), read(aide)) == ({"First visit kept"}, set())


def test_control_on_another_referral_the_aide_reads_it(site):
    aide = create_assignment(site=site)
    referral = create_referral(logged_by=aide)
    write(aide, referral.student, CASE, "First visit kept", referral=referral)

    assert read(create_assignment(site=site)) == {"First visit kept"}


def test_families_are_told_of_case_notes_alone(site):
    counselor = create_counselor(site)
    referral = create_confidential_referral(counselor=counselor)
    write(counselor, referral.student, CASE, "Called home")
    write(counselor, referral.student, CASE, "First visit kept", referral=referral)
    write(counselor, referral.student, COUNSELING, "Cannot sleep")

    assert [note.text for note in Note.objects.for_families()] == ["Called home"]


def test_a_counselor_writes_on_the_page_and_an_aide_sees_no_sign_of_it(client, site, student):
    sign_in(client, create_counselor(site))
    address = reverse("oasis:notes", args=[student.pk])
    client.post(address, {"kind": "counseling", "text": "Cannot sleep"})
    own = client.get(address).text
    sign_in(client, create_assignment(site=site))

    other = client.get(address).text
    refused = client.post(address, {"kind": "counseling", "text": "Mine too"})

    assert ("Cannot sleep" in own, "Counseling: counselors alone" in own) == (True, True)
    assert ("Cannot sleep" in other, "ounseling" in other.partition("<main")[2]) == (False, False)
    assert refused.status_code == 200
    assert Note.objects.count() == 1


def test_words_that_the_law_keeps_out_are_stopped_and_nothing_typed_is_lost(client, site, student):
    sign_in(client, create_assignment(site=site))

    page = client.post(reverse("oasis:notes", args=[student.pk]), {"kind": "case", "text": "Her visa ran out"})

    assert "Her visa ran out" in page.text
    assert Note.objects.count() == 0


def test_reading_counseling_notes_is_logged_and_left_out_of_the_family_s_report(client, site, student):
    counselor = sign_in(client, create_counselor(site))
    write(counselor, student, COUNSELING)

    client.get(reverse("oasis:notes", args=[student.pk]))

    entry = AccessEntry.objects.get()
    assert (entry.page, entry.fields, entry.students) == (
        "oasis:notes",
        ["family_name", "given_name", "notes"],
        [student.pk],
    )
    assert entry.confidential_students == [student.pk]


def test_a_page_without_notes_to_read_tells_of_none(client, site, student):
    write(create_counselor(site), student, COUNSELING)
    sign_in(client, create_assignment(site=site))

    client.get(reverse("oasis:notes", args=[student.pk]))

    entry = AccessEntry.objects.get()
    assert (entry.fields, entry.confidential_students) == (["family_name", "given_name"], None)


def test_older_notes_are_a_page_further(client, site, student):
    referrer = sign_in(client, create_assignment(site=site))
    for number in range(52):
        write(referrer, student, text=f"Note no. {number:02}.")
    address = reverse("oasis:notes", args=[student.pk])

    first = client.get(address)
    older = client.get(f"{address}?before={first.context['notes'][-1].pk}")

    assert (len(first.context["notes"]), first.context["has_more"]) == (50, True)
    assert [note.text for note in older.context["notes"]] == ["Note no. 01.", "Note no. 00."]
    assert client.get(f"{address}?before=9e9").status_code == 200


def test_a_list_of_notes_takes_as_many_queries_for_three_as_for_one(client, site, student, django_assert_num_queries):
    referrer = sign_in(client, create_assignment(site=site))
    address = reverse("oasis:notes", args=[student.pk])
    write(referrer, student)
    client.get(address)
    with django_assert_num_queries(17):
        client.get(address)
    write(referrer, student)
    write(referrer, student)

    with django_assert_num_queries(17):
        client.get(address)


def test_no_note_or_consent_is_in_the_staff_area():
    assert {Note, Consent, MinorStatement} & set(admin.site._registry) == set()
