import re

import pytest
from playwright.sync_api import expect

from districts.models import Evidence
from lmi_portal.tests.browsing import press, tab_to

from .factories import create_county, create_district

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def map_page(new_page, live_portal):
    """Opens the map of a state with three districts, one of which takes part."""
    office = {"latitude": "38.5", "longitude": "-121.3"}
    saltmarsh = create_district(name="Saltmarsh Unified", latitude="38.58", longitude="-121.49", enrollment=20_000)
    create_district(name="Riverbend Unified", cd_code="3499999", latitude="38.4", longitude="-121.45", enrollment=900)
    create_district(name="Highland Elementary", county=create_county("02"), latitude="38.7", longitude="-119.8")
    create_district(name="Sacramento Office", kind="county_office", **office)
    Evidence.objects.create(district=saltmarsh, kind="hosted", what="Hosted.", source="a test")

    def open_map(address="/districts/map/", **options):
        page = new_page(**options)
        page.goto(live_portal + address)
        return page

    return open_map


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_a_keyboard_leads_from_the_state_through_a_county_to_a_district(map_page, javascript):
    page = map_page(javascript=javascript)

    press(page, page.get_by_role("link", name="Sacramento County: 3 districts, 1 with a part on record"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Districts in Sacramento County")
    press(page, page.locator("svg").get_by_role("link", name="Riverbend Unified: 900 students"))

    expect(page).to_have_url(re.compile("/districts/3499999/$"))


def test_the_counties_are_stops_in_the_order_of_the_table_and_the_points_are_none(map_page):
    page = map_page()
    tab_to(page, page.get_by_role("link", name="The same as a list"))

    stops = []
    for _n in range(58):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.textContent.split(' County:')[0]"))
    page.keyboard.press("Tab")

    assert stops == page.locator("tbody th").all_inner_texts()
    expect(page.get_by_role("region", name="Districts by county")).to_be_focused()


def test_skipping_the_map_leads_to_the_table(map_page):
    page = map_page()

    press(page, page.get_by_role("link", name="Skip the map: the same as a table"))
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")

    expect(page.locator("tbody a").first).to_be_focused()


def hover(page, county):
    """Move the mouse there until it stays there: a page that the focus still scrolls slides away from under it."""
    for _try in range(40):
        county.locator("path").hover(force=True)
        page.wait_for_timeout(250)
        if county.evaluate("link => link.matches(':hover')"):
            return


def test_the_focus_is_seen_and_named_and_a_name_in_the_corner_gives_way_to_the_mouse_s(map_page):
    page = map_page()
    alpine = page.get_by_role("link", name="Alpine County: 1 district, 0 with a part on record")
    sacramento = page.get_by_role("link", name="Sacramento County: 3 districts")
    expect(alpine.locator("text")).to_have_css("opacity", "0")

    tab_to(page, alpine)
    expect(alpine.locator("text")).to_have_css("opacity", "1")
    expect(alpine.locator("path")).to_have_css("stroke-width", "6px")
    hover(page, sacramento)

    expect(sacramento.locator("text")).to_have_css("opacity", "1")
    expect(alpine.locator("text")).to_have_css("opacity", "0")


def test_no_script_and_no_address_beyond_the_portal_is_asked_for(map_page, live_portal):
    asked = []
    page = map_page()
    page.on("request", lambda request: asked.append(request.url))
    page.reload()

    assert asked
    assert [url for url in asked if not url.startswith((live_portal, "data:"))] == []


def test_a_phone_shows_the_whole_state(map_page):
    page = map_page(viewport=(360, 740))

    box = page.locator("svg.is-state").bounding_box()
    assert box["width"] <= 360
    assert box["height"] / box["width"] == pytest.approx(1.15, abs=0.03)
