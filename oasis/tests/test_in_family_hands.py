"""The phone on which a family signs is the staff member's: it leads nowhere else until the second factor is shown."""

import pytest
from django.urls import reverse

from lmi_portal.accounts.tests.factories import totp_code
from oasis.models import Consent

from .consent_factories import ask
from .factories import create_referral, sign_in

pytestmark = pytest.mark.django_db

START = "/oasis/start/"


@pytest.fixture
def form(client):
    """The address of a form that is open on the screen of whoever asked for it."""
    referral = create_referral()
    sign_in(client, referral.logged_by.oasis_assignments.get())
    address = reverse("oasis:consent_here", args=[ask(referral).pk])
    assert client.get(START).status_code == 200
    assert client.get(address).status_code == 200
    return address


def test_a_family_signs_and_comes_no_further(client, form):
    signed = client.post(form, {"may_tell": "on", "name": "Rosa Núñez"})

    onward = client.get(START)
    assert (signed.status_code, Consent.objects.count()) == (200, 1)
    assert (onward.status_code, onward.url) == (302, f"{reverse('mfa_reauthenticate')}?next=%2Foasis%2Fstart%2F")


def test_another_form_of_the_same_kind_does_not_open_either(client, form):
    other = reverse("oasis:consent_here", args=[ask(create_referral()).pk])

    assert client.get(other).url.startswith(reverse("mfa_reauthenticate"))


def test_staff_go_on_with_their_second_factor(client, form):
    client.post(f"{reverse('mfa_reauthenticate')}?next={START}", {"code": totp_code()})

    assert client.get(START).status_code == 200


def test_control_where_no_second_factor_is_required_nobody_is_asked(client, form, settings):
    settings.STAFF_MFA_REQUIRED = False

    assert client.get(START).status_code == 200
