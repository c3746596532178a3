"""The portal can say the rules of nine real organizers, and its deeds keep what they say."""

import csv
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone

from billing.models import Invoice, Payment
from billing.tests.factories import pay
from convenings.cancelling import cancel_registration
from convenings.changing import change_team, names_may_change
from convenings.days_written import pacific
from convenings.models import AddOn, Convening, SeatAddOn
from convenings.opening import cancel_convening
from convenings.terms import pay_by_of, paying_sentences_of, sentences_of

from .deadlines import DAY, convening_with, kept_around
from .factories import register, standing_requests
from .real_policies import POLICIES

pytestmark = pytest.mark.django_db
FILE = Path(__file__).parents[3] / "shared" / "data" / "event_policies.csv"
SUBSTITUTION = "Another person may always take a seat."
ABOUT_CANCELLING = [pytest.param(policy, id=name) for name, policy in POLICIES.items()]
ONLY_ABOUT_PAYING = {"CSBA other trainings"}


@pytest.fixture(scope="module")
def rows():
    """{organization: all cells of its row in one text}."""
    if not FILE.exists():
        pytest.skip(f"{FILE} is not here: whether these are the real rules is not checked")
    with FILE.open(encoding="utf-8", newline="") as file:
        return {row["organization"]: " | ".join(row.values()) for row in csv.DictReader(file)}


def test_every_rule_of_the_file_is_said(rows):
    assert {policy.organization for policy in POLICIES.values()} | ONLY_ABOUT_PAYING == set(rows)


@pytest.mark.parametrize("policy", ABOUT_CANCELLING)
def test_rule_is_the_one_of_the_file(rows, policy):
    assert [quote for quote in policy.quotes if quote not in rows[policy.organization]] == []


@pytest.mark.parametrize("policy", ABOUT_CANCELLING)
def test_rule_in_words(policy):
    convening = convening_with(*policy.steps, **policy.fields)

    assert sentences_of(convening) == [*policy.sentences, SUBSTITUTION]


@pytest.mark.parametrize("policy", ABOUT_CANCELLING)
def test_sums_right_before_and_right_after_each_deadline(policy):
    convening = convening_with(*policy.steps, **policy.fields)

    sums = [kept_around(convening, last_day, **seat) for last_day, seat, _kept in policy.kept]

    assert sums == [kept for _day, _seat, kept in policy.kept]


BY_ANY_WAY = [
    pytest.param(policy, *one, id=f"{name}-{n}")
    for name, policy in POLICIES.items()
    for n, one in enumerate(policy.kept, start=1)
    if "paid_by_card" not in one[1]
]


@pytest.mark.parametrize(("policy", "last_day", "sums", "kept"), BY_ANY_WAY)
def test_cancelling_a_team_leaves_owed_what_the_rule_says(policy, last_day, sums, kept):
    midnight = pacific(last_day + DAY, time())

    owed = [_owed_after_cancelling(policy, sums, now=now) for now in (midnight - timedelta(minutes=1), midnight)]

    assert owed == [2 * Decimal(sum) for sum in kept]


def _owed_after_cancelling(policy, sums, *, now):
    """What the invoice of a team of two asks for once the team has cancelled."""
    price, long_before = Decimal(sums.get("price", "60.00")), datetime(2023, 8, 1, 18, tzinfo=UTC)
    convening = convening_with(*policy.steps, **{"fee": price} | policy.fields)
    team = register(convening, size=2, now=long_before)
    if "add_ons" in sums:
        day_before = AddOn.objects.create(convening=convening, title="Day before", price=Decimal(sums["add_ons"]))
        for seat in team.seats.all():
            SeatAddOn.objects.create(seat=seat, add_on=day_before, price=day_before.price)
    cancel_registration(registration=team, cancelled_by=team.registered_by, reason="Ill", now=now)
    return sum(invoice.total for invoice in Invoice.objects.standing().filter(bill__registration=team))


