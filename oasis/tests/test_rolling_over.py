from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from lmi_portal.accounts.groups import ensure_groups
from lmi_portal.accounts.tests.factories import create_staff, sign_in_staff
from lmi_portal.audit.models import Entry
from oasis.models import Assignment, Position, Role, Site
from oasis.rolling_over import CannotRollOver, roll_over

from .factories import create_assignment, create_site, create_union_assignment, today

pytestmark = pytest.mark.django_db

LIST = "/admin/oasis/site/"


def create_position(site):
    return Position.objects.create(
        site=site, title="Counseling aide", funding="title_i", budget_line="7S046", yearly_cost=Decimal("41250.50")
    )


def go_on(site):
    return roll_over(site=site, by=create_staff(second_factor=False), now=timezone.now())


def test_positions_come_along_and_people_go_on_from_july_1():
    aide = create_union_assignment()
    site = aide.site
    aide.position = create_position(site)
    aide.save()

    following = go_on(site)

    new = following.assignments.get()
    assert (following.school, following.year) == (site.school, site.year + 1)
    assert (new.user, new.basis, new.employer, new.position.site) == (aide.user, "consent", aide.employer, following)
    assert (new.position.budget_line, new.position.yearly_cost) == ("7S046", Decimal("41250.50"))
    assert (Assignment.objects.get(pk=aide.pk).ends_on, new.starts_on) == (
        date(site.year + 1, 6, 30),
        date(site.year + 1, 7, 1),
    )


def test_who_left_before_the_last_day_does_not_go_on():
    site = create_assignment(ends_on=today()).site

    assert go_on(site).assignments.count() == 0


def test_an_end_in_the_next_year_is_kept():
    site = create_site()
    ends_on = date(site.year + 1, 12, 31)
    create_assignment(site=site, ends_on=ends_on)

    assert go_on(site).assignments.get().ends_on == ends_on


def test_a_school_goes_on_once():
    site = create_site()
    go_on(site)

    with pytest.raises(CannotRollOver):
        go_on(site)


def test_a_program_that_ended_does_not_go_on():
    with pytest.raises(CannotRollOver):
        go_on(create_site(program_ended_on=today()))


@pytest.fixture
def staff(client):
    ensure_groups()
    sign_in_staff(client, create_staff(is_superuser=False, groups=["directory"]))


def test_staff_confirm_on_a_page_that_says_what_will_happen(client, staff):
    site = create_assignment().site
    create_position(site)
    pressed = {"action": "into_next_year", "_selected_action": site.pk}

    page = client.post(LIST, pressed)
    assert f"One assignment ends on June 30, {site.year + 1}, and goes on from July 1." in page.text
    assert Site.objects.count() == 1
    client.post(LIST, pressed | {"confirmed": "yes"})

    assert Site.objects.count() == 2
    assert Entry.objects.get(deed="roll_over_site").changes == {"assignments": [0, 1]}


def test_what_cannot_go_on_says_why_on_the_page(client, staff):
    site = create_site()
    go_on(site)

    page = client.post(LIST, {"action": "into_next_year", "_selected_action": site.pk})

    assert "The school has its next year already." in page.text


def test_control_an_assignment_of_yesterday_opens_nothing_today():
    ended = create_assignment(role=Role.REFERRER, ends_on=today() - timedelta(days=1))

    assert list(Assignment.objects.current(on=today())) == []
    assert ended.pk is not None
