"""The account pages in a real Chromium: passkeys under the strict policy, accessibility, and no need of JavaScript."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from playwright.sync_api import expect

from lmi_portal.tests.accessibility import assert_accessible, assert_fits

from .factories import PASSWORD, add_second_factor, create_user
from .letters import link_in, newest_letter

pytestmark = pytest.mark.django_db(transaction=True)

PUBLIC = [
    "account_login",
    "account_request_login_code",
    "account_signup",
    "account_email_verification_sent",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
]
OWN = [
    "your_account",
    "account_email",
    "account_change_password",
    "account_logout",
    "mfa_index",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
]


def log_in(page, portal, user, wanted=""):
    page.goto(f"{portal}{reverse('account_login')}?next={wanted}")
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()


def prove_it_is_me(page):
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()


def add_authenticator(page):
    """A virtual key that says yes, as a fingerprint reader would."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_passkey_is_added_and_signs_in_without_a_password(page, live_portal):
    user = create_user()
    add_authenticator(page)
    log_in(page, live_portal, user, wanted=reverse("mfa_add_webauthn"))
    prove_it_is_me(page)
    page.get_by_label("Name").fill("My laptop")
    page.get_by_label("It also signs me in without a password").check()
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    page.context.clear_cookies()

    page.goto(f"{live_portal}{reverse('account_login')}?next=/accounts/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(live_portal + "/accounts/")

    expect(page.get_by_role("main").get_by_text(user.email)).to_be_visible()
    assert str(Authenticator.objects.get(user=user, type="webauthn")) == "My laptop"


def test_passkey_is_the_second_factor_after_the_password(page, live_portal):
    user = create_user()
    add_authenticator(page)
    log_in(page, live_portal, user, wanted=reverse("mfa_add_webauthn"))
    prove_it_is_me(page)
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    page.context.clear_cookies()

    log_in(page, live_portal, user, wanted="/accounts/")
    page.get_by_role("button", name="Use a passkey").click()

    page.wait_for_url(live_portal + "/accounts/")


def test_refused_passkey_is_told_in_words(page, live_portal):
    page.goto(live_portal + reverse("account_login"))
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('not allowed')) }")

    page.get_by_role("button", name="Use a passkey").click()

    page.get_by_text("That did not work: the passkey was not given").wait_for()


def test_without_javascript_all_but_passkeys_works(new_page, live_portal):
    page = new_page(javascript=False)
    page.goto(f"{live_portal}{reverse('account_signup')}?next=/accounts/")
    page.get_by_label("Your name").fill("Ana Ortiz")
    page.get_by_label("E-mail address").fill("ana@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Create an account").click()
    page.get_by_role("heading", name="Check your e-mail").wait_for()

    page.goto(live_portal + link_in(newest_letter("ana@example.org")))
    page.get_by_role("button", name="Yes, confirm it").click()

    page.get_by_role("heading", name="Your account", exact=True).wait_for()
    page.context.clear_cookies()
    page.goto(live_portal + reverse("account_login"))
    expect(page.get_by_text("Passkeys need JavaScript and a browser that knows them.")).to_be_visible()
    expect(page.get_by_role("button", name="Use a passkey")).to_have_count(0)


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_entrances_are_accessible_and_fit_a_phone(new_page, live_portal, color_scheme):
    page = new_page(viewport=(360, 740), color_scheme=color_scheme)

    for name in PUBLIC:
        page.goto(live_portal + reverse(name))
        assert_accessible(page)
        assert_fits(page)


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_own_pages_are_accessible_and_fit_a_phone(new_page, live_portal, color_scheme):
    page = new_page(viewport=(360, 740), color_scheme=color_scheme)
    user = create_user()
    log_in(page, live_portal, user, wanted=reverse("mfa_activate_totp"))
    assert_accessible(page)
    prove_it_is_me(page)
    assert_accessible(page)
    assert_fits(page)
    add_second_factor(user)

    for name in OWN:
        page.goto(live_portal + reverse(name))
        assert page.url == live_portal + reverse(name)
        assert_accessible(page)
        assert_fits(page)


def test_mistakes_are_told_accessibly(page, live_portal):
    page.goto(live_portal + reverse("account_signup"))
    page.get_by_label("Your name").fill("Ana")
    page.get_by_label("E-mail address").fill("ana@example.org")
    page.get_by_label("Password").fill("short")
    page.get_by_role("main").get_by_role("button", name="Create an account").click()

    page.get_by_role("alert").get_by_role("link", name="This password is too short").first.click()

    expect(page.get_by_label("Password")).to_be_focused()
    assert_accessible(page)
