"""Registering a team in a real Chromium: without JavaScript, by keyboard alone, and when things go wrong."""

import re
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from convenings.models import Registration

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

    page.get_by_label("Name, city, county, union or CD code").fill("San Juan")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="San Juan Unified", exact=True).click()
    page.get_by_label("Labor").check()
    page.get_by_label("Your role").select_option("Union representative or member")
    page.get_by_label("Your bargaining unit").select_option("CSEA 127 (Classified)")
    page.get_by_role("button", name="Ask to join").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Register your team")
    page.wait_for_load_state()
    seats = page.locator(".seat-row")
    left = seats.count()
    for number in (3, 2, 1):
        page.get_by_role("button", name=f"Remove seat {number}", exact=True).click()
        left -= 1
        expect(seats).to_have_count(left)
    page.get_by_text("Paste from a spreadsheet").first.click()
    page.get_by_label("Paste from a spreadsheet").fill("Ana Ruiz\tana@example.org\tTeacher\tExtra seat, labor")
    page.get_by_role("button", name="Turn lines into seats").click()
    expect(seats).to_have_count(left + 1)
    page.get_by_role("button", name="Register the team").click()

    expect(page.get_by_role("status")).to_contain_text("Your team is registered")
    expect(page.get_by_role("main").get_by_text("Ana Ruiz").first).to_be_visible()


def test_button_pressed_while_the_page_arrives_gives_no_seat_up(new_page, live_portal, season):
    page = new_page(javascript=False)
    sign_in(page, live_portal, season.person("lead"))
    page.goto(f"{live_portal}/convenings/{season.open.slug}/register/")
    seats = page.locator(".seat-row").count()

    with slow_line(page):
        page.goto(f"{live_portal}/convenings/{season.open.slug}/register/", wait_until="commit")
        page.get_by_label("Name", exact=True).first.press("Enter", no_wait_after=True)
    expect(page.get_by_role("status").get_by_text("This page had not arrived whole")).to_be_visible()
    expect(page.locator(".seat-row")).to_have_count(seats)


@contextmanager
def slow_line(page):
    """Some kilobytes a second, as at the edge of a cell."""
    session = page.context.new_cdp_session(page)
    rates = {"offline": False, "latency": 0, "uploadThroughput": -1}
    session.send("Network.emulateNetworkConditions", rates | {"downloadThroughput": 4_000})
    yield
    session.send("Network.emulateNetworkConditions", rates | {"downloadThroughput": -1})


def test_refused_team_is_told_accessibly(page, live_portal, season):
    sign_in(page, live_portal, season.person("lead"))
    page.goto(f"{live_portal}/convenings/{season.open.slug}/register/")
    page.get_by_label("E-mail", exact=True).first.fill("no address")

    page.get_by_role("button", name="Register the team").click()

    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    assert shortcomings_of(page) == []
    summary.get_by_role("link").first.click()
    expect(page.locator(":focus")).to_have_attribute("name", "seats-0-email")


def test_team_is_registered_by_keyboard_alone(page, live_portal, season):
    sign_in(page, live_portal, season.person("newcomer"))
    page.goto(f"{live_portal}/convenings/{season.open.slug}/")
    press(page, page.get_by_role("link", name="Register your team"))

    tab_to(page, page.get_by_label("Name, city, county, union or CD code"))
    page.keyboard.type("San Juan")
    # What was found for the first letters alone may still come, and would take the focus from the link.
    page.wait_for_url(re.compile("q=San%20Juan"))
    press(page, page.get_by_role("link", name="San Juan Unified", exact=True))
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
    press(page, page.get_by_role("button", name="Register the team"))

    page.get_by_role("heading", name="San Juan Unified", level=1).wait_for()
    expect(page.get_by_role("status")).to_contain_text("Your team is registered")
    expect(page.get_by_role("main").get_by_text("Ana Ruiz").first).to_be_visible()


def test_typing_survives_an_expired_session(page, page_errors, live_portal, season):
    sign_in(page, live_portal, season.person("lead"))
    page.goto(f"{live_portal}/convenings/{season.open.slug}/register/")
    page.get_by_label("Name", exact=True).first.fill("Ana Ruiz")
    page.get_by_label("Co-lead’s name").fill("Bo Li")
    page.context.clear_cookies(name="csrftoken")

    page.get_by_role("button", name="Register the team").click()
    page.get_by_role("heading", name="Your session had expired").wait_for()
    page.go_back()

    expect(page.get_by_label("Co-lead’s name")).to_have_value("Bo Li")
    expect(page.get_by_label("Name", exact=True).first).to_have_value("Ana Ruiz")
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


def test_page_that_was_stopped_may_be_sent_again(page, live_portal, season):
    """204 leaves the page as it was, as stopping the browser does."""
    sign_in(page, live_portal, season.person("lead"))
    page.clock.install()
    page.goto(f"{live_portal}/teams/{season.team.code}/co-lead/")
    page.route("**/co-lead/", lambda route: route.fulfill(status=204))
    field = page.get_by_label("Co-lead’s e-mail")
    field.fill("other@example.org")

    with page.expect_response("**/co-lead/"):
        field.press("Enter")
    page.clock.fast_forward(10_000)

    with page.expect_response("**/co-lead/"):
        field.press("Enter")


def test_reload_and_back_register_no_second_team(page, live_portal, season):
    sign_in(page, live_portal, season.person("lead"))
    before = Registration.objects.count()
    page.goto(f"{live_portal}/convenings/{season.open.slug}/register/")
    page.get_by_role("button", name="Register the team").click()
    expect(page.get_by_role("status")).to_contain_text("Your team is registered")

    page.reload()
    expect(page.get_by_role("heading", name=season.district.name, level=1)).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="Register the team").click()

    expect(page.get_by_text("San Juan Unified has already registered a team.").first).to_be_visible()
    assert Registration.objects.count() == before + 1


def test_changed_sheet_is_not_left_unasked(page, live_portal, season):
    sign_in(page, live_portal, season.person("lead"))
    questions = []
    page.on("dialog", lambda dialog: (questions.append(dialog.type), dialog.accept()))
    page.goto(f"{live_portal}/convenings/{season.open.slug}/register/")
    page.get_by_label("Name", exact=True).first.press_sequentially("Ana")

    page.get_by_role("link", name="Convenings", exact=True).click()
    page.wait_for_url(f"{live_portal}/convenings/")

    assert questions == ["beforeunload"]


def test_sheet_with_a_seat_more_is_not_left_unasked_either(page, live_portal, season):
    sign_in(page, live_portal, season.person("lead"))
    questions = []
    page.on("dialog", lambda dialog: (questions.append(dialog.type), dialog.accept()))
    page.goto(f"{live_portal}/convenings/{season.open.slug}/register/")
    page.get_by_label("Name", exact=True).first.press_sequentially("Ana")
    page.get_by_role("button", name="Add a seat").click()
    page.locator("fieldset:focus").wait_for()

    page.get_by_role("link", name="Convenings", exact=True).click()
    page.wait_for_url(f"{live_portal}/convenings/")

    assert questions == ["beforeunload"]
