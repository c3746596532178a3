import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from .factories import create_district, create_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def search(new_page, live_portal):
    """Opens the search page for someone signed in."""
    create_district(name="Saltmarsh Unified", cd_code="3490001")
    create_district(name="Other Union")

    def open_search(*, javascript):
        client = Client()
        client.force_login(create_user())
        page = new_page(javascript=javascript)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_portal}])
        page.goto(f"{live_portal}/districts/join/?next=/convenings/")
        return page

    return open_search


@pytest.mark.parametrize("javascript", [True, False], ids=["as one types", "without JavaScript"])
def test_a_district_is_found_and_joined_and_back_is_the_whole_page(search, javascript):
    page = search(javascript=javascript)
    box = page.get_by_label("Name, city, county, union or CD code")

    if javascript:
        box.press_sequentially("saltm")
    else:
        box.fill("saltm")
        page.get_by_role("button", name="Search").click()
    page.locator("#found").get_by_role("link", name="Saltmarsh Unified").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Join Saltmarsh Unified")

    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Join your district")
    expect(page.locator("#found").get_by_role("link")).to_have_text(["Saltmarsh Unified"])

    page.go_forward()
    page.get_by_label("Management").check()
    page.get_by_label("Your role").select_option("Board member")
    page.get_by_role("button", name="Ask to join").click()
    page.wait_for_url("**/convenings/")
    expect(page.get_by_role("status")).to_contain_text("You have asked to join Saltmarsh Unified.")
