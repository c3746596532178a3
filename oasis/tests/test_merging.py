"""Organizations that OASIS knows are not merged away: whom a family's consent names stays whom it names."""

import pytest
from django.utils import timezone

from districts.merging import merge_organizations
from districts.models import Organization
from lmi_portal.accounts.tests.factories import create_staff
from lmi_portal.merging import CannotMerge

from .factories import create_consent, create_student, create_union_assignment

pytestmark = pytest.mark.django_db


@pytest.fixture
def union():
    return create_union_assignment().employer


@pytest.fixture
def twin():
    return Organization.objects.create(name="The same union once more", kind=Organization.Kind.LOCAL)


def merge(*, keep, gone):
    return merge_organizations(keep=keep, gone=gone, merged_by=create_staff(), now=timezone.now())


def test_who_employs_somebody_in_oasis_is_not_merged_away(union, twin):
    with pytest.raises(CannotMerge, match="is named in OASIS"):
        merge(keep=twin, gone=union)


def test_whom_a_consent_names_is_not_merged_away(union, twin):
    create_consent(create_student(), organization=twin)

    with pytest.raises(CannotMerge, match="is named in OASIS"):
        merge(keep=union, gone=twin)


def test_control_another_may_be_merged_into_it(union, twin):
    merge(keep=union, gone=twin)

    assert list(Organization.objects.filter(name__in=[union.name, twin.name])) == [union]
