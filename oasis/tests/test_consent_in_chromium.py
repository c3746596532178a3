"""A parent signs on a phone without JavaScript, by a mailed link and on the school's screen."""

import pytest
from playwright.sync_api import expect

from lmi_portal.tests.accessibility import assert_accessible, assert_fits
from oasis.models import Consent, State

from .factories import create_referral
from .test_signing_by_link import code, send_link

pytestmark = pytest.mark.django_db(transaction=True)
PHONE_SIZE = (360, 740)


def test_a_parent_signs_by_link_on_a_phone(new_page, live_portal):
    referral = create_referral()
    phone = new_page(viewport=PHONE_SIZE, javascript=False)

    phone.goto(live_portal + send_link(referral))
    expect(phone.locator("body")).not_to_contain_text("Ana")
    assert_fits(phone)
    phone.get_by_role("button", name="Mándeme el código").click()
    phone.get_by_label("El código del correo").fill(code())
    phone.get_by_role("button", name="Abrir la hoja").click()
    expect(phone.locator("main")).to_contain_text("Ana Núñez")
    assert_fits(phone)
    phone.get_by_role("button", name="Firmar").click()
    expect(phone.get_by_role("alert")).to_contain_text("Escriba su nombre completo para firmar.")
    phone.get_by_label("Sí, la escuela puede decir").check()
    phone.get_by_label("Escriba su nombre completo").fill("Rosa Núñez")
    phone.get_by_role("button", name="Firmar").click()

    expect(phone.get_by_role("heading", level=1)).to_have_text("Gracias. Usted firmó.")
    referral.refresh_from_db()
    assert (referral.state, Consent.objects.get().signer_name) == (State.READY, "Rosa Núñez")


def test_what_a_parent_sees_is_accessible_in_both_languages(new_page, live_portal):
    screen = new_page(viewport=PHONE_SIZE)
    screen.goto(live_portal + send_link(create_referral()))
    assert_accessible(screen)
    screen.get_by_role("link", name="English").click()
    screen.get_by_role("button", name="Send me the code").click()
    screen.get_by_label("The code from the e-mail").fill(code())
    screen.get_by_role("button", name="Open the form").click()
    expect(screen.get_by_role("button", name="Sign", exact=True)).to_be_visible()
    assert_accessible(screen)