def test_a_card_fee_is_kept_of_a_team_whose_invoice_a_card_paid():
    policy = POLICIES["cccaoe"]
    convening = convening_with(*policy.steps, fee=Decimal("495.00"))
    team = register(convening, size=2)
    invoice = Invoice.objects.get()
    pay(invoice.account, invoice.total, pays=[(invoice, invoice.total)], method="card_desk")

    cancel_registration(registration=team, cancelled_by=team.registered_by, reason="Ill", now=timezone.now())

    assert Invoice.objects.standing().get().total == 2 * Decimal("14.36")
    assert Payment.objects.with_unapplied().get().unapplied == 2 * Decimal("480.64")


def test_socal_keeps_twenty_dollars_where_it_cancels_itself():
    convening = convening_with(**POLICIES["socal-kindergarten"].fields, fee=Decimal("229.00"))
    team = register(convening, size=2)

    cancel_convening(convening=convening, by=team.registered_by, reason="Storm", now=timezone.now())

    assert Invoice.objects.standing().get().total == 2 * Decimal("20.00")


@pytest.mark.parametrize(
    ("organization", "quote", "fields", "day", "sentences"),
    [
        pytest.param(
            "Sonoma County Office of Education (SCOE)", "at least 10 business days before", {"pay_by_days_before": 14},
            date(2027, 2, 5), ["To be paid by February 5, 2027."], id="scoe-two-weeks",
        ),
        pytest.param(
            "CSBA other trainings", "check postmarked 3 weeks before",
            {"takes_purchase_orders": False, "pay_by_days_before": 21}, date(2027, 1, 29),
            ["Purchase orders are not taken for this convening.", "To be paid by January 29, 2027."],
            id="csba-trainings-no-purchase-orders",
        ),
        pytest.param(
            "CASBO", "paid in full by the deadline", {"pay_by_days_before": 21}, date(2027, 1, 29),
            ["To be paid by January 29, 2027."], id="casbo",
        ),
        pytest.param(
            "AASPA (HR administrators)", "PO taken as a guarantee of payment", {}, None, [], id="aaspa",
        ),
        pytest.param(
            "SoCal Kindergarten Conference", "due in 30 days", {}, None, [], id="socal-by-the-payees-own-terms",
        ),
    ],
)  # fmt: skip
def test_what_a_rule_says_about_paying(rows, organization, quote, fields, day, sentences):
    convening = convening_with(**fields)

    assert quote in rows[organization]
    assert (pay_by_of(convening), paying_sentences_of(convening)) == (day, sentences)


@pytest.mark.parametrize("name", ["cccaoe", "everychild-newer", "socal-kindergarten"])
def test_a_substitution_is_free_after_the_deadline_too(name):
    policy = POLICIES[name]
    tomorrow = timezone.localdate() + timedelta(days=1)
    convening = convening_with(*policy.steps, **policy.fields, starts_on=tomorrow)
    team = register(convening)
    first, *others = standing_requests(team)
    requests = [replace(first, name="Another Person", email="another@example.org"), *others]

    assert names_may_change(convening, now=timezone.now())
    change_team(
        registration=team, changed_by=team.registered_by, seats=requests, revision=team.revision, now=timezone.now()
    )

    seat = team.seats.first()
    assert (seat.name, seat.price, team.kept_fees.count()) == ("Another Person", Decimal("60.00"), 0)


def test_a_full_class_has_a_waiting_list():
    convening = convening_with(*POLICIES["scoe"].steps, capacity=2)

    states = [register(convening).state for _n in range(2)]

    assert states == ["confirmed", "waitlisted"]


def test_a_purchase_order_holds_the_seat_before_any_money_comes():
    convening = convening_with(**POLICIES["socal-kindergarten"].fields)

    assert register(convening).state == "confirmed"


def test_who_neither_pays_nor_cancels_still_owes():
    convening = convening_with(*POLICIES["everychild-newer"].steps)
    register(convening)

    assert Convening.objects.with_owed().get().owed == Decimal("120.00")
