"""What somebody is in one district's program, from seats, the list of employees and the district's table."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from districts.joining import end_membership
from districts.models import Side
from districts.tests.factories import create_membership, create_user
from lmi_portal.accounts.tests.factories import create_staff
from wellbeing.models import CommitteeSeat, Employee
from wellbeing.standing import Role, standing_of

from .charters import create_district_with_units, create_lead
from .factories import co_chair, create_employee, create_program, create_seat, user_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return create_program()


def standing(user, program):
    return standing_of(user, cd_code=program.district.cd_code, now=timezone.now())


def test_who_has_no_part_stands_in_a_district_with_no_role(program):
    found = standing(create_user(), program)

    assert (found.program, found.roles, found.side) == (program, set(), "")


@pytest.mark.parametrize("side", [Side.LABOR, Side.MANAGEMENT])
def test_a_seat_makes_a_member_and_a_co_chair_is_one_too(program, side):
    member = standing(user_of(create_seat(program, side=side)), program)
    chair = standing(co_chair(program, side), program)

    assert (member.roles, member.side) == ({Role.MEMBER}, side)
    assert (chair.roles, chair.side) == ({Role.MEMBER, Role.CO_CHAIR}, side)


def test_a_seat_that_ended_makes_nothing(program):
    user = user_of(create_seat(program))
    CommitteeSeat.objects.filter(email=user.email).update(until_on=timezone.localdate())

    assert standing(user, program).roles == set()


def test_an_employee_is_known_by_the_address_in_any_case_as_long_as_they_work_there(program):
    create_employee(program, email="pat.doe@example.org")
    user = create_user(email="Pat.Doe@example.org")

    assert standing(user, program).roles == {Role.EMPLOYEE}
    Employee.objects.update(is_current=False)
    assert standing(user, program).roles == set()


@pytest.mark.parametrize("side", [Side.LABOR, Side.MANAGEMENT])
def test_a_lead_at_the_table_leads_for_their_side_until_their_place_ends(program, side):
    user = create_lead(program.district, side)

    assert (standing(user, program).roles, standing(user, program).side) == ({Role.LEAD}, side)
    end_membership(membership=user.memberships.get(), ended_by=user, now=timezone.now())
    assert standing(user, program).roles == set()


def test_who_sits_at_the_table_without_leading_and_who_leads_for_no_side_have_no_role(program):
    member = create_membership(district=program.district).user
    neutral = create_membership(district=program.district, side=Side.NEUTRAL, is_lead=True).user

    assert [standing(user, program).roles for user in (member, neutral)] == [set(), set()]


def test_lmi_staff_stand_nowhere_not_even_on_a_seat(program):
    user = user_of(create_seat(program))
    assert standing(user, program).roles == {Role.MEMBER}

    user.is_staff = True

    assert standing(user, program) is None
    assert standing(create_staff(), program) is None


def test_a_role_is_of_one_district(program):
    other = create_program()

    assert standing(co_chair(program, Side.LABOR), other).roles == set()
    assert standing(create_lead(program.district), other).roles == set()


@pytest.mark.parametrize("side", [Side.MANAGEMENT, Side.LABOR], ids=["the other side", "control"])
def test_who_sits_for_one_side_leads_for_none_of_the_other(program, side):
    user = create_lead(program.district, Side.LABOR)
    create_seat(program, side=side, user=user)

    found = standing(user, program)

    assert (found.side, Role.LEAD in found.roles) == (side, side == Side.LABOR)


def test_where_no_program_is_begun_only_leads_have_a_role():
    district = create_district_with_units()
    lead = create_lead(district)

    found = standing_of(lead, cd_code=district.cd_code, now=timezone.now())

    assert (found.program, found.roles) == (None, {Role.LEAD})


def test_nobody_stands_in_a_district_that_is_not_there_or_not_any_more(program):
    user = co_chair(program, Side.LABOR)
    assert standing_of(user, cd_code="0000000", now=timezone.now()) is None

    program.district.status = "closed"
    program.district.save()

    assert standing(user, program) is None


def test_control_nobody_is_everybody():
    create_employee(create_program(), email="nobody@example.org")

    assert not Employee.objects.of(AnonymousUser()).exists()
    assert not CommitteeSeat.objects.of(AnonymousUser()).exists()
