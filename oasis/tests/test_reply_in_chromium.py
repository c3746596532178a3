"""A provider answers on a phone without JavaScript, over a real server and with the headers that a browser sends."""

import pytest
from playwright.sync_api import expect

from lmi_portal.tests.accessibility import assert_accessible, assert_fits
from oasis.models import State

from .provider_browser import mailed_code, page, sent_link

pytestmark = pytest.mark.django_db(transaction=True)
PHONE_SIZE = (360, 740)


def test_a_provider_answers_on_a_phone(new_page, live_portal):
    link = sent_link()
    phone = new_page(viewport=PHONE_SIZE, javascript=False)
    origins = []
    phone.on("request", lambda request: request.method == "POST" and origins.append(request.all_headers()["origin"]))

    phone.goto(live_portal + page(link))
    expect(phone.locator("main")).not_to_contain_text("Xiomara")
    phone.get_by_role("button", name="Send me the code").click()
    phone.get_by_label("Code from the e-mail").fill(mailed_code())
    phone.get_by_role("button", name="Open the referral").click()
    expect(phone.locator("main")).to_contain_text("Xiomara Quiñones")
    assert_fits(phone)
    phone.get_by_role("link", name="Accept").click()
    phone.get_by_label("Note to the school").fill("We call the family on Monday")
    assert_fits(phone)
    phone.get_by_role("button", name="Accept").click()

    expect(phone.locator("main")).to_contain_text("We call the family on Monday")
    link.referral.refresh_from_db()
    assert link.referral.state == State.ACCEPTED
    # Control: it is the Origin that Django refuses by itself.
    assert set(origins) == {"null"}


def test_what_a_provider_sees_is_accessible(new_page, live_portal):
    link = sent_link()
    screen = new_page(viewport=PHONE_SIZE)
    for press in [None, "Send me the code", "Open the referral"]:
        if press == "Open the referral":
            screen.get_by_label("Code from the e-mail").fill(mailed_code())
        screen.get_by_role("button", name=press).click() if press else screen.goto(live_portal + page(link))
        assert_accessible(screen)
    screen.get_by_role("link", name="Decline").click()
    assert_accessible(screen)
