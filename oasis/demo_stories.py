"""What the demo's referrals went through: each a made-up student, a need, and a story told in days."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Story:
    """`student` is the given name; `days_ago` it was logged; `steps` are (days later, step, what goes with it).

    A step is a move's name, or one of consent, send_off, visit, tried, reached, again.
    """

    student: str
    need: str
    days_ago: int
    steps: tuple = ()
    reason: str = ""
    urgency: str = "routine"
    kind: str = "direct"
    has_service: bool = True
    is_confidential: bool = False


def _sent(*more):
    return ((1, "consent", {}), (1, "send_off", {}), *more)


def _accepted(*more):
    return _sent((2, "open", {}), (3, "accept", {}), *more)


def _closed(outcome, source, *, after=30):
    return after, "close", {"outcome": outcome, "outcome_source": source}


STORIES = [
    Story(
        "Camila", "vision", 62, _accepted((9, "start_service", {}), _closed("received_full", "provider")), "Squints."
    ),
    Story("Camila", "tutoring", 9, _accepted(), "Math, twice a week if possible."),
    Story("Mateo", "dental", 55, _accepted((8, "reached", {}), _closed("received_full", "family")), "A toothache."),
    Story("Mateo", "food", 3, ((0, "send_off", {}),), kind="informational"),
    Story("Jaylen", "mentoring", 48, _accepted((10, "start_service", {})), "After school until six."),
    Story("Jaylen", "vision", 1, has_service=False),
    Story(
        "Jaylen",
        "dental",
        70,
        _sent((4, "tried", {}), (8, "tried", {}), (12, "tried", {}), _closed("unable_to_contact", "staff", after=20)),
    ),
    Story(
        "Aaliyah",
        "housing",
        21,
        _sent((2, "open", {}), (4, "decline", {"reason": "no_capacity"}), (5, "again", {})),
        "The family must leave by the end of the month.",
        "urgent",
    ),
    Story(
        "Aaliyah",
        "clothing",
        40,
        ((0, "send_off", {}), _closed("received_full", "staff", after=6)),
        kind="informational",
    ),
    Story("Minh Anh", "insurance", 4, ((1, "ask_consent", {}),), "Forms in Vietnamese."),
    Story("Minh Anh", "vision", 16, _sent((2, "open", {}), (3, "ask_info", {"note": "Which days can you come?"}))),
    Story("Diego", "counseling", 12, _accepted((5, "visit", {"in_days": 3})), "Sleeps badly since autumn.", "soon"),
    Story("Diego", "tutoring", 33, _sent((6, "withdraw", {"note": "An uncle helps him now."}))),
    Story("Diego", "dental", 27, _sent((2, "open", {}), (4, "waitlist", {})), "A check-up."),
    Story("Kofi", "counseling", 18, _accepted((6, "start_service", {})), is_confidential=True),
    Story("Kofi", "school-supplies", 30, ((1, "enter_in_error", {"note": "Logged for the wrong student."}),)),
    Story("Ximena", "vocational", 38, _accepted((12, "visit", {"in_days": -4})), "Wants to learn welding."),
    Story("Ximena", "medical", 58, _sent((14, "expire", {}))),
    Story("Brandon", "vocational", 66, _accepted(_closed("received_ongoing", "provider")), "Evening classes."),
    Story("Brandon", "transportation", 2, _sent()),
    Story(
        "Lucía", "immunizations", 45, _accepted(_closed("received_full", "family", after=12)), "Two shots are missing."
    ),
    Story("Lucía", "dental", 6, _sent((1, "recall", {}))),
    Story(
        "Narek",
        "legal-aid",
        24,
        _sent((2, "open", {}), (3, "decline", {"reason": "language"})),
        "A letter of the landlord.",
    ),
    Story("Narek", "vision", 5, ((1, "consent", {}),), "Headaches when he reads."),
    Story("Elena", "food", 52, _accepted(_closed("family_declined", "family", after=15))),
    Story("Elena", "vocational", 7, _sent((2, "open", {})), "Has a part-time job on weekdays."),
]
