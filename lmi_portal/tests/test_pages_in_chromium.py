"""Every page in a real Chromium: accessible and within a phone's width, in light and dark, by keyboard alone."""

import pytest
from django.conf import settings as django_settings
from django.test import Client

from .a_season import create_season
from .accessibility import PHONE, assert_accessible, assert_fits, shortcomings_of

pytestmark = pytest.mark.django_db(transaction=True)

# Who opens which addresses: before the comma an address at example.org; {words} are those of a Season.
PAGES = {
    "visitor": [
        "/",
        "/convenings/",
        "/convenings/?when=past&page=2",
        "/convenings/?view=month",
        "/convenings/?region=1&kind=series",
        "/convenings/{open.slug}/",
        "/convenings/{announced.slug}/",
        "/convenings/{past.slug}/",
        "/convenings/following/{confirm_token}/confirm/",
        "/convenings/following/{leave_token}/leave/",
        "/teams/co-lead/{co_lead_token}/",
        "/accounts/login/",
        "/accounts/signup/",
    ],
    "newcomer": [
        "/",
        "/teams/",
        "/districts/join/",
        "/districts/join/?q=san",
        "/districts/join/?q=nowhere",
        "/districts/join/{district.cd_code}/",
    ],
    "lead": [
        "/",
        "/convenings/{open.slug}/register/",
        "/convenings/{announced.slug}/register/",
        "/teams/",
        "/teams/{team.code}/",
        "/teams/{team.code}/change/",
        "/teams/{team.code}/cancel/",
        "/teams/{team.code}/co-lead/",
        "/teams/{waiting.code}/",
        "/districts/requests/",
        "/districts/requests/{request.pk}/",
    ],
    "staff, lists": [
        "/admin/",
        "/admin/convenings/convening/",
        "/admin/convenings/registration/",
        "/admin/convenings/seat/",
        "/admin/convenings/follower/",
        "/admin/convenings/reminder/",
        "/admin/districts/district/",
        "/admin/districts/bargainingunit/",
        "/admin/districts/membership/",
        "/admin/outbox/email/",
        "/admin/audit/entry/",
    ],
    "staff, rows": [
        "/admin/convenings/convening/{open.pk}/change/",
        "/admin/convenings/convening/{open.pk}/cancel/",
        "/admin/convenings/convening/{open.pk}/clone/",
        "/admin/convenings/convening/reminder-rules/{rule.pk}/preview/",
        "/admin/convenings/registration/{team.pk}/change/",
        "/admin/convenings/registration/{team.pk}/cancel/",
        "/admin/districts/district/{district.pk}/change/",
        "/admin/districts/membership/{request.pk}/change/",
        "/admin/outbox/email/{letter.pk}/change/",
        "/admin/audit/entry/{entry.pk}/change/",
    ],
}


def sign_in(page, portal, user):
    client = Client()
    client.force_login(user)
    name = django_settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": portal}])


@pytest.fixture
def season():
    return create_season()


@pytest.mark.parametrize("who", PAGES)
def test_pages_are_accessible_and_fit(page, live_portal, season, who):
    person, *_part = who.split(", ")
    if person != "visitor":
        sign_in(page, live_portal, season.person(person))

    shortcomings = []
    for address in PAGES[who]:
        address = address.format_map(vars(season))
        assert page.goto(live_portal + address).ok
        assert page.url == live_portal + address
        shortcomings += [f"{address} {line}" for line in shortcomings_of(page)]

    assert shortcomings == []


@pytest.mark.parametrize(
    ("address", "headline"),
    [("/nowhere/", "This page is not here"), ("/teams/co-lead/forged/", "This link no longer works")],
)
def test_dead_ends_are_accessible(page, page_errors, live_portal, address, headline):
    page.goto(live_portal + address)

    assert shortcomings_of(page) == []
    assert page.get_by_role("heading", level=1).inner_text() == headline
    assert all("Failed to load resource" in error for error in page_errors)
    page_errors.clear()


def test_menu_opens_on_a_phone_without_javascript(new_page, live_portal):
    page = new_page(viewport=(360, 740), javascript=False)
    page.goto(live_portal)
    assert not page.get_by_role("link", name="Convenings", exact=True).is_visible()

    page.get_by_text("Menu").click()
    page.get_by_role("link", name="Convenings", exact=True).click()

    assert page.url == f"{live_portal}/convenings/"


def test_open_menu_is_accessible_on_a_phone(page, live_portal, season):
    sign_in(page, live_portal, season.person("staff"))
    page.set_viewport_size(PHONE)
    page.goto(live_portal)

    page.get_by_text("Menu").click()
    page.get_by_text("Robin").first.click()

    assert page.get_by_role("button", name="Sign out").is_visible()
    assert_accessible(page)
    assert_fits(page)


def test_skip_link_comes_first_and_leads_to_the_content(page, live_portal):
    page.goto(live_portal)

    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the content"
    page.keyboard.press("Enter")

    assert page.locator(":focus").get_attribute("id") == "main"


FOCUS = """() => {
    const element = document.activeElement;
    if (element === document.body) return null;
    const ring = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const hasRing = ring.outlineStyle !== "none" && parseFloat(ring.outlineWidth) >= 2;
    return hasRing && box.bottom > 0 && box.top < innerHeight ? "seen" : element.outerHTML.slice(0, 150);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_focus_is_seen_on_every_stop(page, live_portal, season, scheme):
    sign_in(page, live_portal, season.person("lead"))
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(f"{live_portal}/convenings/{season.open.slug}/register/")

    stops = []
    while len(stops) < 200:
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop is None:
            break
        stops.append(stop)

    assert set(stops) == {"seen"}
    assert len(stops) > 50


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

    assert page.get_by_role("status").inner_text() == "Confirmed"
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


def tab_to(page, target):
    """Press Tab until `target` has the focus, as someone without a mouse would."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"The keyboard does not reach {target}.")


def press(page, target, key="Enter"):
    tab_to(page, target)
    page.keyboard.press(key)


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
    assert page.get_by_role("status").inner_text() == "Confirmed"
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
