from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from convenings.models import AddOn, Convening
from convenings.terms import (
    fetch_terms,
    kept_if_organizer_cancels,
    kept_of,
    pay_by_of,
    paying_sentences_of,
    sentences_of,
    sum_sentences,
)

from .deadlines import FIRST_DAY, convening_with, kept_around

pytestmark = pytest.mark.django_db
UNDATED = {"starts_on": None, "ends_on": None, "state": "draft"}
SUBSTITUTION = "Another person may always take a seat."


def test_full_refund_ends_with_the_day_before():
    assert kept_around(convening_with(), date(2027, 2, 18)) == ["0.00", "60.00"]


def test_without_refunds_all_is_kept_from_the_start():
    convening = convening_with(refund_rule="none", late_charge=Decimal("75.00"))

    assert kept_of(convening, price=Decimal(60), add_ons=Decimal(40), now=timezone.now()) == 100
    assert kept_of(convening, price=Decimal(0), add_ons=Decimal(0), now=timezone.now()) == 0


def test_steps_take_turns_whatever_order_they_were_entered_in():
    convening = convening_with(
        {"days_before": 7, "keeps_percent": 50},
        {"until_on": date(2027, 1, 15), "keeps_fixed": Decimal("25.00")},
    )

    assert kept_around(convening, date(2027, 1, 15)) == ["25.00", "30.00"]
    assert kept_around(convening, date(2027, 2, 12)) == ["30.00", "60.00"]


@pytest.mark.parametrize(
    ("until", "last_moment"),
    [
        pytest.param({"until_on": date(2027, 1, 15)}, "2027-01-16 08:00", id="winter"),
        pytest.param({"until_on": date(2027, 3, 14)}, "2027-03-15 07:00", id="the-day-clocks-change"),
        pytest.param({"days_before": 10}, "2027-02-10 08:00", id="days"),
        pytest.param({"days_before": 5, "counts_working_days": True}, "2027-02-12 08:00", id="working-days"),
    ],
)
def test_deadline_is_the_midnight_after_in_california(until, last_moment):
    convening = convening_with(until)
    deadline = datetime.fromisoformat(last_moment).replace(tzinfo=UTC)

    kept = [
        kept_of(convening, price=Decimal("60.00"), add_ons=Decimal("0.00"), now=now)
        for now in (deadline - timedelta(seconds=1), deadline)
    ]

    assert kept == [0, 60]


@pytest.mark.parametrize(
    ("step", "price", "add_ons", "kept"),
    [
        pytest.param({"keeps_percent": 25}, "60.00", "0.00", "15.00", id="percent"),
        pytest.param({"keeps_percent": 25}, "60.00", "40.00", "25.00", id="percent-of-add-ons-too"),
        pytest.param({"keeps_percent": Decimal("2.9")}, "62.50", "0.00", "1.81", id="below-half-a-cent"),
        pytest.param({"keeps_percent": Decimal("50")}, "60.01", "0.00", "30.01", id="half-a-cent"),
        pytest.param({"keeps_fixed": 25}, "60.00", "0.00", "25.00", id="fixed"),
        pytest.param({"keeps_fixed": 100}, "60.00", "40.00", "100.00", id="fixed-reaches-into-add-ons"),
        pytest.param({"keeps_fixed": 100}, "60.00", "0.00", "60.00", id="never-more-than-it-cost"),
        pytest.param({"keeps_percent": 50, "keeps_fixed": 25}, "60.00", "0.00", "55.00", id="percent-and-fixed"),
        pytest.param({"keeps_fixed": 25}, "0.00", "0.00", "0.00", id="nothing-of-a-free-seat"),
    ],
)
def test_a_step_keeps_its_part(step, price, add_ons, kept):
    convening = convening_with({"days_before": 1, **step})

    assert kept_around(convening, FIRST_DAY - timedelta(days=1), price=price, add_ons=add_ons)[0] == kept


def test_add_ons_may_stay_owed_whole():
    convening = convening_with({"days_before": 7, "keeps_percent": 25}, refunds_add_ons=False)

    assert kept_around(convening, date(2027, 2, 12), add_ons="40.00") == ["55.00", "100.00"]


def test_dear_seats_may_keep_more_than_cheap_ones():
    convening = convening_with(
        {"days_before": 14, "keeps_fixed": 50, "price_from": 150},
        {"days_before": 14, "keeps_fixed": 25},
    )

    kept = [kept_around(convening, date(2027, 2, 5), price=price)[0] for price in ("149.99", "150.00")]

    assert kept == ["25.00", "50.00"]


def test_a_seat_below_every_price_gets_all_back():
    convening = convening_with({"days_before": 14, "keeps_fixed": 50, "price_from": 150})

    assert kept_around(convening, date(2027, 2, 5), price="149.99") == ["0.00", "149.99"]


def test_a_card_fee_is_kept_only_of_those_who_paid_by_card():
    convening = convening_with({"days_before": 10, "keeps_percent": Decimal("2.9"), "only_paid_by_card": True})

    assert kept_around(convening, date(2027, 2, 9), price="100.00") == ["0.00", "100.00"]
    assert kept_around(convening, date(2027, 2, 9), price="100.00", paid_by_card=True) == ["2.90", "100.00"]


