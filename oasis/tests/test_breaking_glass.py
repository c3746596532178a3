from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from lmi_portal.outbox.models import Email
from oasis.adding_students import index_student
from oasis.breaking_glass import CannotOpen, open_in_emergency
from oasis.models import AccessEntry, BreakGlass, Note, Referral, Role, Student
from oasis.reach import reach_of
from oasis.sensitive_words import refuse_sensitive_words

from .factories import (
    create_assignment,
    create_referral,
    create_school,
    create_site,
    create_student,
    create_union_assignment,
    sign_in,
)

pytestmark = pytest.mark.django_db
REASON = "She told a friend that she will hurt herself tonight."


@pytest.fixture
def aide(client):
    """A referrer of one school; `elsewhere` is another school of the district, with its records official."""
    assignment = sign_in(client, create_assignment())
    create_assignment(role=Role.RECORDS_OFFICIAL, district=assignment.district)
    return assignment


@pytest.fixture
def elsewhere(aide):
    return create_site(create_school(aide.district))


@pytest.fixture
def student(elsewhere):
    student = create_student(site=elsewhere)
    index_student(student)
    return student


def open_it(client, student):
    return client.post(f"/oasis/students/{student.pk}/emergency/", {"reason": REASON})


def test_a_record_elsewhere_opens_for_four_hours(client, aide, student):
    assert client.get(f"/oasis/students/{student.pk}/").status_code == 404

    response = open_it(client, student)

    assert response.url == f"/oasis/students/{student.pk}/"
    assert client.get(response.url).status_code == 200
    glass = BreakGlass.objects.get()
    assert (glass.opened_by, glass.reason) == (aide.user, REASON)
    assert glass.expires_at - glass.opened_at == timedelta(hours=4)
    later = reach_of(aide.user, now=glass.expires_at)
    assert not Student.objects.within(later).exists()


def test_it_is_logged_and_the_records_official_is_written_to_without_a_name(client, aide, student):
    open_it(client, student)

    entry = AccessEntry.objects.get(action="break_glass")
    assert (entry.students, entry.purpose, entry.seen_by) == ([student.pk], "emergency", aide.user)
    email = Email.objects.get()
    glass = BreakGlass.objects.get()
    assert email.context == {
        "number": glass.pk,
        "url": f"http://localhost:8000/oasis/records/emergencies/{glass.pk}/",
    }


def test_what_the_student_asked_for_in_confidence_stays_closed(client, aide, student, elsewhere):
    counselor = create_assignment(role=Role.COUNSELOR, site=elsewhere)
    create_referral(logged_by=counselor, student=student, is_confidential=True)
    open_referral = create_referral(logged_by=counselor, student=student)
    Note.objects.create(
        student=student, kind="counseling", text="x", written_at=timezone.now(), written_by=counselor.user
    )

    open_it(client, student)

    reach = reach_of(aide.user, now=timezone.now())
    assert list(Referral.objects.within(reach)) == [open_referral]
    assert student.school_id not in reach.counselor_schools


def test_another_district_stays_closed(client, aide):
    student = create_student()

    assert client.get(f"/oasis/students/{student.pk}/emergency/").status_code == 404
    assert open_it(client, student).status_code == 404
    with pytest.raises(CannotOpen):
        open_in_emergency(
            student=student, reach=reach_of(aide.user, now=timezone.now()), reason=REASON, page="", now=timezone.now()
        )


def test_who_sees_the_record_needs_no_emergency(client, aide):
    student = create_student(site=aide.site)

    assert client.get(f"/oasis/students/{student.pk}/emergency/").url == f"/oasis/students/{student.pk}/"
    with pytest.raises(CannotOpen):
        open_in_emergency(
            student=student, reach=reach_of(aide.user, now=timezone.now()), reason=REASON, page="", now=timezone.now()
        )


def test_the_page_that_asks_shows_nothing_of_the_student(client, aide, student):
    page = client.get(f"/oasis/students/{student.pk}/emergency/").content.decode()

    assert [word for word in [student.given_name, student.family_name, student.number] if word in page] == []
    assert AccessEntry.objects.count() == 0


@pytest.mark.parametrize("reason", ["", "Needed", "Her visa ran out and she is afraid to go home."])
def test_a_reason_is_asked_for(client, aide, student, reason):
    response = client.post(f"/oasis/students/{student.pk}/emergency/", {"reason": reason})

    assert response.status_code == 200
    assert BreakGlass.objects.count() == 0


@pytest.mark.parametrize("by", ["number", "name"])
def test_a_student_is_found_by_the_whole_number_or_name_and_birthday(client, aide, student, by):
    name = {"given_name": "ana", "family_name": "nunez", "born_on": student.born_on}

    response = client.post("/oasis/emergency/", {"number": student.number} if by == "number" else name)

    assert response.url == f"/oasis/students/{student.pk}/emergency/"
    assert AccessEntry.objects.get().action == "search"


@pytest.mark.parametrize(
    "typed",
    [{"number": "9"}, {"given_name": "Ana", "family_name": "Núñez"}, {"given_name": "A", "family_name": "N"}, {}],
)
def test_nobody_browses(client, aide, student, typed):
    response = client.post("/oasis/emergency/", typed)

    assert response.status_code == 200
    assert AccessEntry.objects.count() == 0


def test_trying_numbers_ends_soon(client, aide, student):
    came = [client.post("/oasis/emergency/", {"number": f"{number}"}).status_code for number in range(12)]

    assert came == [200] * 10 + [429] * 2


def test_the_records_official_reviews_it_once(client, aide, student):
    open_it(client, student)
    client.get(f"/oasis/students/{student.pk}/")
    official = aide.district.oasis_assignments.get(role=Role.RECORDS_OFFICIAL)
    sign_in(client, official)
    address = f"/oasis/records/emergencies/{BreakGlass.objects.get().pk}/"

    page = client.get(address).content.decode()
    client.post(address, {"finding": "Justified; the counselor was called."})

    assert REASON in page
    assert "<code>oasis:student</code>" in page
    glass = BreakGlass.objects.get()
    assert (glass.finding, glass.reviewed_by) == ("Justified; the counselor was called.", official.user)
    again = client.post(address, {"finding": "Another."}, follow=True).content.decode()
    assert "This emergency access was reviewed before." in again


def test_nobody_else_reviews_it(client, aide, student):
    open_it(client, student)

    for role in [Role.PROGRAM_ADMINISTRATOR, Role.AUDITOR]:
        sign_in(client, create_assignment(role=role, district=aide.district))
        assert client.get(f"/oasis/records/emergencies/{BreakGlass.objects.get().pk}/").status_code == 404


def test_control_the_reason_is_one_that_may_be_kept():
    refuse_sensitive_words(REASON)
    with pytest.raises(ValidationError):
        refuse_sensitive_words("Her visa ran out and she is afraid to go home.")


def test_who_sees_by_consent_alone_opens_nothing_without_one(client, student):
    union = sign_in(client, create_union_assignment(site=create_site(create_school(student.district))))

    answers = [client.get("/oasis/emergency/"), open_it(client, student)]

    assert [answer.status_code for answer in answers] == [404, 404]
    with pytest.raises(CannotOpen):
        open_in_emergency(
            student=student, reach=reach_of(union.user, now=timezone.now()), reason=REASON, page="", now=timezone.now()
        )
