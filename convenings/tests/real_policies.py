"""How nine real organizers of like events refund, each rule said in the portal's own terms."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

OVER = "After that: no refund."


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
