import pytest

from lmi_portal.tests.access import LOGIN, assert_access, clients_of

from .factories import add_second_factor, create_staff, create_user

pytestmark = pytest.mark.django_db

VISITOR, PERSON, STAFF = "visitor", "signed in", "staff"


def same(outcome):
    return dict.fromkeys([VISITOR, PERSON, STAFF], outcome)


def entrance(visitor=200):
    """Who is signed in already is sent on to where they begin."""
    return {VISITOR: visitor, PERSON: "/teams/", STAFF: "/admin/"}


def own_page(signed_in=200):
    return {VISITOR: LOGIN, PERSON: signed_in, STAFF: signed_in}


ACCESS = {
    "/accounts/login/": entrance(),
    "/accounts/login/code/": entrance(),
    "/accounts/login/code/confirm/": entrance("/accounts/login/code/"),
    "/accounts/signup/": entrance(),
    "/accounts/inactive/": same(200),
    "/accounts/confirm-email/": same(200),
    "/accounts/confirm-email/not-a-key/": same(200),
    "/accounts/password/reset/": same(200),
    "/accounts/password/reset/done/": same(200),
    "/accounts/password/reset/key/1-not-a-key/": same(200),
    "/accounts/password/reset/key/done/": same(200),
    "/accounts/logout/": {VISITOR: "/", PERSON: 200, STAFF: 200},
    "/accounts/": own_page(),
    "/accounts/email/": own_page(),
    "/accounts/password/change/": own_page(),
    "/accounts/password/set/": own_page("/accounts/password/change/"),
    "/accounts/reauthenticate/": own_page(),
    "/accounts/2fa/": own_page(),
    "/accounts/2fa/authenticate/": entrance(LOGIN),
    "/accounts/2fa/reauthenticate/": own_page(),
    "/accounts/2fa/totp/activate/": own_page("/accounts/reauthenticate/"),
    "/accounts/2fa/totp/deactivate/": own_page("/accounts/reauthenticate/"),
    "/accounts/2fa/recovery-codes/": own_page("/accounts/reauthenticate/"),
    "/accounts/2fa/recovery-codes/download/": own_page("/accounts/reauthenticate/"),
    "/accounts/2fa/recovery-codes/generate/": own_page("/accounts/reauthenticate/"),
    "/accounts/2fa/webauthn/": own_page(),
    "/accounts/2fa/webauthn/add/": own_page("/accounts/reauthenticate/"),
    "/accounts/2fa/webauthn/reauthenticate/": own_page("/accounts/reauthenticate/"),
    "/accounts/2fa/webauthn/keys/0/edit/": own_page("/accounts/reauthenticate/"),
    "/accounts/2fa/webauthn/keys/0/remove/": own_page("/accounts/reauthenticate/"),
    "/accounts/2fa/webauthn/login/": entrance(LOGIN),
    "/admin/": {VISITOR: LOGIN, PERSON: 404, STAFF: 200},
    "/admin/login/": {VISITOR: LOGIN, PERSON: 404, STAFF: "/admin/"},
    "/admin/accounts/user/": {VISITOR: LOGIN, PERSON: 404, STAFF: 200},
    "/admin/account/emailaddress/": {VISITOR: LOGIN, PERSON: 404, STAFF: 404},
    "/admin/mfa/authenticator/": {VISITOR: LOGIN, PERSON: 404, STAFF: 404},
}


def test_account_pages_open_to_those_who_may():
    person = create_user()
    add_second_factor(person)
    clients = clients_of(**{VISITOR: None, PERSON: person, STAFF: create_staff()})

    assert_access(ACCESS, clients, under=["accounts/"])
