from datetime import timedelta
from http import HTTPStatus

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.urls import resolve
from django.utils import timezone

from lmi_portal.accounts.tests.factories import PASSWORD, create_staff, create_user, sign_in_staff, totp_code
from oasis import guard
from oasis.models import Role

from .factories import create_assignment, create_student, sign_in

pytestmark = pytest.mark.django_db

START = "/oasis/start/"
ADD = "/oasis/students/add/"


@pytest.fixture
def later(monkeypatch):
    """Says what the clock shows from now on: so many minutes after the test began."""
    began_at = timezone.now()

    def pass_minutes(minutes):
        moment = began_at + timedelta(minutes=minutes)
        monkeypatch.setattr(guard.timezone, "now", lambda: moment)

    return pass_minutes


@pytest.mark.parametrize("role", Role)
def test_every_role_shows_a_second_factor_first(client, role):
    assignment = create_assignment(role=role)
    client.force_login(assignment.user)

    response = client.get(START)

    assert (response.status_code, response.url) == (302, "/accounts/2fa/reauthenticate/?next=%2Foasis%2Fstart%2F")


def test_who_has_no_second_factor_is_sent_to_set_one_up(client):
    client.force_login(create_assignment(user=create_user()).user)

    assert client.get(START).url == "/accounts/2fa/"


def test_control_with_the_second_factor_shown_the_page_opens(client):
    sign_in(client, create_assignment())

    assert client.get(START).status_code == HTTPStatus.OK


def test_who_has_no_role_finds_nothing_and_is_not_asked_for_a_factor(client):
    client.force_login(create_user())
    assert client.get(START).status_code == HTTPStatus.NOT_FOUND

    sign_in_staff(client, create_staff())
    assert client.get(START).status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("changed", [{"ends_on": -1}, {"starts_on": 1}], ids=["ended yesterday", "begins tomorrow"])
def test_a_role_opens_while_it_runs(client, changed):
    today = timezone.localdate()
    days = {name: today + timedelta(days=days) for name, days in changed.items()}
    sign_in(client, create_assignment(**{"starts_on": today - timedelta(days=9)} | days))

    assert client.get(START).status_code == HTTPStatus.NOT_FOUND


def test_no_copy_is_left_and_no_address_told(client):
    sign_in(client, create_assignment())

    headers = client.get(START).headers

    assert headers["Cache-Control"] == "no-store, private"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert headers["Refresh"] == "905; url=/oasis/idle/"


def test_pages_may_fetch_from_nowhere_else(client):
    sign_in(client, create_assignment())

    policy = client.get(START).headers["Content-Security-Policy"]

    sources = {source for directive in policy.split(";") for source in directive.split()[1:]}
    assert sources == {"'none'", "'self'", "data:"}


def test_who_is_idle_for_15_minutes_is_signed_out_and_comes_back_to_the_page(client, later):
    sign_in(client, create_assignment())
    client.get(START)
    later(15.1)

    response = client.get("/oasis/students/?x=1")

    assert response.url == "/accounts/login/?next=/oasis/students/%3Fx%3D1"
    assert "_auth_user_id" not in client.session


def test_control_who_clicked_within_15_minutes_stays(client, later):
    sign_in(client, create_assignment())
    client.get(START)
    later(14)
    client.get("/")
    later(28)

    assert client.get(START).status_code == HTTPStatus.OK


def test_who_never_opened_a_record_is_not_signed_out(client, later):
    sign_in(client, create_assignment())
    client.get("/")
    later(60)

    assert client.get("/").wsgi_request.user.is_authenticated


def test_the_page_that_takes_records_off_the_screen_signs_out_who_is_idle(client, later):
    sign_in(client, create_assignment())
    client.get(START)
    later(15.1)

    response = client.get("/oasis/idle/")

    assert "You were signed out." in response.text
    assert "_auth_user_id" not in client.session


def test_the_page_that_takes_records_off_the_screen_keeps_nobody_signed_in(client, later):
    sign_in(client, create_assignment())
    client.get(START)
    later(14)
    assert "You are still signed in" in client.get("/oasis/idle/").text
    later(16)

    assert client.get(START).status_code == HTTPStatus.FOUND


def sign_in_again(client, user, wanted):
    asked = client.post("/accounts/login/", {"login": user.email, "password": PASSWORD, "next": wanted})
    return client.post(asked.url, {"code": totp_code()})


def test_what_was_typed_is_there_again_after_signing_in(client, later, monkeypatch):
    by = sign_in(client, create_assignment())
    client.get(ADD)
    later(15.1)
    response = client.post(ADD, {"given_name": "Zacarías", "family_name": "Núñez"})
    assert response.url == f"/accounts/login/?next={ADD}"
    monkeypatch.undo()

    landed = sign_in_again(client, by.user, ADD)

    assert landed.url == ADD
    assert 'value="Zacarías"' in client.get(ADD).text
    assert 'value="Zacarías"' not in client.get(ADD).text


def test_what_was_typed_lies_sealed_in_the_session(client, later):
    sign_in(client, create_assignment())
    client.get(ADD)
    later(15.1)
    client.post(ADD, {"given_name": "Zacarías"})

    kept = [session.get_decoded() for session in Session.objects.all()]

    assert ["oasis_typed" in session for session in kept] == [True]
    assert "Zacar" not in str(kept)


def test_what_was_typed_is_not_there_for_another(client, later, monkeypatch):
    by = sign_in(client, create_assignment())
    other = create_assignment(site=by.site)
    client.get(ADD)
    later(15.1)
    client.post(ADD, {"given_name": "Zacarías"})
    monkeypatch.undo()

    sign_in_again(client, other.user, ADD)

    assert "Zacarías" not in client.get(ADD).text


def test_what_was_typed_is_there_for_an_hour(client, later, monkeypatch):
    by = sign_in(client, create_assignment())
    client.get(ADD)
    later(15.1)
    client.post(ADD, {"given_name": "Zacarías"})
    monkeypatch.undo()
    sign_in_again(client, by.user, ADD)
    monkeypatch.setattr("lmi_portal.kept_typing.SECONDS_AT_MOST", -1)

    assert "Zacarías" not in client.get(ADD).text


def test_a_part_of_a_page_sends_the_whole_page_to_sign_in(client, later):
    by = sign_in(client, create_assignment())
    create_student(site=by.site)
    client.get(START)
    later(15.1)

    response = client.get(START, headers={"HX-Request": "true"})

    assert response.headers["HX-Redirect"] == f"/accounts/login/?next={START}"


def test_what_came_from_nowhere_known_is_not_kept(client, later):
    sign_in(client, create_assignment())
    client.get(START)
    later(15.1)

    response = client.post(ADD, {"given_name": "Zoë"}, headers={"Referer": "http://testserver/nowhere-at-all/"})

    assert response.url == f"/accounts/login/?next={START}"
    assert "oasis_typed" not in client.session


def test_a_private_page_that_forgot_to_ask_for_a_sign_in_asks_for_one(rf):
    request = rf.get(START)
    request.resolver_match, request.user = resolve(START), AnonymousUser()

    response = guard.OasisMiddleware(None).process_view(request, None, (), {})

    assert response.url == f"/accounts/login/?next={START}"
