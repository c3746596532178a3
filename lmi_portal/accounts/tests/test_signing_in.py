import pytest
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode

from lmi_portal.outbox.models import Email

from .factories import PASSWORD, add_second_factor, create_user, totp_code
from .letters import code_in, link_in, newest_letter

pytestmark = pytest.mark.django_db

WANTED = "/convenings/summer/register/"


def log_in(client, user, **fields):
    return client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD, "next": WANTED} | fields)


def signed_in(client):
    return "_auth_user_id" in client.session


def test_page_that_needs_an_account_leads_back_to_itself(client):
    user = create_user()

    asked = client.get(reverse("your_account"))
    landed = log_in(client, user, next=asked.url.split("next=")[1])

    assert asked.url == reverse("account_login") + "?next=" + reverse("your_account")
    assert landed.url == reverse("your_account")


@pytest.mark.parametrize(
    "page", ["account_login", "account_signup", "account_request_login_code", "account_reset_password"]
)
def test_entrances_hand_the_way_back_to_one_another(client, page):
    query = urlencode({"next": WANTED})

    links = client.get(f"{reverse(page)}?{query}").content.decode()

    others = {"account_login", "account_signup", "account_request_login_code", "account_reset_password"} - {page}
    reached = {other for other in others if f'href="{reverse(other)}?{query}"' in links}
    assert reached == (others if page == "account_login" else {"account_login"})


@pytest.mark.parametrize("email", ["ana@example.org", " ANA@Example.org "])
def test_password_signs_in_whatever_the_letter_case(client, email):
    user = create_user(email="Ana@example.org")

    assert log_in(client, user, login=email).url == WANTED
    assert signed_in(client)


def test_wrong_password_and_unknown_address_read_the_same(client):
    user = create_user()

    wrong = log_in(client, user, password="not the porch").content.decode()
    unknown = log_in(client, user, login="nobody@example.org").content.decode()

    sentence = "The email address and/or password you specified are not correct."
    assert (wrong.count(sentence), unknown.count(sentence)) == (1, 1)
    assert not signed_in(client)


def test_code_by_mail_signs_in_and_leads_back(client):
    user = create_user()

    asked = client.post(reverse("account_request_login_code"), {"email": user.email, "next": WANTED})
    page = client.get(asked.url).content.decode()
    letter = newest_letter(user.email)
    landed = client.post(reverse("account_confirm_login_code"), {"code": code_in(letter), "next": WANTED})

    assert asked.url == reverse("account_confirm_login_code") + "?" + urlencode({"next": WANTED})
    assert page.count(f'<input type="hidden" name="next" value="{WANTED}">') == 2
    assert code_in(letter) not in letter.subject
    assert landed.url == WANTED
    assert signed_in(client)


def test_new_code_replaces_the_old_one(client):
    user = create_user()
    client.post(reverse("account_request_login_code"), {"email": user.email})
    old = code_in(newest_letter(user.email))

    client.post(reverse("account_confirm_login_code"), {"action": "resend"})
    client.post(reverse("account_confirm_login_code"), {"code": old})

    assert not signed_in(client)
    client.post(reverse("account_confirm_login_code"), {"code": code_in(newest_letter(user.email))})
    assert signed_in(client)


def test_code_for_an_unknown_address_shows_the_same_page_and_mails_the_way_to_sign_up(client):
    asked = client.post(reverse("account_request_login_code"), {"email": "nobody@example.org", "next": WANTED})

    assert asked.url == reverse("account_confirm_login_code") + "?" + urlencode({"next": WANTED})
    letter = newest_letter("nobody@example.org")
    assert letter.subject == "There is no account with this address"
    assert link_in(letter) == reverse("account_signup") + "?" + urlencode({"next": WANTED})


def test_lost_password_is_replaced_through_the_mail_and_leads_back(client):
    user = create_user(password="the one I forgot")

    client.post(reverse("account_reset_password"), {"email": user.email, "next": WANTED})
    form = client.get(link_in(newest_letter(user.email)), follow=True)
    page, address = form.content.decode(), form.redirect_chain[-1][0]
    landed = client.post(address.split("?")[0], {"password1": PASSWORD, "password2": PASSWORD, "next": WANTED})

    assert f'name="next" value="{WANTED}"' in page
    assert landed.url == WANTED
    assert newest_letter(user.email).subject == "Your account: the password was reset"
    assert log_in(client, user).url == WANTED


def test_reset_link_works_once(client):
    user = create_user()
    client.post(reverse("account_reset_password"), {"email": user.email})
    link = link_in(newest_letter(user.email))
    address = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(address, {"password1": "another long porch", "password2": "another long porch"})

    again = client.get(link).content.decode()

    assert "This link has been used already, or it is too old." in again


def test_reset_for_an_unknown_address_reads_the_same(client):
    known = client.post(reverse("account_reset_password"), {"email": create_user().email})
    unknown = client.post(reverse("account_reset_password"), {"email": "nobody@example.org"})

    assert known.url == unknown.url == reverse("account_reset_password_done")


@pytest.mark.parametrize("kind", ["authenticator app", "recovery code"])
def test_second_factor_is_asked_for_and_leads_back(client, kind):
    user = create_user()
    recovery = add_second_factor(user).get_unused_codes()

    asked = log_in(client, user)
    before = signed_in(client)
    landed = client.post(asked.url, {"code": totp_code() if kind == "authenticator app" else recovery[0]})

    assert (asked.url, before) == (reverse("mfa_authenticate"), False)
    assert landed.url == WANTED
    assert signed_in(client)


def test_code_by_mail_does_not_replace_the_second_factor(client):
    user = create_user()
    add_second_factor(user)
    client.post(reverse("account_request_login_code"), {"email": user.email, "next": WANTED})
    code = code_in(newest_letter(user.email))

    asked = client.post(reverse("account_confirm_login_code"), {"code": code, "next": WANTED})

    assert (asked.url, signed_in(client)) == (reverse("mfa_authenticate"), False)
    assert client.post(asked.url, {"code": totp_code()}).url == WANTED


def test_recovery_code_works_once(client):
    user = create_user()
    code = add_second_factor(user).get_unused_codes()[0]
    log_in(client, user)
    client.post(reverse("mfa_authenticate"), {"code": code})
    client.post(reverse("account_logout"))

    log_in(client, user)
    again = client.post(reverse("mfa_authenticate"), {"code": code}).content.decode()

    assert "Incorrect code." in again
    assert not signed_in(client)


def test_sixth_wrong_password_must_wait_and_so_must_the_right_one(client):
    user = create_user()
    for _ in range(5):
        log_in(client, user, password="a wrong guess")

    page = log_in(client, user).content.decode()

    assert "Too many failed login attempts. Try again later." in page
    assert not signed_in(client)


def test_without_the_limit_guessing_goes_on(client, settings):
    settings.ACCOUNT_RATE_LIMITS = False
    user = create_user()
    for _ in range(5):
        log_in(client, user, password="a wrong guess")

    assert log_in(client, user).url == WANTED


def test_codes_are_not_mailed_without_end():
    user = create_user()

    pages = [Client().post(reverse("account_request_login_code"), {"email": user.email}) for _ in range(4)]

    assert [page.status_code for page in pages] == [302, 302, 302, 200]
    assert Email.objects.count() == 3
