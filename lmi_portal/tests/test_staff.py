import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.urls import reverse

from lmi_portal.accounts.tests.factories import (
    PASSWORD,
    add_second_factor,
    create_staff,
    create_user,
    sign_in_staff,
    totp_code,
)

pytestmark = pytest.mark.django_db

BANNER = "For trying things out only: staff may sign in without a second factor here."


def log_in(client, user, wanted):
    return client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD, "next": wanted})


def show_code(client, address, code):
    """Fill in the page of `address`, which says in a hidden field where to go on."""
    page = client.get(address)
    return client.post(address.split("?")[0], {"code": code, "next": page.context["redirect_field_value"]})


def policy(response):
    directives = (directive.split() for directive in response["Content-Security-Policy"].split(";"))
    return {name: sources for name, *sources in directives}


@pytest.mark.parametrize(
    "address, wanted",
    [
        ("/admin/", "/admin/"),
        ("/admin/convenings/convening/", "/admin/convenings/convening/"),
        ("/admin/login/", "/admin/"),
        ("/admin/login/?next=/admin/accounts/user/", "/admin/accounts/user/"),
    ],
)
def test_stranger_signs_in_by_allauth_and_comes_back(client, address, wanted):
    response = client.get(address)

    assert response.url == f"{reverse('account_login')}?next={wanted}"


def test_admin_has_no_sign_in_of_its_own(client):
    staff = create_staff()

    client.post("/admin/login/", {"username": staff.email, "password": PASSWORD})

    assert "_auth_user_id" not in client.session


def test_staff_sign_in_with_their_second_factor(client):
    asked = log_in(client, create_staff(), "/admin/")
    landed = client.post(asked.url, {"code": totp_code()})

    assert (asked.url, landed.url) == (reverse("mfa_authenticate"), "/admin/")
    assert client.get("/admin/").status_code == 200


def test_staff_without_second_factor_set_one_up_and_go_on(client):
    log_in(client, create_staff(second_factor=False), "/admin/accounts/user/")
    turned_away = client.get("/admin/accounts/user/")
    choice = client.get(turned_away.url).content.decode()
    proof = client.get(reverse("mfa_activate_totp"))
    client.post(proof.url, {"password": PASSWORD})
    client.get(reverse("mfa_activate_totp"))
    secret = client.session[SECRET_SESSION_KEY]
    codes = client.post(reverse("mfa_activate_totp"), {"code": totp_code(secret)})
    page = client.get(codes.url).content.decode()
    shown = show_code(client, client.get("/admin/accounts/user/").url, totp_code(secret))

    assert turned_away.url == reverse("mfa_index")
    assert "The staff area opens once your account has a second factor." in choice
    assert "Go on to the page you wanted" not in choice
    assert '<a class="btn btn-primary" href="/admin/accounts/user/">Go on to the page you wanted</a>' in page
    assert shown.url == "/admin/accounts/user/"
    assert client.get("/admin/accounts/user/").status_code == 200
    assert "staff_area_next" not in client.session


def test_session_opened_before_the_factor_was_set_up_shows_it_first(client):
    """Control: what is on file says nothing of who holds this session, such as somebody with a stolen password."""
    staff = create_staff(second_factor=False)
    log_in(client, staff, "/teams/")
    add_second_factor(staff)

    turned_away = client.get("/admin/accounts/user/?q=ana")
    wrong = show_code(client, turned_away.url, "000000")
    still_out = client.get("/admin/")
    shown = show_code(client, turned_away.url, totp_code())

    assert turned_away.url == "/accounts/2fa/reauthenticate/?next=%2Fadmin%2Faccounts%2Fuser%2F%3Fq%3Dana"
    assert (wrong.status_code, still_out.url) == (200, "/accounts/2fa/reauthenticate/?next=%2Fadmin%2F")
    assert shown.url == "/admin/accounts/user/?q=ana"
    assert client.get("/admin/").status_code == 200


