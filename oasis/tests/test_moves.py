"""Every state × move × actor × kind, told once more in full: a change of oasis/moves.py must be meant here, too."""

import pytest
from django.utils import timezone

from oasis.models import ReferralEvent, Role, State
from oasis.moves import CLOCK, FAMILY, MOVES, PROVIDER, STAFF, moves_from
from oasis.moving import make_move
from oasis.refusing import CannotMove

from .factories import create_assignment, create_referral, create_site

ACTORS = {"staff": STAFF, "provider": PROVIDER, "family": FAMILY, "clock": CLOCK}
ALL = set(State.values)
WITH = {"sent", "opened", "needs_info", "accepted", "waitlisted", "scheduled", "in_service"}
UNSENT = {"draft", "awaiting_consent", "ready"}

# move → (led to, {actor: states from which it may make it}); what a kind does not have is in ONLY.
TABLE = {
    "ask_consent": ("awaiting_consent", {"staff": {"draft"}}),
    "make_ready": ("ready", {actor: {"draft", "awaiting_consent"} for actor in ("staff", "family")}),
    "lose_consent": ("awaiting_consent", {actor: {"ready"} for actor in ("staff", "family", "clock")}),
    "send": ("sent", {"staff": {"ready"}}),
    "hand_out": ("sent", {"staff": UNSENT}),
    "open": ("opened", {"provider": {"sent"}}),
    "ask_info": ("needs_info", {"provider": WITH - {"sent", "needs_info"}}),
    "give_info": ("opened", {"staff": {"needs_info"}}),
    "accept": ("accepted", {who: {"sent", "opened", "needs_info", "waitlisted"} for who in ("staff", "provider")}),
    "waitlist": ("waitlisted", {who: {"sent", "opened", "needs_info", "accepted"} for who in ("staff", "provider")}),
    "schedule": ("scheduled", {who: WITH - {"in_service"} for who in ("staff", "provider")}),
    "start_service": ("in_service", {who: {"accepted", "waitlisted", "scheduled"} for who in ("staff", "provider")}),
    "decline": ("declined", {who: WITH - {"in_service"} for who in ("staff", "provider")}),
    "recall": ("recalled", {who: {"sent"} for who in ("staff", "family", "clock")}),
    "withdraw": ("withdrawn", dict.fromkeys(("staff", "family"), UNSENT | WITH)),
    "expire": ("expired", {"clock": {"awaiting_consent", "ready", "sent", "opened", "needs_info"}}),
    "close": (
        "closed",
        {
            "staff": WITH | {"declined", "expired"},
            "provider": {"accepted", "waitlisted", "scheduled", "in_service"},
        },
    ),
    "enter_in_error": ("entered_in_error", {"staff": ALL - {"entered_in_error"}}),
}
ONLY = {
    "send": "direct",
    "open": "direct",
    "ask_info": "direct",
    "give_info": "direct",
    "recall": "direct",
    "hand_out": "informational",
}


def test_the_table_tells_every_move():
    assert {name: move.target for name, move in MOVES.items()} == {name: row[0] for name, row in TABLE.items()}


@pytest.mark.parametrize("kind", ["direct", "informational"])
@pytest.mark.parametrize("actor", ACTORS)
def test_each_actor_makes_in_each_state_the_moves_of_the_table_and_no_others(actor, kind):
    told = {state: {move.name for move in moves_from(state, actor=ACTORS[actor], kind=kind)} for state in ALL}

    hears = actor != "provider" or kind == "direct"
    assert told == {
        state: {
            name
            for name, (_target, by) in TABLE.items()
            if state in by.get(actor, set()) and ONLY.get(name, kind) == kind and hears
        }
        for state in ALL
    }


@pytest.mark.django_db
def test_the_deed_makes_no_move_that_the_table_lacks():
    """One draft, each move by each actor: those that the table lacks write nothing."""
    referral = create_referral()
    lacking = [
        (name, actor)
        for name, (_target, by) in TABLE.items()
        for actor in ACTORS
        if "draft" not in by.get(actor, set()) or ONLY.get(name, "direct") != "direct"
    ]

    for name, actor in lacking:
        with pytest.raises(CannotMove):
            make_move(
                referral=referral,
                move=name,
                actor=ACTORS[actor],
                by=referral.owner,
                version=0,
                now=timezone.now(),
                note="note",
                reason="cost",
                outcome="cost",
                outcome_source="staff",
            )

    assert (len(lacking), ReferralEvent.objects.count()) == (66, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("owner", True),
        (Role.SITE_LEAD, True),
        (Role.COORDINATOR, True),
        (Role.PROGRAM_ADMINISTRATOR, True),
        (Role.REFERRER, False),
        (Role.COUNSELOR, False),
        ("lead of another school", False),
        ("nobody", False),
    ],
)
def test_only_the_owner_or_a_lead_of_the_school_takes_a_referral_as_an_error(who, may):
    referral = create_referral()
    site = referral.site
    by = {
        "owner": lambda: referral.owner,
        "nobody": lambda: None,
        "lead of another school": lambda: create_assignment(role=Role.SITE_LEAD, site=create_site()).user,
    }.get(who, lambda: create_assignment(role=who, site=site, district=site.school.district).user)()

    try:
        moved = make_move(
            referral=referral, move="enter_in_error", actor=STAFF, by=by, version=0, note="Twice", now=timezone.now()
        )
    except CannotMove:
        moved = None

    assert bool(moved) == may
