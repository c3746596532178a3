import pytest

from districts.models import Membership
from districts.places import CannotJoin, employees_to_choose

from .factories import ask, create_district, create_unit

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("side", "role", "field"),
    [
        ("management", "unit_lead", "role"),
        ("labor", "superintendent", "role"),
        ("neutral", "cabinet", "role"),
        ("", "cabinet", "role"),
        ("labor", "unit_lead", "unit"),
        ("labor", "unit_member", "unit"),
    ],
)
def test_role_side_and_unit_must_fit(side, role, field):
    with pytest.raises(CannotJoin) as refusal:
        ask(side=side, role=role)

    assert refusal.value.field == field
    assert not Membership.objects.exists()


def test_a_unit_of_another_district_is_refused():
    with pytest.raises(CannotJoin, match="not one of this district’s"):
        ask(side="labor", role="unit_lead", unit=create_unit(create_district()))


@pytest.mark.parametrize("fields", [{"kind": "unrepresented"}, {"confidence": "low"}], ids=["unrepresented", "doubted"])
def test_only_units_at_the_table_can_be_spoken_for(fields):
    district = create_district()

    with pytest.raises(CannotJoin, match="not one of this district’s"):
        ask(district=district, side="labor", role="unit_lead", unit=create_unit(district, **fields))


def test_management_speaks_for_no_unit():
    district = create_district()

    with pytest.raises(CannotJoin, match="Only labor"):
        ask(district=district, unit=create_unit(district))


@pytest.mark.parametrize("employees", ["certificated", "classified"])
def test_labor_of_a_district_without_units_names_its_employees(employees):
    membership = ask(side="labor", role="unit_lead", employees=employees)

    assert (membership.unit, membership.speaks_for()) == (None, f"{employees.capitalize()} employees")


def test_employees_who_have_a_unit_are_spoken_for_by_it():
    district = create_district()
    unit = create_unit(district, kind="certificated")

    assert employees_to_choose([unit]) == ["classified"]
    with pytest.raises(CannotJoin, match="have a unit on file"):
        ask(district=district, side="labor", role="unit_lead", employees="certificated")
    with pytest.raises(CannotJoin, match="not both"):
        ask(district=district, side="labor", role="unit_lead", employees="classified", unit=unit)
