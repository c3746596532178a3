"""What stays owed of seats that others pay for, in part or whole: never more than the district owed for them."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import timezone

from convenings.models import AddOn
from convenings.waiving import waive_seats
from districts.tests.factories import create_user

from .factories import create_convening, register, standing_requests, team_of
from .giving_up import change, charging_half, kept, owed

pytestmark = pytest.mark.django_db

NO_REFUND = {"refund_rule": "none", "fee": Decimal("150.00")}
ONE_FREE = {"fee_rule": "first_free", "free_seats": 1, "fee": Decimal("150.00"), "both_sides": "advised"}


def waive(team, position, amount=None):
    seats, now = [team.seats.get(position=position).pk], timezone.now()
    waive_seats(
        registration=team, seats=seats, kind="host", reason="?", waived_by=create_user(), now=now, amount=amount
    )


def test_waived_seat_that_becomes_free_keeps_nothing():
    team = register(create_convening(refund_rule="none", **ONE_FREE), size=2)
    waive(team, 2)

    change(team, standing_requests(team)[1:])

    assert (kept(team), owed(team)) == ([], 0)


def test_seat_that_the_district_pays_for_becomes_free_before_a_waived_one():
    team = register(create_convening(**ONE_FREE), size=3)
    waive(team, 2)

    change(team, standing_requests(team)[1:])

    assert (list(team.seats.values_list("price", flat=True)), owed(team)) == ([150, 0], 0)


def test_add_ons_given_up_keep_no_more_than_was_owed_for_them_together():
    convening = create_convening(**NO_REFUND)
    days = [AddOn.objects.create(convening=convening, title=title, price=Decimal("50.00")) for title in ("Eve", "Tour")]
    team = register(convening, size=2)
    first, second = standing_requests(team)
    change(team, [replace(first, add_ons=tuple(days)), second])
    waive(team, 1, Decimal("210.00"))
    before = owed(team)

    change(team, [first, second], agreed_fee=Decimal("40.00"))

    assert (before, kept(team), owed(team)) == (190, [("Eve", "40.00")], 190)


def test_seat_that_is_paid_for_anew_is_not_kept_because_a_waived_one_goes_too():
    team = register(charging_half(both_sides="advised"), size=3)
    waive(team, 3)
    labor, *_dropped = standing_requests(team)
    board = team_of(4, district=team.district)[3]

    change(team, [labor, board])

    assert (kept(team), owed(team)) == ([], 120)
