import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode

from lmi_portal.accounts.models import User
from lmi_portal.outbox.models import Email

from .factories import PASSWORD, create_user
from .letters import link_in, newest_letter

pytestmark = pytest.mark.django_db

WANTED = "/convenings/summer/register/"


def sign_up(client, *, email="ana@example.org", **fields):
    data = {"name": "Ana Ortiz", "email": email, "password1": PASSWORD, "next": WANTED} | fields
    return client.post(reverse("account_signup"), data)


def log_in(client, *, email="ana@example.org", wanted=WANTED):
    return client.post(reverse("account_login"), {"login": email, "password": PASSWORD, "next": wanted})


def test_sign_up_page_keeps_where_the_person_wanted_to_go(client):
    page = client.get(reverse("account_signup"), {"next": WANTED}).content.decode()

    assert page.count(f'<input type="hidden" name="next" value="{WANTED}">') == 1


def test_sign_up_leads_through_the_mail_back_to_the_form(client):
    waiting = sign_up(client)
    link = link_in(newest_letter("ana@example.org"))
    confirmation = client.get(link).content.decode()
    landed = client.post(link)

    assert waiting.url == reverse("account_email_verification_sent")
    assert "Is <strong>ana@example.org</strong> your e-mail address?" in confirmation
    assert landed.url == WANTED
    assert client.session["_auth_user_id"] == str(User.objects.get(name="Ana Ortiz").pk)


def test_sign_up_mails_nobody_a_link_for_a_name(client):
    page = sign_up(client, name="A prize waits at http://evil.example.org").content.decode()

    assert "Your name: Write a name alone, without a web address or line breaks." in page
    assert not User.objects.exists()
    assert not Email.objects.exists()


def test_sign_up_confirmed_in_another_browser_leads_back_after_signing_in(client):
    other_browser = Client()
    sign_up(client)
    link = link_in(newest_letter("ana@example.org"))

    form = other_browser.get(link).content.decode()
    confirmed = other_browser.post(link.split("?")[0], {"next": WANTED})

    assert f'name="next" value="{WANTED}"' in form
    assert (confirmed.url, "_auth_user_id" in other_browser.session) == (WANTED, False)
    assert log_in(other_browser).url == WANTED


def test_links_in_mails_are_on_the_portal_whatever_the_request_calls_it(settings):
    settings.SITE_URL = "https://portal.example.org"
    settings.ALLOWED_HOSTS = ["other.example.org"]

    sign_up(Client(headers={"host": "other.example.org"}))

    letter = newest_letter("ana@example.org")
    assert letter.body.count("https://portal.example.org/accounts/confirm-email/") == 1
    assert "other.example.org" not in letter.body


def test_opening_the_confirmation_link_changes_nothing(client):
    sign_up(client)

    client.get(link_in(newest_letter("ana@example.org")))

    assert EmailAddress.objects.get().verified is False


def test_confirmation_link_used_twice_says_so(client):
    sign_up(client)
    link = link_in(newest_letter("ana@example.org"))
    client.post(link)

    page = Client().get(link).content.decode()

    assert "This link has been used already, or it is too old." in page


def test_sign_in_before_confirming_mails_the_link_again_with_the_way_back(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"confirm_email": None}
    sign_up(client, next="")

    response = log_in(Client())

    assert response.url == reverse("account_email_verification_sent")
    assert Email.objects.filter(to="ana@example.org").count() == 2
    assert link_in(newest_letter("ana@example.org")).endswith("?" + urlencode({"next": WANTED}))


@pytest.mark.parametrize("elsewhere", ["https://evil.example/steal", "//evil.example", "javascript:alert(1)"])
def test_way_back_never_leads_to_another_site(client, elsewhere):
    sign_up(client, next=elsewhere)
    link = link_in(newest_letter("ana@example.org"))

    landed = client.post(f"{link}?{urlencode({'next': elsewhere})}")

    assert "?" not in link
    assert landed.url == "/teams/"


@pytest.mark.parametrize("email", ["ana@example.org", "ANA@Example.ORG"])
def test_sign_up_with_a_taken_address_tells_its_owner_alone(client, email):
    create_user(email="ana@example.org")

    response = sign_up(client, email=email)

    assert response.url == reverse("account_email_verification_sent")
    assert User.objects.count() == 1
    letter = newest_letter("ana@example.org")
    assert letter.subject == "You already have an account"
    assert link_in(letter) == reverse("account_reset_password") + "?" + urlencode({"next": WANTED})


def test_database_refuses_the_same_address_in_other_letter_case():
    create_user(email="ana@example.org")

    with pytest.raises(IntegrityError):
        User.objects.bulk_create([User(email="ANA@example.org", password="!")])


@pytest.mark.parametrize(
    "field, value, complaint",
    [
        pytest.param("name", "x" * 10_000, "Ensure this value has at most 200 characters", id="endless name"),
        pytest.param("name", "   ", "This field is required.", id="blank name"),
        pytest.param("email", "ana@", "Enter a valid email address.", id="half an address"),
        pytest.param("password1", "porch", "This password is too short.", id="short password"),
    ],
)
def test_sign_up_says_what_is_wrong_beside_the_field_and_keeps_the_rest(client, field, value, complaint):
    page = sign_up(client, **{field: value}).content.decode()

    assert complaint in page
    assert f'aria-describedby="id_{field}_' in page
    assert f'name="next" value="{WANTED}"' in page
    assert not User.objects.exists()


def test_names_are_kept_as_they_are(client):
    sign_up(client, name="Zoë 🌻 أمينة")

    assert User.objects.get().name == "Zoë 🌻 أمينة"