def test_a_free_seat_given_up_late_is_charged_for_each_day():
    convening = convening_with({"days_before": 7}, late_charge=Decimal("75.00"), fee_rule="free")
    convening.days.create(held_on=date(2027, 2, 20))

    assert kept_around(convening, date(2027, 2, 12), price="0.00") == ["0.00", "150.00"]
    assert kept_around(convening, date(2027, 2, 12), price="60.00") == ["0.00", "60.00"]


@pytest.mark.parametrize(("price", "kept"), [("60.00", "20.00"), ("15.00", "15.00"), ("0.00", "0.00")])
def test_the_initiative_keeps_of_paid_seats_what_it_said(price, kept):
    convening = Convening(organizer_keeps=Decimal("20.00"))

    assert str(kept_if_organizer_cancels(convening, price=Decimal(price), add_ons=Decimal("40.00"))) == kept


def test_without_a_first_day_the_earliest_days_count():
    convening = convening_with({"days_before": 15, "keeps_percent": 50}, {"days_before": 30}, **UNDATED)

    assert kept_of(convening, price=Decimal(60), add_ons=Decimal(0), now=timezone.now()) == 0
    assert sentences_of(convening)[:2] == [
        "Until 30 days before: full refund.",
        "Until 15 days before: full refund less 50%.",
    ]


def test_many_seats_ask_once(django_assert_num_queries):
    convening = convening_with({"days_before": 15}, late_charge=Decimal("75.00"))

    with django_assert_num_queries(2):
        fetch_terms(convening)
        for _seat in range(3):
            kept_of(convening, price=Decimal(0), add_ons=Decimal(0), now=timezone.now())
        sentences_of(convening)


@pytest.mark.parametrize(
    ("steps", "fields", "sentences"),
    [
        pytest.param(
            [{"until_on": date(2027, 1, 15), "keeps_fixed": 25}],
            {},
            ["Until January 15, 2027, 11:59 p.m. PST: full refund less $25.00 per seat.", "After that: no refund."],
            id="a-fixed-fee",
        ),
        pytest.param(
            [],
            {"starts_on": date(2027, 6, 19)},
            ["Until June 18, 2027, 11:59 p.m. PDT: full refund.", "After that: no refund."],
            id="full-in-summer",
        ),
        pytest.param([], UNDATED, ["Full refund until it begins."], id="no-day-yet"),
        pytest.param([], {"refund_rule": "none"}, ["No refund."], id="none"),
        pytest.param(
            [
                {"days_before": 30},
                {"days_before": 15, "keeps_percent": 50, "keeps_fixed": 30},
                {"days_before": 2, "keeps_percent": 100},
            ],
            {"refunds_add_ons": False},
            [
                "Until January 20, 2027, 11:59 p.m. PST: full refund.",
                "Until February 4, 2027, 11:59 p.m. PST: full refund less 50% and $30.00 per seat.",
                "Until February 17, 2027, 11:59 p.m. PST: no refund.",
                "After that: no refund.",
                "Add-ons are not refunded.",
            ],
            id="sliding",
        ),
        pytest.param([], {"fee_rule": "free"}, [], id="nothing-to-refund"),
    ],
)
def test_rule_in_words(steps, fields, sentences):
    assert sentences_of(convening_with(*steps, **fields)) == [*sentences, SUBSTITUTION]


def test_a_free_convening_with_a_paid_add_on_says_its_rule():
    convening = convening_with(fee_rule="free", refund_rule="none")
    AddOn.objects.create(convening=convening, title="Dinner", price=Decimal("40.00"))

    assert sentences_of(convening) == ["No refund.", SUBSTITUTION]


def test_how_to_pay_in_words():
    convening = convening_with(takes_purchase_orders=False, pay_by_days_before=21)

    assert pay_by_of(convening) == date(2027, 1, 29)
    assert paying_sentences_of(convening) == [
        "Purchase orders are not taken for this convening.",
        "To be paid by January 29, 2027.",
    ]
    assert paying_sentences_of(convening_with()) == []
    assert paying_sentences_of(convening_with(fee_rule="free", pay_by_days_before=21)) == []


@pytest.mark.parametrize(
    ("owed", "kept", "sentences"),
    [
        ("120.00", "50.00", ["If you cancel now, $70.00 of $120.00 is credited and $50.00 stays owed."]),
        ("120.00", "0.00", ["If you cancel now, all of $120.00 is credited."]),
        ("120.00", "120.00", ["If you cancel now, nothing is credited and $120.00 stays owed."]),
        ("0.00", "75.00", ["If you cancel now, $75.00 is owed: free seats are given up too late."]),
        ("0.00", "0.00", []),
    ],
)
def test_the_sum_before_one_confirms(owed, kept, sentences):
    assert sum_sentences(owed=Decimal(owed), kept=Decimal(kept)) == sentences
