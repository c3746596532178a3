import pytest
from django.db import models
from django.utils import timezone

from districts.merging import merge_organizations
from districts.models import BargainingUnit, Organization
from lmi_portal.audit.models import Entry
from lmi_portal.merging import CannotMerge, relations_to
from lmi_portal.tests.at_once import press_at_once

from .factories import create_district, create_membership, create_user

pytestmark = pytest.mark.django_db
Kind = BargainingUnit.Kind


def create_organization(name, **fields):
    return Organization.objects.create(**{"name": name, "kind": Organization.Kind.LOCAL} | fields)


def unit_of(organization, district, **fields):
    return BargainingUnit.objects.create(
        **{"organization": organization, "district": district, "kind": Kind.CERTIFICATED} | fields
    )


def merge(keep, gone, *, by=None):
    return merge_organizations(keep=keep, gone=gone, merged_by=by or create_user(), now=timezone.now())


@pytest.fixture
def csea():
    return create_organization("CSEA Chapter 127", short_name="CSEA 127")


@pytest.fixture
def twin():
    return create_organization("California School Employees Association 127", website="https://csea127.example.org")


def test_every_relation_to_an_organization_moves_and_none_is_one_of_its_kind():
    """A new one shows here first: a row that may exist once for each organization needs a rule for what both have."""
    relations = relations_to(Organization)

    assert set(relations) == {
        "districts.Organization.parent",
        "districts.BargainingUnit.organization",
        "initiative.Term.organization",
        "oasis.Assignment.employer",
        "oasis.ConsentRecipient.organization",
    }
    assert {type(relation.field) for relation in relations.values()} == {models.ForeignKey}
    assert [name for name in relations if _is_in_a_constraint(relations[name])] == [
        "districts.BargainingUnit.organization",
        "oasis.ConsentRecipient.organization",
    ]


def test_every_relation_to_a_unit_moves_when_two_become_one():
    relations = relations_to(BargainingUnit)

    assert set(relations) == {
        "districts.Membership.unit",
        "convenings.Seat.unit",
        "oasis.Assignment.unit",
        "oasis.Position.unit",
        "wellbeing.CommitteeSeat.unit",
        "wellbeing.Employee.unit",
        "wellbeing.Headcount.unit",
        "wellbeing.Participation.unit",
        "wellbeing.Signatory.unit",
    }
    # Of these the app itself says what becomes of them: wellbeing/tests/test_joining_units.py.
    assert {name for name, relation in relations.items() if _is_in_a_constraint(relation)} == {
        "wellbeing.Headcount.unit",
        "wellbeing.Signatory.unit",
    }


def _is_in_a_constraint(relation):
    unique = [one for one in relation.related_model._meta.constraints if isinstance(one, models.UniqueConstraint)]
    return relation.field.unique or any(relation.field.name in one.fields for one in unique)


def test_what_pointed_to_the_one_points_to_the_other(csea, twin):
    part = create_organization("Unit of 127", parent=twin)
    unit = unit_of(twin, create_district(), label="Unit B")

    merged = merge(csea, twin)

    unit.refresh_from_db()
    part.refresh_from_db()
    csea.refresh_from_db()
    assert (unit.organization, part.parent) == (csea, csea)
    assert not Organization.objects.filter(pk=twin.pk).exists()
    assert (csea.name, csea.short_name, csea.website) == (
        "CSEA Chapter 127",
        "CSEA 127",
        "https://csea127.example.org",
    )
    assert merged.moved == {
        "organizations": ["Unit of 127"],
        "bargaining units": [f"{twin.name} Unit B · {unit.district}"],
    }


def test_unit_that_both_have_becomes_one_with_the_people_of_both(csea, twin):
    district = create_district()
    kept, other = unit_of(csea, district), unit_of(twin, district, members=420, source="Its page")
    person = create_membership(district=district, side="labor", unit=other)

    merged = merge(csea, twin)

    person.refresh_from_db()
    kept.refresh_from_db()
    assert list(district.units.all()) == [kept]
    assert (person.unit, kept.members, kept.source) == (kept, 420, "Its page")
    assert merged.joined_units == [f"{twin.name} · {district}"]


