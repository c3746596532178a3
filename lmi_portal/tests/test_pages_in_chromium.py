"""Every page in a real Chromium: accessible, within a phone's width, in light and dark."""

import pytest
from playwright.sync_api import expect

from .a_season import create_season
from .accessibility import PHONE, assert_accessible, assert_fits, shortcomings_of
from .browsing import sign_in

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
        "/wellbeing/answer/?language=es",
    ],
    "visitor, services": [
        "/oasis/",
        "/oasis/idle/",
        "/oasis/providers/",
        "/oasis/providers/?school=19647336061394&miles=5&language=es",
        "/oasis/providers/?q=nowhere&need=gold",
        "/oasis/providers/5e41ce00-0000-4000-8000-000000000001/",
        "/oasis/providers/5e41ce00-0000-4000-8000-000000000001/sheet/?language=es",
        "/oasis/providers/corrections/{correction_token}/",
        "/oasis/providers/by/90714e20-0000-4000-8000-000000000001/",
    ],
    "visitor, well-being": [
        "/wellbeing/",
        "/wellbeing/highlights/",
        "/wellbeing/samples/?kind=food",
        "/wellbeing/highlights/{district.cd_code}/{highlighted.school_year}/",
    ],
    "visitor, practices": [
        "/practices/",
        "/practices/peer-assistance-and-review/",
        "/practices/labor-management-accord/",
    ],
    "visitor, case studies": [
        "/case-studies/",
        "/case-studies/?practice=interest-based-bargaining",
        "/case-studies/?practice=nowhere",
        "/case-studies/{told.slug}/",
        "/case-studies/compare/",
        "/case-studies/compare/?with=alhambra&with=san-juan&with=pomona",
        "/case-studies/compare/?with=alhambra&with=nowhere",
    ],
    "site-lead": ["/case-studies/{awaited.slug}/review/"],
    "visitor, committee and plan": [
        "/steering-committee/",
        "/steering-committee/?on=2019-01-01",
        "/steering-committee/?on=some+day&year=1999",
        "/strategic-plan/",
        "/strategic-plan/2018-2020/",
    ],
    "staff, committee and plan": [
        "/steering-committee/",
        "/steering-committee/meetings/{meeting.pk}/",
        "/admin/initiative/term/",
        "/admin/initiative/term/{term.pk}/change/",
        "/admin/initiative/meeting/",
        "/admin/initiative/meeting/{meeting.pk}/change/",
        "/admin/initiative/meeting/{meeting.pk}/approve-minutes/",
        "/admin/initiative/committeedecision/",
        "/admin/initiative/plan/",
        "/admin/initiative/plan/{measure.objective.goal.plan.pk}/change/",
        "/admin/initiative/goal/{measure.objective.goal.pk}/change/",
        "/admin/initiative/objective/{measure.objective.pk}/change/",
        "/admin/initiative/measure/{measure.pk}/change/",
    ],
    "visitor, library": [
        "/library/",
        "/library/?q=trust&kind=guide&audience=labor&year=2012&sort=title",
        "/library/?q=nowhere&topic=forged",
        "/library/rubinstein-mccarthy-collaboration/",
        "/library/unions-in-schools-slides/",
    ],
    "visitor, directory": [
        "/districts/",
        "/districts/?page=2&sort=-enrollment",
        "/districts/?q=csea&kind=unified&participating=evidenced&region=99",
        "/districts/?q=atlantis",
        "/districts/?q=pomona&region=3",
        "/districts/organizations/",
        "/districts/organizations/{association.pk}/",
    ],
    "staff, organizations": ["/districts/organizations/{association.pk}/", "/admin/districts/organization/"],
    "visitor, districts": [
        "/districts/{district.cd_code}/",
        # ABC Unified, whose CSEA unit is unconfirmed; Alameda Unified, nothing on record; two county offices.
        "/districts/1964212/",
        "/districts/0161119/",
        "/districts/2710272/",
        "/districts/3410348/",
    ],
    "visitor, map": [
        "/districts/map/",
        "/districts/map/?county=19",
        "/districts/map/?county=34&kind=county_office",
        "/districts/map/?q=san+juan",
    ],
    "newcomer": [
        "/",
        "/account/",
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
        "/districts/{district.cd_code}/",
    ],
    "lead, money": [
        "/account/{district.cd_code}/",
        "/account/{district.cd_code}/?show=invoices",
        "/account/{district.cd_code}/?show=payments",
        "/account/{district.cd_code}/?show=purchase-orders",
        "/account/{district.cd_code}/?show=quotes",
        "/account/{district.cd_code}/details/",
        "/account/{district.cd_code}/details/issue-again/",
        "/account/{district.cd_code}/purchase-orders/add/?team={bill.code}",
        "/account/{district.cd_code}/purchase-orders/for/{bill.code}/",
        "/account/{district.cd_code}/purchase-orders/{order.pk}/",
        "/account/{district.cd_code}/purchase-orders/{order.pk}/withdraw/",
    ],
    "visitor, money": [
        "/account/shared/{account_token}/",
        "/account/shared/{account_token}/purchase-orders/add/?team={bill.code}",
        "/account/shared/{account_token}/purchase-orders/{order.pk}/",
    ],
    "staff, lists": [
        "/admin/",
        "/admin/convenings/convening/",
        "/admin/convenings/registration/",
        "/admin/convenings/seat/",
        "/admin/convenings/follower/",
        "/admin/convenings/reminder/",
        "/admin/districts/district/",
        "/admin/districts/evidence/",
        "/admin/districts/bargainingunit/",
        "/admin/districts/membership/",
        "/admin/library/resource/",
        "/admin/library/linkcheck/",
        "/admin/outbox/email/",
        "/admin/audit/entry/",
        "/admin/initiative/casestudy/",
    ],
    "staff, rows": [
        "/admin/convenings/convening/{open.pk}/change/",
        "/admin/convenings/convening/{open.pk}/cancel/",
        "/admin/convenings/convening/{open.pk}/clone/",
        "/admin/convenings/convening/reminder-rules/{rule.pk}/preview/",
        "/admin/convenings/convening/{past.pk}/attendance/",
        "/admin/convenings/registration/{team.pk}/change/",
        "/admin/convenings/registration/{team.pk}/cancel/",
        "/admin/districts/district/{district.pk}/change/",
        "/admin/districts/evidence/{evidence.pk}/change/",
        "/admin/districts/membership/{request.pk}/change/",
        "/admin/library/resource/add/",
        "/admin/outbox/email/{letter.pk}/change/",
        "/admin/audit/entry/{entry.pk}/change/",
        "/admin/initiative/casestudy/add/",
        "/admin/initiative/casestudy/{awaited.pk}/change/",
        "/admin/initiative/casestudy/{awaited.pk}/withdraw/",
        "/case-studies/{awaited.slug}/",
    ],
}


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
    [
        ("/nowhere/", "This page is not here"),
        ("/teams/co-lead/forged/", "This link no longer works"),
        ("/account/shared/forged/", "This link no longer works"),
    ],
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
    expect(page.get_by_role("link", name="Convenings", exact=True)).to_be_hidden()

    page.get_by_text("Menu").click()
    page.get_by_role("link", name="Convenings", exact=True).click()

    expect(page).to_have_url(f"{live_portal}/convenings/")


def test_open_menu_is_accessible_on_a_phone(page, live_portal, season):
    sign_in(page, live_portal, season.person("staff"))
    page.set_viewport_size(PHONE)
    page.goto(live_portal)

    page.get_by_text("Menu").click()
    page.get_by_text("Robin").first.click()

    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)


def test_skip_link_comes_first_and_leads_to_the_content(page, live_portal):
    page.goto(live_portal)

    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the content")
    page.keyboard.press("Enter")

    expect(page.locator(":focus")).to_have_id("main")


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
