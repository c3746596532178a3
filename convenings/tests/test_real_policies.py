"""The rules by which nine real organizers of like events refund, each said in the portal's own terms."""

import csv
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone

from convenings.changing import change_team, names_may_change
from convenings.models import Convening
from convenings.terms import kept_if_organizer_cancels, pay_by_of, paying_sentences_of, sentences_of

from .deadlines import convening_with, kept_around
from .factories import register, standing_requests

pytestmark = pytest.mark.django_db
FILE = Path(__file__).parents[3] / "shared" / "data" / "event_policies.csv"
OVER = "After that: no refund."
SUBSTITUTION = "Another person may always take a seat."


@dataclass(frozen=True)
class Policy:
    """A rule: the row of the file that it is from and words in it, the convening that says it, and what comes of it.

    `kept` is [(last day, sums, [kept until its end, kept after it])].
    """

    organization: str
    quotes: tuple
    sentences: list
    kept: list
    steps: list = field(default_factory=list)
    fields: dict = field(default_factory=dict)


POLICIES = {
    "scoe": Policy(
        "Sonoma County Office of Education (SCOE)",
        ("5 working days before", "otherwise the fee is owed"),
        ["Until February 11, 2027, 11:59 p.m. PST: full refund.", OVER],
        # President's Day lies between.
        [(date(2027, 2, 11), {}, ["0.00", "60.00"])],
        steps=[{"days_before": 5, "counts_working_days": True}],
    ),
    "scoe-class-with-a-date": Policy(
        "Sonoma County Office of Education (SCOE)",
        ("unless the class names a date",),
        ["Until February 1, 2027, 11:59 p.m. PST: full refund.", OVER],
        [(date(2027, 2, 1), {}, ["0.00", "60.00"])],
        steps=[{"until_on": date(2027, 2, 1)}],
    ),
    "csba-conference": Policy(
        "CSBA Annual Education Conference 2023",
        ("14 Nov 2023", "25% processing fee (pre-conference tickets: none)"),
        [
            "Until November 14, 2023, 11:59 p.m. PST: full refund less 25%.",
            OVER,
            "Add-ons are not refunded.",
        ],
        [(date(2023, 11, 14), {"price": "655.00", "add_ons": "250.00"}, ["413.75", "905.00"])],
        steps=[{"until_on": date(2023, 11, 14), "keeps_percent": 25}],
        fields={"starts_on": date(2023, 11, 30), "refunds_add_ons": False},
    ),
    "casbo": Policy(
        "CASBO",
        ("date on each event page", "less fee", "processing fee"),
        ["Until January 29, 2027, 11:59 p.m. PST: full refund less $35.00 per seat.", OVER],
        [(date(2027, 1, 29), {}, ["35.00", "60.00"])],
        # The rule leaves date and fee to each event.
        steps=[{"until_on": date(2027, 1, 29), "keeps_fixed": 35}],
    ),
    "cccaoe": Policy(
        "CCCAOE",
        ("10 days", "none after", "2.9% card fee kept"),
        ["Until February 9, 2027, 11:59 p.m. PST: full refund, less 2.9% where a card paid.", OVER],
        [
            (date(2027, 2, 9), {"price": "495.00"}, ["0.00", "495.00"]),
            (date(2027, 2, 9), {"price": "495.00", "paid_by_card": True}, ["14.36", "495.00"]),
        ],
        steps=[{"days_before": 10, "keeps_percent": Decimal("2.9"), "only_paid_by_card": True}],
    ),
    "cccaoe-academy": Policy(
        "CCCAOE",
        ("leadership academy 20",),
        ["Until January 30, 2027, 11:59 p.m. PST: full refund, less 2.9% where a card paid.", OVER],
        [(date(2027, 1, 30), {"paid_by_card": True}, ["1.74", "60.00"])],
        steps=[{"days_before": 20, "keeps_percent": Decimal("2.9"), "only_paid_by_card": True}],
    ),
    "head-start": Policy(
        "Head Start California",
        ("30 days 100%, 15-29 days 50%, under 14 none", "$30 per attendee"),
        [
            "Until January 20, 2027, 11:59 p.m. PST: full refund less $30.00 per seat.",
            "Until February 4, 2027, 11:59 p.m. PST: full refund less 50% and $30.00 per seat.",
            OVER,
        ],
        [
            (date(2027, 1, 20), {"price": "425.00"}, ["30.00", "242.50"]),
            (date(2027, 2, 4), {"price": "425.00"}, ["242.50", "425.00"]),
        ],
        steps=[{"days_before": 30, "keeps_fixed": 30}, {"days_before": 15, "keeps_percent": 50, "keeps_fixed": 30}],
    ),
    "head-start-free": Policy(
        "Head Start California",
        ("free events: cancel 7 days ahead or up to $75/day",),
        ["A free seat given up after February 12, 2027 costs $75.00 for each day of the convening."],
        [(date(2027, 2, 12), {"price": "0.00"}, ["0.00", "75.00"])],
        steps=[{"days_before": 7}],
        fields={"fee_rule": "free", "late_charge": Decimal("75.00")},
    ),
    "everychild-older": Policy(
        "EveryChild California",
        ("2 weeks", "full less fee", "$25 for fees $0-149, $50 for $150+ (older page)"),
        [
            "Until February 5, 2027, 11:59 p.m. PST: full refund less $25.00 per seat; "
            "for seats of $150.00 and more: full refund less $50.00 per seat.",
            OVER,
        ],
        [
            (date(2027, 2, 5), {"price": "149.00"}, ["25.00", "149.00"]),
            (date(2027, 2, 5), {"price": "150.00"}, ["50.00", "150.00"]),
            (date(2027, 2, 5), {"price": "0.00"}, ["0.00", "0.00"]),
        ],
        steps=[
            {"days_before": 14, "keeps_fixed": 25},
            {"days_before": 14, "keeps_fixed": 50, "price_from": 150},
        ],
    ),
    "everychild-newer": Policy(
        "EveryChild California",
        ("flat $50 (newer)",),
        ["Until February 5, 2027, 11:59 p.m. PST: full refund less $50.00 per seat.", OVER],
        [(date(2027, 2, 5), {"price": "149.00"}, ["50.00", "149.00"])],
        steps=[{"days_before": 14, "keeps_fixed": 50}],
    ),
    "aaspa": Policy(
        "AASPA (HR administrators)",
        ("fixed date", "less fee", "$100"),
        ["Until January 15, 2027, 11:59 p.m. PST: full refund less $100.00 per seat.", OVER],
        [(date(2027, 1, 15), {"price": "545.00"}, ["100.00", "545.00"])],
        steps=[{"until_on": date(2027, 1, 15), "keeps_fixed": 100}],
    ),
    "socal-kindergarten": Policy(
        "SoCal Kindergarten Conference",
        ("no refunds; send a colleague", "$20 if the organizer cancels"),
        ["No refund.", "If the initiative cancels the convening: full refund less $20.00 per paid seat."],
        [(date(2026, 12, 1), {"price": "229.00"}, ["229.00", "229.00"])],
        fields={"refund_rule": "none", "organizer_keeps": Decimal("20.00")},
    ),
}
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


def test_socal_keeps_twenty_dollars_where_it_cancels_itself():
    convening = convening_with(**POLICIES["socal-kindergarten"].fields)

    kept = kept_if_organizer_cancels(convening, price=Decimal("229.00"), add_ons=Decimal("0.00"))

    assert kept == Decimal("20.00")


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
