"""The portal's whole main job, as its people live it: in Chromium, with a real worker, a real broker and real mail."""

import re
import time as clock
from datetime import time, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from convenings.models import Registration, ReminderRule
from convenings.reminding import plan_reminders
from convenings.tasks import post_due_reminders
from convenings.tests.factories import create_convening
from districts.models import Side
from districts.tests.factories import create_district, create_membership, create_unit
from lmi_portal.accounts.tests.factories import PASSWORD, create_staff

pytestmark = pytest.mark.django_db(transaction=True)

ROSTER = """Name\tEmail\tTitle\tRole
Nora Newcomer\tnewcomer@example.org\tDirector of HR\tCabinet member
Tess Ortega\ttess@example.org\tPresident\tSJTA
To be named\t\t\tCSEA 127
To be named\t\t\tBoard member
Paul Ito\tpaul@example.org\tPrincipal, Arden Middle\tPrincipal or site leader"""


@pytest.fixture
def convening():
    """In three days, with nine seats; its three-day reminder fell due at the start of today."""
    day = timezone.localdate() + timedelta(days=3)
    convening = create_convening(
        title="Central Valley Convening",
        slug="central-valley",
        capacity=9,
        starts_on=day,
        ends_on=day,
        registration_closes_at=timezone.now() + timedelta(days=1),
    )
    ReminderRule.objects.create(convening=convening, kind="before", days=3, send_time=time(0, 0))
    return convening


@pytest.fixture
def san_juan():
    district = create_district(name="San Juan Unified")
    create_unit(district, organization="SJTA", kind="certificated")
    create_unit(district, organization="CSEA 127", kind="classified")
    return district


@pytest.fixture
def worker(celery_worker_process, redis_url, smtp):
    return celery_worker_process(broker_url=redis_url, email_url=smtp.url)


def letter(smtp, address, words):
    """The text of the e-mail to `address` whose subject has `words`, once the worker has sent it."""
    return smtp.wait_for(address, words=words).get_body(("plain",)).get_content()


def link(text, pattern):
    return re.search(rf"https?://\S*{pattern}\S*", text).group()


def sign_in(page, portal, email, *, begins="/teams/"):
    page.goto(f"{portal}/accounts/login/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{portal}{begins}")


def register_a_team(page, portal, *, of_six_remove):
    """The sheet of a district without units lays out six seats."""
    page.goto(f"{portal}/convenings/central-valley/register/")
    for left in range(6, 6 - of_six_remove, -1):
        page.get_by_role("button", name="Remove seat 2").click()
        page.get_by_role("button", name=f"Remove seat {left}").wait_for(state="detached")
    page.get_by_role("button", name="Register the team").click()
    page.wait_for_url(re.compile(r"/teams/\w{8}/"))


def create_lead(**fields):
    membership = create_membership(district=create_district(**fields), side=Side.MANAGEMENT, is_lead=True)
    membership.user.set_password(PASSWORD)
    membership.user.save()
    return membership.user


def test_a_season_of_one_convening(new_page, live_portal, settings, smtp, worker, convening, san_juan):
    settings.STAFF_MFA_REQUIRED = False

    nora = new_page()
    newcomer_signs_up(nora, live_portal, smtp)
    newcomer_asks_to_join_san_juan(nora)
    newcomer_registers_by_pasting(nora, live_portal, smtp)
    team = Registration.objects.get()

    co_lead_confirms(new_page(viewport=(360, 780)), nora, live_portal, smtp, team)

    waiting = others_take_the_last_seats_and_wait(new_page, live_portal, smtp)
    lead_drops_two_seats(nora, live_portal, team)
    letter(smtp, waiting.registered_by.email, "Seats for you after all: Waiting Unified")

    staff_see_it_all(new_page(), live_portal, team, waiting)
    reminder_goes_out_once(smtp, team)


def newcomer_signs_up(page, portal, smtp):
    page.goto(f"{portal}/convenings/central-valley/")
    page.get_by_role("link", name="Register your team").click()
    page.get_by_role("link", name="Create an account").first.click()
    page.get_by_label("Your name").fill("Nora Newcomer")
    page.get_by_label("E-mail").fill("newcomer@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Create an account").click()
    page.get_by_role("heading", name="Check your e-mail").wait_for()

    page.goto(link(letter(smtp, "newcomer@example.org", "onfirm"), "confirm-email"))
    page.get_by_role("button", name="Yes, confirm it").click()
    page.get_by_role("heading", name="Join your district").wait_for()


