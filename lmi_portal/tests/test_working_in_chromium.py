"""Registering a team in a real Chromium: without JavaScript, by keyboard alone, and when things go wrong."""

import pytest

from .a_season import create_season
from .accessibility import shortcomings_of
from .browsing import press, sign_in, tab_to

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def season():
    return create_season()


def test_team_is_registered_without_javascript(new_page, live_portal, season):
    page = new_page(viewport=(360, 740), javascript=False)
    sign_in(page, live_portal, season.person("newcomer"))
    page.goto(f"{live_portal}/convenings/{season.open.slug}/")
    page.get_by_role("link", name="Register your team").click()

    page.get_by_label("Name, city, county or CD code").fill("San Juan")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="San Juan Unified").click()
    page.get_by_label("Labor").check()
    page.get_by_label("Your role").select_option("Union representative or member")
    page.get_by_label("Your bargaining unit").select_option("CSEA 127 (Classified)")
    page.get_by_role("button", name="Ask to join").click()

    assert page.get_by_role("heading", level=1).inner_text() == "Register your team"
    seats = page.locator(".seat-row").count()
    for number in (3, 2, 1):
        page.get_by_role("button", name=f"Remove seat {number}", exact=True).click()
    assert page.locator(".seat-row").count() == seats - 3
    page.get_by_text("Paste from a spreadsheet").first.click()
    page.get_by_label("Paste from a spreadsheet").fill("Ana Ruiz\tana@example.org\tTeacher\tExtra seat, labor")
    page.get_by_role("button", name="Turn lines into seats").click()
    page.get_by_role("button", name="Register the team").last.click()

    assert page.get_by_role("status").inner_text().startswith("Your team is registered")
    assert page.get_by_role("main").get_by_text("Ana Ruiz").first.is_visible()


def test_refused_team_is_told_accessibly(page, live_portal, season):
    sign_in(page, live_portal, season.person("lead"))
    page.goto(f"{live_portal}/convenings/{season.open.slug}/register/")
    page.get_by_label("E-mail", exact=True).first.fill("no address")

    page.get_by_role("button", name="Register the team").last.click()

    summary = page.locator(".error-summary")
    assert summary.evaluate("element => element === document.activeElement")
    assert shortcomings_of(page) == []
    summary.get_by_role("link").first.click()
    assert page.locator(":focus").get_attribute("name") == "seats-0-email"


def test_team_is_registered_by_keyboard_alone(page, live_portal, season):
    sign_in(page, live_portal, season.person("newcomer"))
    page.goto(f"{live_portal}/convenings/{season.open.slug}/")
    press(page, page.get_by_role("link", name="Register your team"))

    tab_to(page, page.get_by_label("Name, city, county or CD code"))
    page.keyboard.type("San Juan")
    page.get_by_role("link", name="San Juan Unified").wait_for()
    press(page, page.get_by_role("link", name="San Juan Unified"))
    press(page, page.get_by_label("Labor"), "Space")
    tab_to(page, page.get_by_label("Your role"))
    page.keyboard.type("Union")
    tab_to(page, page.get_by_label("Your bargaining unit"))
    page.keyboard.type("CSEA")
    press(page, page.get_by_role("button", name="Ask to join"))

    for number in (3, 2):
        press(page, page.get_by_role("button", name=f"Remove seat {number}", exact=True))
        page.locator("[role=status]:focus").get_by_text("Removed").wait_for()
    press(page, page.get_by_role("button", name="Add a seat"))
    page.locator("fieldset:focus").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.type("Extra")
    page.keyboard.press("Tab")
    page.keyboard.type("Ana Ruiz")
    press(page, page.get_by_role("button", name="Register the team").last)

    page.get_by_role("heading", name="San Juan Unified", level=1).wait_for()
    assert page.get_by_role("status").inner_text().startswith("Your team is registered")
    assert page.get_by_role("main").get_by_text("Ana Ruiz").first.is_visible()


def test_typing_survives_an_expired_session(page, page_errors, live_portal, season):
    sign_in(page, live_portal, season.person("lead"))
    page.goto(f"{live_portal}/convenings/{season.open.slug}/register/")
    page.get_by_label("Name", exact=True).first.fill("Ana Ruiz")
    page.get_by_label("Co-lead’s name").fill("Bo Li")
    page.context.clear_cookies(name="csrftoken")

    page.get_by_role("button", name="Register the team").last.click()
    page.get_by_role("heading", name="Your session had expired").wait_for()
    page.go_back()

    assert page.get_by_label("Co-lead’s name").input_value() == "Bo Li"
    assert page.get_by_label("Name", exact=True).first.input_value() == "Ana Ruiz"
    assert all("403" in error for error in page_errors)
    page_errors.clear()


def test_double_click_sends_once_and_back_may_send_again(page, live_portal, season):
    sign_in(page, live_portal, season.person("lead"))
    sent = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    page.goto(f"{live_portal}/teams/{season.team.code}/co-lead/")
    page.get_by_label("Co-lead’s e-mail").fill("no address")

    page.get_by_role("button", name="Write to the co-lead").dblclick()
    page.locator(".error-summary").wait_for()

    assert len(sent) == 1
    page.go_back()
    page.get_by_label("Co-lead’s e-mail").fill("other@example.org")
    page.get_by_role("button", name="Write to the co-lead").click()
    page.get_by_role("heading", name=season.district.name, level=1).wait_for()
    assert len(sent) == 2


def test_changed_sheet_is_not_left_unasked(page, live_portal, season):
    sign_in(page, live_portal, season.person("lead"))
    questions = []
    page.on("dialog", lambda dialog: (questions.append(dialog.type), dialog.accept()))
    page.goto(f"{live_portal}/convenings/{season.open.slug}/register/")
    page.get_by_label("Name", exact=True).first.press_sequentially("Ana")

    page.get_by_role("link", name="Convenings", exact=True).click()
    page.wait_for_url(f"{live_portal}/convenings/")

    assert questions == ["beforeunload"]
