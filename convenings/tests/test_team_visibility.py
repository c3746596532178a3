"""Who sees a team that they registered, once their place at the district's table is another."""

import pytest
from django.utils import timezone

from convenings.models import Registration
from districts.joining import approve_membership, ask_to_join, decline_membership, end_membership
from districts.models import Side
from districts.tests.factories import create_membership, create_user

from .factories import create_convening, register

pytestmark = pytest.mark.django_db


@pytest.fixture
def membership():
    return create_membership(state="requested")


@pytest.fixture
def team(membership):
    return register(create_convening(), district=membership.district, registered_by=membership.user)


def sees(user):
    visible, changeable = (
        set(find(user)) for find in (Registration.objects.visible_to, Registration.objects.changeable_by)
    )
    assert visible >= changeable
    return {"sees": len(visible), "changes": len(changeable)}


def test_who_waits_for_an_answer_sees_and_changes_what_they_made(team, membership):
    assert sees(membership.user) == {"sees": 1, "changes": 1}


def decline(membership):
    decline_membership(membership=membership, declined_by=create_user(), reason="Unknown.", now=timezone.now())


def approve(membership):
    return approve_membership(membership=membership, approved_by=create_user(), as_lead=False, now=timezone.now())


def end(membership):
    end_membership(membership=approve(membership), ended_by=create_user(), now=timezone.now())


def ask_again(membership):
    return ask_to_join(
        user=membership.user,
        district=membership.district,
        side=Side.MANAGEMENT,
        role=membership.role,
        unit=None,
        now=timezone.now(),
    )


@pytest.mark.parametrize("answer", [decline, end], ids=["declined", "left"])
def test_who_is_declined_or_leaves_sees_it_no_more_until_they_are_approved_again(team, membership, answer):
    answer(membership)
    assert sees(membership.user) == {"sees": 0, "changes": 0}

    again = ask_again(membership)
    assert sees(membership.user) == {"sees": 0, "changes": 0}

    approve(again)
    assert sees(membership.user) == {"sees": 1, "changes": 1}


def test_who_asks_again_sees_what_they_make_from_then_on(team, membership):
    decline(membership)
    ask_again(membership)

    new = register(create_convening(), district=membership.district, registered_by=membership.user)

    assert list(Registration.objects.visible_to(membership.user)) == [new]
