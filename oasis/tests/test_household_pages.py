from datetime import timedelta

import pytest
from django.utils import timezone

from oasis.adding_students import index_student
from oasis.models import AccessEntry, BreakGlass, Guardian, Student

from .factories import (
    create_assignment,
    create_guardian,
    create_household,
    create_school,
    create_site,
    create_student,
    sign_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(client):
    return sign_in(client, create_assignment())


def filed(site, **fields):
    student = create_student(site=site, **fields)
    index_student(student)
    return student


def address_of(student, page=""):
    return f"/oasis/students/{student.pk}/{page}"


def test_the_household_shows_members_within_reach_alone(client, by):
    household = create_household(by.district)
    student = filed(by.site, household=household)
    filed(by.site, household=household, given_name="Berta")
    filed(create_site(create_school(by.district)), household=household, given_name="Carlos")

    page = client.get(address_of(student, "household/"))

    assert ["Berta" in page.text, "Carlos" in page.text, len(AccessEntry.objects.get().students)] == [True, False, 2]


def test_a_household_is_opened_changed_and_a_stale_page_is_told(client, by):
    student = filed(by.site)
    Student.objects.update(household=None)
    new = {"name": "Ortega", "address": "12 Elm St", "language": "es", "seen": ""}
    client.post(address_of(student, "household/edit/"), new)

    stale = client.post(address_of(student, "household/edit/"), new | {"address": "14 Elm St"})

    assert Student.objects.get().household.address == "12 Elm St"
    assert "Somebody else changed this household meanwhile" in stale.text


def test_guardians_are_added_and_changed(client, by):
    student = filed(by.site)
    Guardian.objects.all().delete()
    values = {"name": "Eva Ortega", "relation": "foster", "phone": "323-555-0100", "language": "en"}
    client.post(address_of(student, "guardians/add/"), values)
    guardian = Guardian.objects.get()
    address = address_of(student, f"guardians/{guardian.pk}/")
    seen = client.get(address).context["form"]["seen"].value()

    client.post(address, values | {"phone": "323-555-0199", "seen": seen})
    stale = client.post(address, values | {"seen": seen})

    assert Guardian.objects.get().phone == "323-555-0199"
    assert "Somebody else changed this guardian meanwhile" in stale.text


def test_a_guardian_of_another_household_is_not_found(client, by):
    student = filed(by.site)
    other = create_guardian(create_household(by.district))

    assert client.get(address_of(student, f"guardians/{other.pk}/")).status_code == 404


def test_the_first_guardian_opens_the_household_and_without_one_there_is_none_to_show(client, by):
    student = filed(by.site)
    Student.objects.update(household=None)
    assert "No address on file." in client.get(address_of(student, "household/")).text

    client.post(address_of(student, "guardians/add/"), {"name": "Eva Ortega", "relation": "parent", "language": "es"})

    assert Student.objects.get().household.guardians.get().name == "Eva Ortega"


def test_a_household_that_did_not_change_stays(client, by):
    student = filed(by.site)
    page = client.get(address_of(student, "household/edit/"))
    values = {name: page.context["form"][name].value() for name in ("name", "address", "language", "seen")}

    assert client.post(address_of(student, "household/edit/"), values).url == address_of(student, "household/")
    assert client.post(address_of(student, "household/edit/"), values | {"name": ""}).status_code == 200


def test_what_was_opened_in_an_emergency_is_seen_and_not_changed(client, by):
    student = filed(create_site(create_school(by.district)))
    now = timezone.now()
    BreakGlass.objects.create(
        student=student, opened_by=by.user, reason="x", opened_at=now, expires_at=now + timedelta(hours=1)
    )

    statuses = [client.get(address_of(student, part)).status_code for part in ("", "edit/", "household/edit/")]

    assert statuses == [200, 404, 404]
