"""School staff put down that the directory is right."""

from uuid import uuid4

import pytest

from oasis.models import Role
from oasis.providers.tests.factories import create_service, place

from .factories import create_assignment, sign_in

pytestmark = pytest.mark.django_db


def page_of(service):
    return f"/oasis/services/{service.uid}/check/"


def test_referrer_who_called_says_that_it_is_true(client):
    service, referrer = place(create_service()).service, create_assignment()
    sign_in(client, referrer)

    assert "I called: all of it is true today" in client.get(page_of(service)).text
    service.refresh_from_db()
    assert service.checked_on is None

    response = client.post(page_of(service))

    service.refresh_from_db()
    assert response.url == service.get_absolute_url()
    assert service.checked_by == referrer.user


def test_public_page_leads_there_only_those_who_work_with_oasis(client):
    service = create_service()
    assert page_of(service) not in client.get(service.get_absolute_url()).text

    sign_in(client, create_assignment())
    client.get("/oasis/start/")

    assert page_of(service) in client.get(service.get_absolute_url()).text


def test_auditor_and_unlisted_services_are_not_found(client):
    sign_in(client, create_assignment(role=Role.AUDITOR))
    assert client.get(page_of(create_service())).status_code == 404

    client.logout()
    sign_in(client, create_assignment())
    assert client.get(f"/oasis/services/{uuid4()}/check/").status_code == 404
