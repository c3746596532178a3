from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from districts.tests.factories import create_user
from lmi_portal.accounts.tests.factories import create_staff, sign_in_staff
from lmi_portal.audit.models import Entry
from oasis.providers.verifying import verify_service

from .factories import create_service

pytestmark = pytest.mark.django_db

EVENING = datetime(2026, 11, 2, 21, tzinfo=ZoneInfo("America/Los_Angeles"))


def test_day_of_the_check_is_that_of_california():
    service, staff = create_service(), create_staff()

    verify_service(service=service, verified_by=staff, now=EVENING)

    service.refresh_from_db()
    assert (service.checked_on, service.checked_by, service.modified_at) == (date(2026, 11, 2), staff, EVENING)
    assert Entry.objects.get(deed="verify_service").changes == {"last checked": [None, "2026-11-02"]}


def test_checked_twice_a_day_is_put_down_once():
    service = create_service()
    for _again in range(2):
        verify_service(service=service, verified_by=create_staff(), now=EVENING)

    assert Entry.objects.filter(deed="verify_service").count() == 1


def test_staff_put_it_down_on_the_page(client):
    service = create_service()
    sign_in_staff(client, create_staff())
    assert "Put down: checked today" in client.get(service.get_absolute_url()).text

    response = client.post(f"{service.get_absolute_url()}checked/")

    service.refresh_from_db()
    assert response.url == service.get_absolute_url()
    assert service.checked_on is not None


@pytest.mark.parametrize("who", ["visitor", "signed in", "staff without the permission", "without a second factor"])
def test_nobody_else_can(client, who):
    service = create_service()
    if who == "signed in":
        client.force_login(create_user())
    elif who == "staff without the permission":
        sign_in_staff(client, create_staff(is_superuser=False))
    elif who == "without a second factor":
        client.force_login(create_staff())
    assert "Put down: checked today" not in client.get(service.get_absolute_url()).text

    response = client.post(f"{service.get_absolute_url()}checked/")

    service.refresh_from_db()
    assert response.status_code == (302 if who == "visitor" else 404)
    assert service.checked_on is None


def test_opening_the_address_puts_nothing_down(client):
    service = create_service()
    sign_in_staff(client, create_staff())

    assert client.get(f"{service.get_absolute_url()}checked/").status_code == 404

    service.refresh_from_db()
    assert service.checked_on is None
