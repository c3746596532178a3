"""Unions and associations: the tree of them, and the page of each."""

import pytest
from django.core.exceptions import ValidationError

from districts.demo import load_directory_facts
from districts.models import Organization

from .factories import create_district, create_unit, create_user

pytestmark = pytest.mark.django_db
LIST = "/districts/organizations/"


def text_of(response):
    return " ".join(response.content.decode().split())


def create_organization(name, *, parent=None, kind="local", **fields):
    return Organization.objects.create(name=name, kind=kind, parent=parent, **fields)


@pytest.fixture
def csea():
    """A state association with a local that has a unit of each confidence in a district each."""
    state = create_organization("Schools’ Employees", kind="state", short_name="CSEA")
    local = create_organization("CSEA Chapter 127", parent=state, short_name="CSEA 127")
    for confidence in ("high", "medium", "low"):
        district = create_district(name=f"{confidence.title()} Unified")
        district.units.create(organization=local, kind="classified", confidence=confidence, source="a page of 2019")
    return state


def tree_of(branches):
    return {branch.organization.name: tree_of(branch.parts) for branch in branches}


def test_what_belongs_to_what_is_drawn_as_a_tree(client):
    load_directory_facts()

    trees = {kind: tree_of(branches) for kind, branches in client.get(LIST).context["trees"]}

    assert list(trees) == [
        "State associations", "What state associations and locals belong to",
        "Locals and groups that belong to none of these", "Partners",
    ]  # fmt: skip
    nea = trees["What state associations and locals belong to"]["NEA"]
    assert "San Juan Teachers Association" in nea["California Teachers Association"]
    assert list(trees["State associations"]["California School Employees Association"]) == [
        "CSEA Chapter 127", "CSEA Chapter 281", "CSEA Chapter 500", "CSEA Chapter 577", "CSEA Pomona Chapter 14",
    ]  # fmt: skip


def test_every_local_of_the_facts_belongs_somewhere_on_file():
    load_directory_facts()
    standing_alone = Organization.objects.filter(kind="local", parent=None).values_list("short_name", flat=True)

    assert sorted(standing_alone) == [
        "Confidential Group", "LASPA", "SJAA", "SJPEC", "SJSA", "School Police Sergeants",
    ]  # fmt: skip


def test_a_long_branch_leads_on_to_its_page(client):
    state = create_organization("CTA", kind="state")
    for number in range(14):
        create_organization(f"Local {number:02}", parent=state)

    page = text_of(client.get(LIST))

    assert "Local 11" in page
    assert "Local 12" not in page
    assert f'<a href="/districts/organizations/{state.pk}/">2 more</a>' in page


@pytest.mark.parametrize("count", [1, 3])
def test_list_query_count_is_constant(client, django_assert_num_queries, count):
    for number in range(count):
        state = create_organization(f"State {number}", kind="state")
        unit = create_unit(create_district())
        Organization.objects.filter(pk=unit.organization_id).update(parent=state)

    with django_assert_num_queries(1):
        page = text_of(client.get(LIST))

    assert page.count("1 district<") == count


@pytest.mark.parametrize("count", [1, 3])
def test_page_query_count_is_constant(client, django_assert_num_queries, count):
    state = create_organization("CTA", kind="state")
    for _n in range(count):
        unit = create_unit(create_district())
        Organization.objects.filter(pk=unit.organization_id).update(parent=state)

    # the organization with those above it, parts, count of units, units
    with django_assert_num_queries(4):
        response = client.get(state.get_absolute_url())

    assert len(response.context["page"]) == len(response.context["parts"]) == count


def test_a_page_lists_units_by_district_with_their_source(client, csea):
    local = csea.parts.get()

    page = text_of(client.get(local.get_absolute_url()))

    assert f'<a href="/districts/organizations/{csea.pk}/">Schools’ Employees</a>' in page
    assert page.index("High Unified") < page.index("Medium Unified")
    assert page.count("a page of 2019") == 2
    assert page.count(">Unconfirmed<") == 1
    assert "Low Unified" not in page


def test_what_others_belong_to_lists_their_units_too(client, csea):
    page = text_of(client.get(csea.get_absolute_url()))

    assert "Its units and those of its parts" in page
    assert f'<a href="/districts/organizations/{csea.parts.get().pk}/">CSEA 127</a>' in page
    assert 'CSEA Chapter 127</a> (CSEA 127) <span class="small muted">2 districts</span>' in page


def test_staff_see_what_is_unconfirmed_marked_so(client, staff, csea):
    page = text_of(client.get(csea.parts.get().get_absolute_url()))

    assert "Low Unified" in page
    assert page.count("Unconfirmed, for staff only") == 1
    assert f'href="/admin/districts/organization/{csea.parts.get().pk}/change/"' in page


def test_who_only_could_be_staff_sees_as_much_as_anyone(client, csea):
    client.force_login(create_user(is_staff=True, is_superuser=True))

    assert "Low Unified" not in text_of(client.get(csea.parts.get().get_absolute_url()))


def test_who_is_on_file_for_nothing_confirmed_is_for_staff(client, settings):
    doubtful = create_unit(create_district(), organization="ATU", confidence="low").organization
    seen = [client.get(doubtful.get_absolute_url()).status_code, "ATU" in text_of(client.get(LIST))]

    settings.STAFF_MFA_REQUIRED = False
    client.force_login(create_user(is_staff=True, is_superuser=True))
    seen_by_staff = [client.get(doubtful.get_absolute_url()).status_code, "ATU" in text_of(client.get(LIST))]

    assert (seen, seen_by_staff) == ([404, False], [200, True])


def test_what_others_belong_to_is_shown_whatever_its_own_units_are(client):
    doubtful = create_unit(create_district(), organization="ATU", confidence="low").organization
    create_organization("ATU 256", parent=doubtful)

    assert client.get(doubtful.get_absolute_url()).status_code == 200


def test_nothing_belongs_to_its_own_part():
    state = create_organization("CTA", kind="state")
    local = create_organization("SJTA", parent=create_organization("Region", parent=state))
    state.parent = local

    with pytest.raises(ValidationError, match="This is a part of it"):
        state.full_clean()
