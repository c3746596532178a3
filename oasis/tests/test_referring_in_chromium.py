"""A referrer with a phone: few taps, large targets, and nothing lost with the line."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from lmi_portal.tests.accessibility import assert_accessible, assert_fits
from oasis.adding_students import index_student
from oasis.models import Referral
from oasis.providers.models import Taxonomy, TaxonomyTerm
from oasis.providers.tests.factories import create_need, create_service, place

from .factories import create_assignment, create_consent, create_referral, create_student, sign_in

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"viewport": (360, 740), "has_touch": True, "is_mobile": True}
SMALL_TARGETS = """() => [...document.querySelectorAll("main a, main button, main label.choice, main select")]
    .filter((each) => each.offsetParent && getComputedStyle(each).display !== "inline")
    .filter((each) => each.getBoundingClientRect().height < 44)
    .map((each) => each.outerHTML.slice(0, 100))"""


@pytest.fixture
def referrer():
    return create_assignment()


@pytest.fixture
def phone(new_page, live_portal, referrer):
    page, client = new_page(**PHONE), Client()
    sign_in(client, referrer)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_portal}])
    return page


def offered_service():
    need, service = create_need(), create_service()
    term = TaxonomyTerm.objects.create(
        taxonomy=Taxonomy.objects.create(name="Test", description="Test"), code="1", name="Eyes"
    )
    need.terms.add(term)
    service.terms.add(term)
    place(service)
    return service


def assert_for_a_thumb(page):
    assert_fits(page)
    assert page.evaluate(SMALL_TARGETS) == []
    assert_accessible(page)


def test_four_taps_and_three_letters_log_and_send_a_referral(phone, live_portal, referrer):
    service = offered_service()
    student = create_student(site=referrer.site)
    index_student(student)
    create_consent(student, provider=service.provider)
    taps = []

    def tap(target):
        expect(target).to_be_visible()
        assert_for_a_thumb(phone)
        target.tap()
        taps.append(target)

    phone.goto(live_portal + reverse("oasis:referral_add"))
    phone.get_by_label("Student: name or number").press_sequentially("núñ")
    expect(phone.locator("#found a")).to_have_count(1)
    tap(phone.get_by_role("link", name="Ana Núñez"))
    tap(phone.get_by_role("button", name="Vision"))
    tap(phone.get_by_role("button", name=f"Choose {service.name}"))
    tap(phone.get_by_role("button", name="Send", exact=True))
    expect(phone.get_by_role("status")).to_contain_text("is sent")

    assert len(taps) == 4
    referral = Referral.objects.get()
    assert referral.state == "sent"
    for name in ("referral", "referral_attempt"):
        phone.goto(live_portal + reverse(f"oasis:{name}", args=[referral.number]))
        assert_for_a_thumb(phone)
    for move in ("close", "schedule"):
        phone.goto(live_portal + reverse("oasis:referral_move", args=[referral.number, move]))
        assert_for_a_thumb(phone)
    phone.goto(live_portal + reverse("oasis:referrals"))
    assert_for_a_thumb(phone)


def test_without_javascript_it_takes_one_tap_more(new_page, live_portal, referrer):
    page, client = new_page(javascript=False, **PHONE), Client()
    sign_in(client, referrer)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_portal}])
    service = offered_service()
    student = create_student(site=referrer.site)
    index_student(student)
    create_consent(student, provider=service.provider)

    page.goto(live_portal + reverse("oasis:referral_add"))
    page.get_by_label("Student: name or number").fill("ana")
    page.get_by_role("button", name="Find").tap()
    page.get_by_role("link", name="Ana Núñez").tap()
    page.get_by_role("button", name="Vision").tap()
    page.get_by_role("button", name="Choose").tap()
    page.get_by_role("button", name="Send", exact=True).tap()

    expect(page.get_by_role("status")).to_contain_text("is sent")


def test_a_refusal_is_shown_in_place_and_the_form_can_be_sent_again(phone, live_portal, referrer):
    referral = create_referral(logged_by=referrer)
    phone.goto(live_portal + reverse("oasis:referral_send", args=[referral.number]))
    phone.get_by_label("What the help is for").fill("Squints at the board")
    phone.get_by_role("button", name="Send", exact=True).tap()
    expect(phone.get_by_role("alert")).to_contain_text("No signed consent covers this referral today.")
    expect(phone.get_by_label("What the help is for")).to_have_value("Squints at the board")
    scripts = phone.locator("script[src]").count()

    phone.get_by_text("Handed to the family", exact=True).tap()
    phone.get_by_role("button", name="Send", exact=True).tap()
    expect(phone.get_by_role("status")).to_contain_text("is logged")

    assert scripts == 3
    assert Referral.objects.get().events.count() == 1


def test_a_draft_survives_a_lost_connection(phone, live_portal, referrer, page_errors):
    referral = create_referral(logged_by=referrer)
    phone.goto(live_portal + reverse("oasis:referral_send", args=[referral.number]))
    reason = phone.get_by_label("What the help is for")
    reason.fill("Squints at the board")
    expect(phone.locator("#saved")).to_contain_text("Draft saved at")

    phone.context.set_offline(True)
    reason.fill("Squints at the board, has headaches")
    phone.get_by_role("button", name="Finish later").tap()
    expect(phone.locator("#offline")).to_be_visible()
    expect(reason).to_have_value("Squints at the board, has headaches")
    on_file_while_offline = Referral.objects.get().reason
    kept_on_device = phone.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    phone.context.set_offline(False)
    expect(phone.locator("#offline")).to_be_hidden()
    expect(phone.locator("#saved")).to_contain_text("Draft saved at")
    phone.get_by_role("button", name="Finish later").tap()
    expect(phone.get_by_role("status")).to_contain_text("is saved")

    page_errors.clear()  # The browser's own words about the lost line.
    assert on_file_while_offline == "Squints at the board"
    assert Referral.objects.get().reason == "Squints at the board, has headaches"
    assert "Squints" not in kept_on_device
