"""The directory in a real browser, with JavaScript and without."""

import pytest
from playwright.sync_api import expect

from .factories import create_county, create_district, create_unit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def three_districts():
    create_unit(create_district(name="San Juan Unified", enrollment=50_509), organization="CSEA 127")
    create_district(name="Pomona Unified", county=create_county("19"), enrollment=23_185)
    create_district(name="Ross Elementary", kind="elementary", county=create_county("21"), enrollment=386)


def test_typing_and_choosing_narrow_the_list_as_one_goes(page, live_portal, three_districts):
    page.goto(f"{live_portal}/districts/")
    found, rows = page.get_by_role("status"), page.locator(".directory tbody tr")
    expect(found).to_have_text("3 districts and county offices found.")

    page.get_by_label("Name, city, county, union or CD code").press_sequentially("unified")
    expect(found).to_have_text("2 districts and county offices found.")
    page.get_by_label("County", exact=True).select_option("Los Angeles")

    expect(found).to_have_text("1 district or county office found.")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Pomona Unified")
    expect(page).to_have_url(f"{live_portal}/districts/?q=unified&county=19")


def test_a_choice_is_left_out_and_the_rest_kept(page, live_portal, three_districts):
    page.goto(f"{live_portal}/districts/?q=unified&county=19")

    page.get_by_role("link", name="Leave out: Los Angeles County").click()

    expect(page).to_have_url(f"{live_portal}/districts/?q=unified")
    expect(page.get_by_label("County", exact=True)).to_have_value("")


def test_the_list_is_found_sorted_and_shared_without_javascript(new_page, live_portal, three_districts):
    page = new_page(javascript=False)
    page.goto(f"{live_portal}/districts/")

    page.get_by_label("Size").select_option("25,000 and more")
    page.get_by_role("button", name="Find").click()
    expect(page.locator(".directory tbody th")).to_contain_text(["San Juan Unified"])
    page.get_by_role("link", name="Show all").click()
    page.get_by_role("link", name="Students").click()

    expect(page.locator(".directory tbody th")).to_contain_text(["San Juan Unified", "Pomona Unified", "Ross"])


def test_rows_are_cards_on_a_phone(new_page, live_portal, three_districts):
    page = new_page(viewport=(360, 740))
    page.goto(f"{live_portal}/districts/")
    expect(page.get_by_role("link", name="Students")).not_to_be_in_viewport()

    page.get_by_label("Order").select_option("Smallest first")

    expect(page.locator(".directory tbody tr").first).to_contain_text("Ross Elementary")
    expect(page.locator(".directory tbody tr").first).to_contain_text("Marin County")
    expect(page.get_by_text("386 students")).to_be_visible()
