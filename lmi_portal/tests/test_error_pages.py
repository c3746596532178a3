"""Where something fails, the page says what happened to the person's work and where to go on."""

import re

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import Client
from django.urls import path

from districts.tests.factories import create_user
from lmi_portal import urls


@login_not_required
def refuse(request):
    raise PermissionDenied


@login_not_required
def distrust(request):
    raise SuspiciousOperation


@login_not_required
def break_down(request):
    raise ZeroDivisionError


urlpatterns = [*urls.urlpatterns, path("refuse", refuse), path("distrust", distrust), path("break-down", break_down)]


def headline(response):
    return re.search(r"<h1[^>]*>(.*?)</h1>", response.content.decode(), re.S)[1]


@pytest.mark.django_db
def test_missing_page_offers_signing_in_to_a_stranger(client):
    response = client.get("/teams-of-old/?page=2")

    assert (response.status_code, headline(response)) == (404, "This page is not here")
    assert 'href="/accounts/login/?next=/teams-of-old/%3Fpage%3D2"' in response.content.decode()


@pytest.mark.django_db
def test_missing_page_tells_as_whom_one_is_signed_in(client):
    user = create_user()
    client.force_login(user)

    response = client.get("/teams/NOSUCH/")

    assert response.status_code == 404
    assert f"You are signed in as {user.email}." in response.content.decode()


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_refused_page_says_that_nothing_changed(client):
    response = client.get("/refuse")

    assert (response.status_code, headline(response)) == (403, "This is not open to you")


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/distrust", 400, "This request could not be read"),
        ("/break-down", 500, "Something went wrong on our side"),
    ],
)
def test_broken_page_is_shown_without_the_database(address, status, words):
    response = Client(raise_request_exception=False).get(address)

    assert (response.status_code, headline(response)) == (status, words)


@pytest.mark.django_db
def test_expired_session_says_that_typing_is_kept():
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "lead@example.org"})

    assert (response.status_code, headline(response)) == (403, "Your session had expired")


@pytest.mark.django_db
def test_too_many_tries_says_how_long_to_wait(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"signup": "1/m/ip"}

    responses = [client.post("/accounts/signup/") for _ in range(2)]

    assert [response.status_code for response in responses] == [200, 429]
    assert headline(responses[1]) == "Too many tries in a short time"
