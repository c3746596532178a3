"""Whose records open to whom: by right at the school, by agreement, or while a consent names the employer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from oasis.adding_students import index_student
from oasis.models import Assignment, ConsentRevocation

from .factories import create_assignment, create_consent, create_student, create_union_assignment, sign_in, today

pytestmark = pytest.mark.django_db

FIND = "/oasis/students/"


def filed(site):
    student = create_student(site=site)
    index_student(student)
    return student


def address_of(student):
    return f"/oasis/students/{student.pk}/"


def test_a_consent_that_names_their_employer_opens_the_record_to_the_union_and_its_end_closes_it(client):
    by = sign_in(client, create_union_assignment())
    student = filed(by.site)
    address = address_of(student)
    assert client.get(address).status_code == 404

    consent = create_consent(student, organization=by.employer)
    assert client.get(address).status_code == 200
    assert "Núñez" in client.post(FIND, {"words": "ana"}).text

    ConsentRevocation.objects.create(consent=consent, revoked_at=timezone.now(), told_by="Rosa Núñez")
    assert client.get(address).status_code == 404
    assert "Núñez" not in client.post(FIND, {"words": "ana"}).text


@pytest.mark.parametrize(
    ("days", "status"), [((-9, -1), 404), ((1, 9), 404), ((0, 0), 200)], ids=["run out", "not begun", "today alone"]
)
def test_a_consent_opens_the_record_while_it_runs(client, days, status):
    by = sign_in(client, create_union_assignment())
    student = filed(by.site)
    first, last = (today() + timedelta(days=number) for number in days)
    create_consent(student, organization=by.employer, starts_on=first, expires_on=last)

    assert client.get(address_of(student)).status_code == status


def test_a_consent_that_names_another_union_opens_nothing(client):
    by = sign_in(client, create_union_assignment())
    student = filed(by.site)
    create_consent(student, organization=create_union_assignment().employer)

    assert client.get(address_of(student)).status_code == 404


def test_control_a_district_employee_needs_no_consent(client):
    by = sign_in(client, create_assignment())

    assert client.get(address_of(filed(by.site))).status_code == 200


def test_a_contractor_sees_the_school_under_the_agreement(client):
    contractor = create_assignment(basis=Assignment.Basis.CONTRACTOR, agreement_number="LAUSD-2026-77")
    sign_in(client, contractor)

    assert client.get(address_of(filed(contractor.site))).status_code == 200