def test_password_shown_once_more_is_no_second_factor(client):
    client.force_login(create_staff())

    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    assert client.get("/admin/").url == "/accounts/2fa/reauthenticate/?next=%2Fadmin%2F"


def test_recovery_code_lets_staff_in(client):
    staff = create_staff()
    code = staff.authenticator_set.get(type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()[0]
    asked = log_in(client, staff, "/admin/")

    client.post(asked.url, {"code": code})

    assert client.get("/admin/").status_code == 200


def test_staff_with_a_passkey_alone_are_asked_for_it(client):
    staff = create_staff(second_factor=False)
    Authenticator.objects.create(user=staff, type=Authenticator.Type.WEBAUTHN, data={})
    client.force_login(staff)

    assert client.get("/admin/").url == "/accounts/2fa/webauthn/reauthenticate/?next=%2Fadmin%2F"


def test_factor_that_is_off_by_now_lets_nobody_in(client):
    staff = create_staff()
    sign_in_staff(client, staff)
    Authenticator.objects.filter(user=staff).delete()

    assert client.get("/admin/").url == reverse("mfa_index")


@pytest.mark.parametrize(
    "wanted", ["https://elsewhere.example.org/", "//elsewhere.example.org/", "javascript:alert(1)"]
)
def test_way_back_leads_to_no_other_site(client, wanted):
    client.force_login(create_staff(second_factor=False))

    client.get("/admin/login/", {"next": wanted})

    assert client.session["staff_area_next"] == "/admin/"


def test_recovery_codes_alone_are_no_second_factor(client):
    staff = create_staff()
    Authenticator.objects.filter(user=staff, type=Authenticator.Type.TOTP).delete()
    client.force_login(staff)

    assert client.get("/admin/").url == reverse("mfa_index")


def test_without_the_requirement_the_admin_opens(client, settings):
    settings.STAFF_MFA_REQUIRED = False
    client.force_login(create_staff(second_factor=False))

    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("address", ["/admin/", "/admin/login/", "/admin/accounts/user/", "/admin/nothing/"])
def test_nothing_is_here_for_people_who_are_not_staff(client, address):
    client.force_login(create_user())

    assert client.get(address).status_code == 404


def test_password_is_changed_at_allauth(client):
    sign_in_staff(client, create_staff())

    assert client.get("/admin/password_change/").url == reverse("account_change_password")


@pytest.mark.parametrize("address", ["/admin/", "/accounts/"])
@pytest.mark.parametrize("required", [True, False])
def test_banner_warns_staff_where_no_second_factor_is_asked_for(client, settings, address, required):
    settings.STAFF_MFA_REQUIRED = required
    sign_in_staff(client, create_staff())

    page = client.get(address).content.decode()

    assert page.count(BANNER) == (0 if required else 1)


def test_banner_is_not_for_others(client, settings):
    settings.STAFF_MFA_REQUIRED = False
    client.force_login(create_user())

    assert BANNER not in client.get("/accounts/").content.decode()


def test_only_the_staff_area_may_evaluate_and_style_inline(client):
    sign_in_staff(client, create_staff())

    admin, account, nowhere = (policy(client.get(address)) for address in ["/admin/", "/accounts/", "/nowhere/"])

    assert admin["script-src"] == ["'self'", "'unsafe-eval'"]
    assert admin["style-src"] == ["'self'", "'unsafe-inline'"]
    assert account == nowhere == admin | {"script-src": ["'self'"], "style-src": ["'self'"]}


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/admin/convenings/convening/", "Add the first"),
        ("/admin/convenings/convening/?q=Nowhere", "Nothing fits what was searched for or chosen."),
        ("/admin/outbox/email/", "Nothing to show"),
    ],
)
def test_list_with_nothing_in_it_says_what_to_do(client, settings, address, said):
    settings.STAFF_MFA_REQUIRED = False
    client.force_login(create_user(is_staff=True, is_superuser=True))

    assert said in client.get(address).content.decode()