@pytest.mark.parametrize(
    ("kept", "other", "left"),
    [
        (("low", "A guess"), ("high", "Its contract"), ("high", "Its contract")),
        (("medium", "A list"), ("high", ""), ("high", "A list")),
        (("high", "Its contract"), ("low", "A guess"), ("high", "Its contract")),
        (("high", "Its contract"), ("high", "Its page"), ("high", "Its contract")),
    ],
    ids=["other-is-surer", "without-source", "kept-is-surer", "as-sure"],
)
def test_unit_that_both_have_is_known_as_surely_as_the_surer_of_both(csea, twin, kept, other, left):
    district = create_district()
    for organization, (confidence, source) in [(csea, kept), (twin, other)]:
        unit_of(organization, district, confidence=confidence, source=source)

    merge(csea, twin)

    unit = district.units.get()
    assert (unit.confidence, unit.source) == left


def test_units_of_another_label_or_kind_stay_apart(csea, twin):
    district = create_district()
    unit_of(csea, district)
    unit_of(twin, district, label="Unit B")
    unit_of(twin, district, kind=Kind.CLASSIFIED)

    merge(csea, twin)

    assert sorted(district.units.values_list("label", "kind", "organization")) == [
        ("", "certificated", csea.pk),
        ("", "classified", csea.pk),
        ("Unit B", "certificated", csea.pk),
    ]


def test_supervisors_never_come_under_the_organization_of_those_they_supervise(csea, twin):
    district = create_district()
    unit_of(csea, district)
    unit_of(twin, district, kind=Kind.CERTIFICATED_SUPERVISORY)

    with pytest.raises(CannotMerge, match=r"Government Code § 3545\(b\)\(2\)"):
        merge(csea, twin)

    assert Organization.objects.count() == 2
    assert district.units.filter(organization=twin).count() == 1


def test_part_merged_with_its_own_whole_takes_its_place_above(csea, twin):
    state = create_organization("State association", kind=Organization.Kind.STATE)
    Organization.objects.filter(pk=twin.pk).update(parent=state)
    Organization.objects.filter(pk=csea.pk).update(parent=twin)

    merge(csea, twin)

    csea.refresh_from_db()
    assert csea.parent == state


def test_whole_merged_with_its_part_keeps_its_own_place(csea, twin):
    Organization.objects.filter(pk=twin.pk).update(parent=csea)

    merge(csea, twin)

    csea.refresh_from_db()
    assert csea.parent is None


def test_no_organization_comes_to_belong_to_itself(csea, twin):
    between = create_organization("Between", parent=twin)
    Organization.objects.filter(pk=csea.pk).update(parent=between)

    with pytest.raises(CannotMerge, match="CSEA Chapter 127 belongs to Between, which belongs to California"):
        merge(csea, twin)


def test_nothing_is_merged_with_itself_or_with_what_is_gone(csea, twin):
    with pytest.raises(CannotMerge, match="with itself"):
        merge(csea, csea)
    merge(csea, twin)
    with pytest.raises(CannotMerge, match="not here any more"):
        merge(csea, Organization(pk=twin.pk or 999_999))


def test_audit_trail_lists_what_moved(csea, twin):
    district, staff, twin_pk = create_district(), create_user(), twin.pk
    unit_of(csea, district)
    unit_of(twin, district)
    unit = unit_of(twin, district, label="Unit B")

    merge(csea, twin, by=staff)

    kept, gone = Entry.objects.filter(deed__contains="merge").order_by("pk")
    assert (kept.deed, kept.done_by, kept.subject_key) == ("merge_organizations", staff, str(csea.pk))
    assert kept.changes == {
        "merged with": ["", f"{twin.name} ({twin_pk})"],
        "bargaining units": [f"{twin.name}: {twin.name} Unit B · {district}", csea.name],
        "units made one": [[f"{twin.name} · {district}"], []],
        "website": ["", "https://csea127.example.org"],
    }
    assert (gone.deed, gone.subject_key) == ("organization_merged_away", str(twin_pk))
    assert gone.changes["merged into"] == ["", f"{csea.name} ({csea.pk})"]
    assert gone.changes["name"] == [twin.name, ""]
    assert unit.label == "Unit B"


@pytest.mark.django_db(transaction=True)
def test_two_staff_who_merge_the_same_two_at_once_take_turns(csea, twin):
    unit_of(csea, create_district())
    unit_of(twin, create_district())

    seen = press_at_once([lambda: merge(csea, twin), lambda: merge(twin, csea)] * 2, refusals=CannotMerge)

    assert seen == ["CannotMerge", "CannotMerge", "CannotMerge", "done"]
    assert BargainingUnit.objects.filter(organization=Organization.objects.get()).count() == 2
