from datetime import timedelta

import pytest
from django.utils import timezone

from lmi_portal.outbox.models import Email
from oasis.family_report import accesses_told, disclosures_told
from oasis.legal_requests import (
    CannotProceed,
    answer,
    forbid_notice,
    receive_legal_request,
    remind_of_legal_requests,
    tell_family,
)
from oasis.models import AccessEntry, Disclosure, Hold, LegalRequest, Role

from .factories import create_assignment, create_site, create_student, sign_in, today

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def site():
    return create_site()


@pytest.fixture
def official(client, site):
    return sign_in(client, create_assignment(role=Role.RECORDS_OFFICIAL, district=site.school.district))


@pytest.fixture
def request_of_court(site, official):
    return receive_legal_request(
        student=create_student(site=site),
        issuer="Superior Court of Los Angeles",
        case_number="26STCV00017",
        what="All records of referrals",
        received_on=today(),
        respond_by_on=today() + 20 * DAY,
        recorded_by=official.user,
        now=timezone.now(),
    )


def told(request, official, *, answer_from_on):
    return tell_family(
        request=request, told_on=today(), answer_from_on=answer_from_on, told_by=official.user, now=timezone.now()
    )


def hand_over(request, official, *, now=None):
    return answer(
        request=request,
        records=["referrals", "name"],
        note="By courier",
        answered_by=official.user,
        now=now or timezone.now(),
    )


def test_it_holds_all_records_of_the_student(client, site, official):
    student = create_student(site=site)
    typed = {"issuer": "Superior Court", "what": "Referrals", "received_on": today(), "respond_by_on": today() + DAY}

    client.post(f"/oasis/records/students/{student.pk}/legal-requests/add/", typed)

    request = LegalRequest.objects.get()
    assert Hold.objects.standing().values_list("student", "legal_request", "reason").get() == (
        student.pk,
        request.pk,
        f"Legal request {request.pk}",
    )


def test_nothing_is_handed_over_before_the_family_had_its_time(official, request_of_court):
    with pytest.raises(CannotProceed):
        hand_over(request_of_court, official)
    told(request_of_court, official, answer_from_on=today() + 10 * DAY)
    with pytest.raises(CannotProceed) as refusal:
        hand_over(request_of_court, official)

    assert "The family was told that nothing is sent before" in str(refusal.value)
    assert Disclosure.objects.count() == 0
    hand_over(request_of_court, official, now=timezone.now() + 10 * DAY)
    row = Disclosure.objects.get()
    assert (row.recipient, row.records, row.student_number, row.is_confidential) == (
        "Superior Court of Los Angeles",
        ["name", "referrals"],
        request_of_court.student_id,
        False,
    )
    assert list(disclosures_told(request_of_court.student)) == [row]


def test_forbidden_notice_names_who_forbids_and_no_report_tells_of_it(client, official, request_of_court):
    with pytest.raises(CannotProceed):
        forbid_notice(request=request_of_court, forbidden_by=" ", noted_by=official.user, now=timezone.now())
    address = f"/oasis/records/legal-requests/{request_of_court.pk}/"

    client.post(f"{address}forbid-notice/", {"forbidden_by": "The court, order of November 2, item 4"})
    client.get(address)
    client.post(f"{address}hand-over/", {"records": ["name"], "note": ""})

    request_of_court.refresh_from_db()
    assert (request_of_court.state, request_of_court.forbidden_by) == (
        "answered",
        "The court, order of November 2, item 4",
    )
    assert Disclosure.objects.get().is_confidential
    assert list(disclosures_told(request_of_court.student)) == []
    assert list(accesses_told(request_of_court.student)) == []


def test_the_family_is_not_told_tomorrow_nor_without_time(official, request_of_court):
    for told_on, answer_from_on in [(today() + DAY, today() + 9 * DAY), (today(), today())]:
        with pytest.raises(CannotProceed):
            tell_family(
                request=request_of_court,
                told_on=told_on,
                answer_from_on=answer_from_on,
                told_by=official.user,
                now=timezone.now(),
            )


def test_steps_go_by_pages(client, official, request_of_court):
    address = f"/oasis/records/legal-requests/{request_of_court.pk}/"
    assert client.get(f"{address}hand-over/").status_code == 404

    client.post(f"{address}tell-family/", {"told_on": today(), "answer_from_on": today() + 10 * DAY})
    too_early = client.post(f"{address}hand-over/", {"records": ["name"], "note": "x"}).content.decode()
    client.post(f"{address}object/", {"note": "Quashed on November 20."})

    assert "nothing is sent before" in too_early
    request_of_court.refresh_from_db()
    assert (request_of_court.state, request_of_court.note) == ("objected", "Quashed on November 20.")
    assert client.get(address).status_code == 200


def test_the_official_is_reminded(official, request_of_court):
    for day in [14, 15, 16, 20]:
        remind_of_legal_requests(now=timezone.now() + day * DAY)

    assert [email.to for email in Email.objects.all()] == [official.user.email] * 2


def test_a_family_that_was_not_told_reads_of_no_hold_either(client, official, request_of_court):
    student = request_of_court.student
    for address in ["/oasis/records/", f"/oasis/records/students/{student.pk}/"]:
        client.get(address)
    client.get(f"/oasis/records/holds/{student.holds.get().pk}/lift/")

    assert AccessEntry.objects.count() == 3
    assert list(accesses_told(student)) == []
    told(request_of_court, official, answer_from_on=today() + 10 * DAY)
    client.get("/oasis/records/")
    assert len(list(accesses_told(student))) == 1
