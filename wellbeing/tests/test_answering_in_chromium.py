"""An employee answers on a phone without JavaScript, turns to Spanish half-way, and leaves nothing behind."""

import pytest
from playwright.sync_api import expect

from lmi_portal.tests.accessibility import PHONE, assert_fits, shortcomings_of

from .survey_factories import address_of_link, answers_of, create_open_survey, draw_links

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_employee_answers_on_a_phone(new_page, live_portal):
    survey = create_open_survey()
    (link,) = draw_links(survey)
    phone = new_page(viewport=(PHONE["width"], PHONE["height"]), javascript=False)

    phone.goto(live_portal + address_of_link(link) + "?language=en")
    agree = phone.get_by_role("group", name="People treat me with respect").get_by_label("Agree", exact=True)
    agree.check()
    # Enter neither turns the language nor sends what can be sent but once.
    agree.press("Enter")
    expect(phone.locator("html")).to_have_attribute("lang", "en", timeout=2000)
    phone.get_by_role("button", name="Español").click()
    expect(phone.locator("main")).to_contain_text("Puedo hacer bien mi trabajo")
    assert_fits(phone)
    targets = phone.eval_on_selector_all("label.choice", "all => all.map(each => each.getBoundingClientRect().height)")
    phone.get_by_role("button", name="Enviar mis respuestas").click()

    expect(phone.locator("main")).to_contain_text("Sus respuestas ya llegaron")
    assert min(targets) >= 44
    assert [each["answers"] for each in answers_of(survey)] == [{"respect": "agree"}]
    assert [cookie["name"] for cookie in phone.context.cookies()] == ["csrftoken"]


def test_the_survey_is_accessible(new_page, live_portal):
    survey = create_open_survey()
    (link,) = draw_links(survey)
    screen = new_page()

    screen.goto(live_portal + address_of_link(link))
    found = shortcomings_of(screen)
    screen.get_by_role("button", name="Send my answers").click()

    assert found == []
    expect(screen.locator("#errors")).to_contain_text("You have not answered anything yet")
    assert shortcomings_of(screen) == []
