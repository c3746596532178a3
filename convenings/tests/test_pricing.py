from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from convenings.models import AddOn, Convening
from convenings.pricing import Claim, free_seats_left, quote
from districts.tests.factories import create_district

from .factories import create_convening, register, standing_requests, team_of
from .giving_up import cancel, change, owed

NOW = timezone.now()


def convening(**fields):
    return Convening(**{"fee_rule": "per_person", "fee": Decimal("60.00")} | fields)


def claims(count, *, at=NOW, **fields):
    return [Claim(at, **fields)] * count


@pytest.mark.parametrize(
    ("fields", "seats", "free_left", "total", "explanation"),
    [
        ({}, 5, 0, "300.00", "5 × $60.00 = $300.00"),
        ({"fee_rule": "free"}, 3, 0, "0.00", "3 free"),
        ({"fee_rule": "not_announced"}, 3, 0, "0.00", "The fee is not announced yet."),
        (
            {"fee_rule": "first_free", "fee": Decimal(150), "free_seats": 5},
            7,
            5,
            "300.00",
            "5 free, 2 × $150.00 = $300.00",
        ),
        ({"fee_rule": "first_free", "fee": Decimal(150), "free_seats": 5}, 4, 5, "0.00", "4 free"),
        ({"fee_rule": "first_free", "fee": Decimal(150), "free_seats": 5}, 2, 0, "300.00", "2 × $150.00 = $300.00"),
        ({"fee": Decimal("1250.00")}, 2, 0, "2500.00", "2 × $1,250.00 = $2,500.00"),
        ({}, 0, 0, "0.00", "No seats yet."),
    ],
    ids=["per-person", "free", "not-announced", "first-free", "all-free", "free-used-up", "thousands", "no-seats"],
)
def test_quote_prices_and_explains(fields, seats, free_left, total, explanation):
    priced = quote(convening(**fields), claims=claims(seats), free_left=free_left)

    assert (priced.total, priced.explanation) == (Decimal(total), explanation)


def test_quote_gives_the_early_fee_until_its_moment():
    early = convening(fee_rule="early_bird", fee=Decimal("125.00"), early_fee=Decimal("100.00"), early_until_at=NOW)

    priced = quote(early, claims=[*claims(2, at=NOW - timedelta(seconds=1)), *claims(1, at=NOW)])

    assert priced.explanation == "2 × $100.00, 1 × $125.00 = $325.00"


def test_quote_adds_the_add_ons_of_each_seat():
    day = AddOn(pk=1, title="Pre-conference day", price=Decimal("75.00"))

    priced = quote(convening(), claims=[*claims(1, add_ons=(day,)), *claims(1)])

    assert priced.total == Decimal("195.00")
    assert priced.explanation == "2 × $60.00, Pre-conference day: 1 × $75.00 = $195.00"


def test_quote_leaves_the_price_of_a_standing_seat():
    standing = Claim(NOW, price=Decimal("60.00"))

    priced = quote(convening(fee=Decimal("90.00")), claims=[standing, *claims(1)])

    assert priced.seat_prices == [Decimal("60.00"), Decimal("90.00")]


def test_quote_makes_the_next_seat_free_when_a_free_one_is_dropped():
    first_free = convening(fee_rule="first_free", fee=Decimal("150.00"), free_seats=2)
    free, paid = Claim(NOW, price=Decimal("0.00")), Claim(NOW, price=Decimal("150.00"))

    assert quote(first_free, claims=[paid, free, paid], free_left=2).seat_prices == [0, 0, Decimal("150.00")]


def test_quote_leaves_a_free_seat_free_where_fewer_are_free_by_now():
    first_free = convening(fee_rule="first_free", fee=Decimal("150.00"), free_seats=1)
    free = Claim(NOW, price=Decimal("0.00"))

    assert quote(first_free, claims=[free, free, *claims(1)], free_left=1).seat_prices == [0, 0, Decimal("150.00")]


@pytest.mark.django_db
def test_free_seats_are_shared_by_the_teams_of_a_district_and_come_back_when_one_cancels():
    convening = create_convening(fee_rule="first_free", fee=Decimal("150.00"), free_seats=5)
    district = create_district()
    register(convening, district=district, size=3)

    second = register(convening, district=district, team_name="Second", size=4)

    assert [seat.price for seat in second.seats.all()] == [0, 0, Decimal("150.00"), Decimal("150.00")]
    assert free_seats_left(convening, district, besides=second) == 2
    assert free_seats_left(convening, create_district()) == 5


@pytest.mark.django_db
def test_seat_that_another_team_gave_back_makes_none_free_by_a_substitution():
    convening = create_convening(fee_rule="first_free", fee=Decimal("150.00"), free_seats=1)
    district = create_district()
    first = register(convening, district=district)
    second = register(convening, district=district, team_name="Second")
    cancel(first)
    labor, superintendent = standing_requests(second)

    change(second, [replace(labor, name="Luis Peña"), superintendent])
    after_substitution = owed(second)
    change(second, [labor, superintendent, team_of(3, district=district)[2]])

    assert (after_substitution, owed(second)) == (300, 300)
