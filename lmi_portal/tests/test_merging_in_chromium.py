"""The two pages on which staff merge, in a real browser and on a phone."""

import pytest

from districts.models import Organization
from districts.tests.factories import create_district, create_membership
from districts.tests.test_merging import create_organization, unit_of
from lmi_portal.accounts.models import User
from lmi_portal.accounts.tests.factories import create_staff, create_user

from .accessibility import shortcomings_of
from .browsing import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def merge_in(page, live_portal, admin_list, *, keep):
    """From the list to the end; returns what is wrong with the pages on the way."""
    page.goto(f"{live_portal}{admin_list}")
    for row in page.locator("input.action-select").all():
        row.check()
    page.locator("select[name=action]").select_option("merge")
    page.get_by_role("button", name="Run").click()
    shortcomings = shortcomings_of(page)
    page.get_by_label(keep).check()
    page.get_by_role("button", name="Look it over").click()
    shortcomings += shortcomings_of(page)
    page.get_by_role("button", name="Merge", exact=True).click()
    page.get_by_text("Merged. The audit trail lists what moved.").wait_for()
    return shortcomings


def test_staff_merge_two_organizations(page, live_portal):
    staff, keep = create_staff(), create_organization("CSEA Chapter 127")
    unit_of(create_organization("CSEA Chapter 127, San Juan"), create_district())
    sign_in(page, live_portal, staff)

    assert merge_in(page, live_portal, "/admin/districts/organization/", keep="CSEA Chapter 127 ·") == []
    assert Organization.objects.get() == keep
    assert keep.units.count() == 1


def test_staff_merge_two_people(page, live_portal):
    staff = create_staff(email="events@lmi.example.com")
    gone, keep = create_user(name="Dana W"), create_user(name="Dana Whitfield")
    create_membership(user=gone, district=create_district())
    sign_in(page, live_portal, staff)

    assert merge_in(page, live_portal, "/admin/accounts/user/?q=Dana", keep="Dana Whitfield") == []
    assert list(User.objects.filter(name__startswith="Dana", is_active=True)) == [keep]
    assert keep.memberships.count() == 1