def newcomer_asks_to_join_san_juan(page):
    page.get_by_label("Name, city, county, union or CD code").press_sequentially("San Juan")
    page.get_by_role("link", name="San Juan Unified", exact=True).click()
    page.get_by_label("Management").check()
    page.get_by_label("Your role").select_option(label="Cabinet member")
    page.get_by_role("button", name="Ask to join").click()
    page.get_by_role("heading", name="Register your team").wait_for()


def newcomer_registers_by_pasting(page, portal, smtp):
    page.get_by_text("Paste from a spreadsheet").first.click()
    page.locator("[name=roster]").fill(ROSTER)
    page.get_by_role("button", name="Turn lines into seats").click()
    page.get_by_text("5 lines became rows.").wait_for()
    page.get_by_role("button", name="Remove seat 1").click()
    page.get_by_text("Removed: Superintendent or designee.").wait_for()
    page.get_by_label("Co-lead’s name").fill("Tess Ortega")
    page.get_by_label("Co-lead’s e-mail").fill("tess@example.org")
    expect(page.locator("#at-the-table")).to_contain_text("5 × $60.00 = $300.00")
    page.get_by_role("button", name="Register the team").click()
    page.wait_for_url(re.compile(r"/teams/\w{8}/"))
    expect(page.locator(".status.is-confirmed")).to_have_count(1)
    expect(page.get_by_text("to be named", exact=True).nth(1)).to_be_visible()
    letter(smtp, "newcomer@example.org", "Confirmed: San Juan Unified at Central Valley Convening")
    letter(smtp, "paul@example.org", "Your seat at Central Valley Convening")


def co_lead_confirms(tess, nora, portal, smtp, team):
    tess.goto(link(letter(smtp, "tess@example.org", "Will you come together?"), "co-lead"))
    tess.get_by_role("button", name="Yes, we come together").click()
    tess.get_by_text("this team is jointly confirmed").wait_for()

    nora.goto(f"{portal}/teams/{team.code}/")
    expect(nora.locator(".status.is-approved")).to_have_text("Jointly confirmed")


def others_take_the_last_seats_and_wait(new_page, portal, smtp):
    last, waiting = create_lead(name="Last Seats Unified"), create_lead(name="Waiting Unified")
    page = new_page()
    sign_in(page, portal, last.email)
    register_a_team(page, portal, of_six_remove=2)
    expect(page.locator(".status.is-confirmed")).to_have_count(1)

    page = new_page(javascript=False)
    sign_in(page, portal, waiting.email)
    register_a_team(page, portal, of_six_remove=4)
    expect(page.locator(".status.is-waitlisted")).to_have_count(1)
    letter(smtp, waiting.email, "On the waitlist: Waiting Unified")
    return Registration.objects.get(registered_by=waiting)


def lead_drops_two_seats(page, portal, team):
    page.goto(f"{portal}/teams/{team.code}/change/")
    for name in ("Paul Ito", "To be named"):
        rows = page.locator(".seat-row")
        names = [field.input_value() for field in page.locator('[name$="-name"][name^="seats-"]').all()]
        wanted = names.index(name if name in names else "")
        rows.nth(wanted).get_by_role("button", name="Remove seat").click()
        page.get_by_role("button", name=f"Remove seat {len(names)}").wait_for(state="detached")
    page.get_by_role("button", name="Save the team").click()
    page.get_by_text("The team is changed.").wait_for()


def staff_see_it_all(page, portal, team, waiting):
    staff = create_staff(email="staff@example.org", second_factor=False)
    sign_in(page, portal, staff.email, begins="/admin/")
    page.goto(f"{portal}/admin/convenings/registration/")
    table = page.locator("#result_list").inner_text()
    for words in (team.code, waiting.code, "San Juan Unified", "Last Seats Unified", "Waiting Unified"):
        assert words in table
    assert Registration.objects.confirmed().count() == 3
    page.goto(f"{portal}/admin/outbox/email/?q=newcomer@example.org")
    assert "Changed: San Juan Unified" in page.locator("#result_list").inner_text()
    page.goto(f"{portal}/admin/audit/entry/")
    assert re.search("promote.from.line", page.locator("#result_list").inner_text())


def reminder_goes_out_once(smtp, team):
    plan_reminders(now=timezone.now() - timedelta(days=1))
    for _n in range(2):
        post_due_reminders.delay()

    reminded = sorted(team.seats.exclude(email="").values_list("email", flat=True))
    for email in reminded:
        letter(smtp, email, "In 3 days: Central Valley Convening")
    post_due_reminders.delay()
    clock.sleep(2)
    sent = sorted(one["To"] for one in smtp.messages if one["Subject"].startswith("In 3 days"))
    assert sent == reminded
