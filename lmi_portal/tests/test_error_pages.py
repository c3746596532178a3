"""Where something fails, the page says what happened to the person's work and where to go on."""

import re

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpResponse, HttpResponseNotAllowed
from django.test import Client
from django.urls import path
from django.views.decorators.http import require_POST

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


@login_not_required
@require_POST
def press(request, **kwargs):
    return HttpResponse("Pressed.")


@login_not_required
def refuse_in_words(request):
    return HttpResponseNotAllowed(["POST"], content="In words.", content_type="text/plain")


urlpatterns = [
    *urls.urlpatterns,
    path("refuse", refuse),
    path("distrust", distrust),
    path("break-down", break_down),
    path("press/again/", press),
    path("press/", press),
    path("in-words/", refuse_in_words),
]


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
@pytest.mark.urls(__name__)
@pytest.mark.parametrize("is_signed_in", [True, False], ids=["signed in", "a visitor"])
def test_where_only_a_button_leads_the_page_says_so_and_shows_the_way(client, is_signed_in):
    if is_signed_in:
        client.force_login(create_user())

    response = client.get("/press/again/")

    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert headline(response) == "There is nothing to see at this address"
    assert '<a href="/press/">Go to the page above it</a>' in response.text
    assert "Go to the page above it" not in client.get("/press/").text


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_a_button_that_was_pressed_and_what_programs_read_stay_as_they_are(client):
    pressed, put = client.post("/press/"), client.put("/press/")
    for_a_program, in_words = client.get("/press/", HTTP_ACCEPT="application/json"), client.get("/in-words/")

    assert (pressed.text, put.text, for_a_program.text, in_words.text) == ("Pressed.", "", "", "In words.")


@pytest.mark.django_db
def test_what_a_secret_link_refuses_is_kept_by_nobody(client):
    response = client.get(f"/wellbeing/here/{'x' * 20}/rating/", HTTP_ACCEPT_LANGUAGE="es")

    assert headline(response) == "There is nothing to see at this address"
    assert (response["Referrer-Policy"], response["Cache-Control"]) == ("no-referrer", "no-store, private")
    assert response["Content-Language"] == "en"


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
