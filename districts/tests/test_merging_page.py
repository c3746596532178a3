import re

import pytest
from django.urls import reverse

from districts.models import BargainingUnit, Organization
from lmi_portal.accounts.groups import ensure_groups
from lmi_portal.accounts.tests.factories import create_staff, sign_in_staff

from .factories import create_district
from .test_merging import create_organization, unit_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    return create_organization("CSEA Chapter 127"), create_organization("CSEA 127, San Juan")


def page_of(two):
    return f"{reverse('admin:districts_organization_merge')}?row={two[0].pk}&row={two[1].pk}"


def text_of(response):
    return " ".join(response.content.decode().split())


def agreed_of(response):
    return re.search(r'name="agreed" value="(\w+)"', response.content.decode())[1]


def test_action_leads_two_to_their_page_and_no_other_number(client, staff, two):
    listed = reverse("admin:districts_organization_changelist")

    both = client.post(listed, {"action": "merge", "_selected_action": [one.pk for one in two]})
    alone = client.post(listed, {"action": "merge", "_selected_action": [two[0].pk]}, follow=True)

    assert both.url == page_of(two)
    assert "Select exactly two rows that are one." in text_of(alone)


def test_what_will_happen_is_read_before_it_happens(client, staff, two):
    keep, gone = two
    unit = unit_of(gone, create_district(name="San Juan Unified"))

    choosing = client.get(page_of(two))
    looking = client.post(page_of(two), {"keep": keep.pk, "step": "look"})

    assert "CSEA 127, San Juan · Local or chapter · bargaining units: 1" in text_of(choosing)
    assert "“CSEA 127, San Juan” is deleted; “CSEA Chapter 127” stays" in text_of(looking)
    assert "These bargaining units move to it: CSEA 127, San Juan · San Juan Unified." in text_of(looking)
    assert "This cannot be undone." in text_of(looking)
    assert Organization.objects.count() == 2

    done = client.post(page_of(two), {"keep": keep.pk, "step": "do", "agreed": agreed_of(looking)}, follow=True)

    unit.refresh_from_db()
    assert (unit.organization, Organization.objects.count()) == (keep, 1)
    assert "Merged. The audit trail lists what moved." in text_of(done)


def test_nothing_happens_that_was_not_read(client, staff, two):
    keep, gone = two
    agreed = agreed_of(client.post(page_of(two), {"keep": keep.pk, "step": "look"}))
    unit_of(gone, create_district(name="San Juan Unified"))

    late = client.post(page_of(two), {"keep": keep.pk, "step": "do", "agreed": agreed})
    unread = client.post(page_of(two), {"keep": keep.pk, "step": "do"})

    assert "has changed since you read it" in text_of(late)
    assert "These bargaining units move to it" in text_of(late)
    assert unread.status_code == 200
    assert Organization.objects.count() == 2


def test_refusal_is_a_sentence_on_the_page(client, staff, two):
    district = create_district()
    unit_of(two[0], district)
    unit_of(two[1], district, kind=BargainingUnit.Kind.CERTIFICATED_SUPERVISORY)

    refused = client.post(page_of(two), {"keep": two[0].pk, "step": "look"})
    nothing = client.post(page_of(two), {"step": "look"})

    assert "Supervisors may not be represented by the organization" in text_of(refused)
    assert 'name="agreed"' not in text_of(refused)
    assert "This field is required." in text_of(nothing)


@pytest.mark.parametrize("rows", ["", "?row=1", "?row=1&row=2&row=3", "?row=x&row=", "?row=99999999999999&row=²"])
def test_page_of_no_two_organizations_is_not_found(client, staff, rows):
    assert client.get(reverse("admin:districts_organization_merge") + rows).status_code == 404


@pytest.mark.parametrize(("group", "may"), [("directory", True), ("events", False), ("finance", False)])
def test_merging_is_for_those_who_look_after_the_directory(client, two, group, may):
    ensure_groups()
    sign_in_staff(client, create_staff(groups=[group], is_superuser=False))

    assert client.get(page_of(two)).status_code == (200 if may else 403)
