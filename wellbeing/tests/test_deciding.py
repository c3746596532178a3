from datetime import datetime, time, timedelta
from itertools import product

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from districts.models import Side
from wellbeing.committee.deciding import VOTES, is_carried, take_decision_back
from wellbeing.committee.minuting import record_attendance
from wellbeing.committee.quorum import Presence, quorum_at
from wellbeing.models import Decision
from wellbeing.refusing import CannotDo

from .factories import co_chair, create_program, create_seat
from .meetings import create_held_meeting, create_meeting, decide, publish, topic

pytestmark = pytest.mark.django_db


def votes(labor, management):
    """{name: number} of two triples: for, against, abstaining."""
    counts = {Side.LABOR: labor, Side.MANAGEMENT: management}
    return {name: number for side, names in VOTES.items() for name, number in zip(names, counts[side], strict=True)}


def create_full_program(*, seats=3):
    """Both sides with as many seats."""
    program = create_program()
    for side in VOTES:
        for _n in range(seats - 1):
            create_seat(program, side=side)
    return program


@pytest.mark.parametrize(
    ("seats", "present", "is_enough"), [(6, 3, False), (6, 4, True), (5, 3, True), (1, 1, True), (0, 0, False)]
)
def test_a_quorum_is_more_than_half_of_a_side(seats, present, is_enough):
    presence = Presence("labor", seats, present)

    assert presence.is_enough == is_enough
    assert (present >= presence.needed) == is_enough


def test_seats_are_those_of_the_pacific_day_of_an_evening():
    program, day = create_program(), timezone.localdate()
    evening = timezone.make_aware(datetime.combine(day, time(17, 30)))
    meeting = create_meeting(program, starts_at=evening, ends_at=evening + timedelta(hours=1))
    create_seat(program, since_on=day, until_on=day)

    labor = next(presence for presence in quorum_at(meeting).presences if presence.side == Side.LABOR)

    assert labor.seats == 2


def test_a_full_bench_of_one_side_is_no_quorum():
    program = create_full_program()
    labor = program.seats.filter(side=Side.LABOR)
    meeting = create_held_meeting(program, came=labor)

    assert not quorum_at(meeting).is_met
    with pytest.raises(CannotDo, match="There was no quorum"):
        decide(meeting)


def test_a_consensus_is_adopted_without_votes():
    decision = decide(create_held_meeting(create_full_program()), votes=votes((1, 0, 0), (1, 0, 0)))

    assert decision.is_adopted
    assert [getattr(decision, name) for names in VOTES.values() for name in names] == [0] * 6


@pytest.mark.parametrize(
    ("labor", "management", "is_adopted"),
    [
        ((3, 0, 0), (1, 2, 0), True),
        ((3, 0, 0), (0, 0, 3), False),
        ((1, 2, 0), (2, 1, 0), False),
        ((1, 0, 2), (1, 0, 2), True),
        ((0, 3, 0), (0, 3, 0), False),
    ],
    ids=["more for", "none of management for", "a tie", "few, all for", "all against"],
)
def test_a_vote_is_carried_by_more_for_than_against_and_by_both_sides(labor, management, is_adopted):
    decision = decide(create_held_meeting(create_full_program()), way="vote", votes=votes(labor, management))

    assert decision.is_adopted == is_adopted


@pytest.mark.parametrize(
    ("labor", "management", "why"),
    [
        ((3, 0, 0), (2, 0, 0), "labor has 3 here, management 2"),
        ((4, 0, 0), (4, 0, 0), "Labor cast 4 votes and had 3 people there"),
        ((0, 0, 0), (0, 0, 0), "Enter the votes"),
    ],
    ids=["unequal", "more than there", "none"],
)
def test_votes_that_cannot_be_are_refused(labor, management, why):
    meeting = create_held_meeting(create_full_program())

    with pytest.raises(CannotDo, match=why):
        decide(meeting, way="vote", votes=votes(labor, management))


def test_a_topic_of_bargaining_gets_no_decision():
    meeting = create_held_meeting(create_program(), agenda=[topic("Pay rates", is_for_bargaining=True)])

    with pytest.raises(CannotDo, match="belongs to bargaining") as refusal:
        decide(meeting, item=meeting.agenda.get())

    assert refusal.value.field == "item"


def test_a_topic_of_another_meeting_is_not_decided_here():
    program = create_program()

    with pytest.raises(CannotDo, match="no longer on the agenda"):
        decide(create_held_meeting(program), item=create_meeting(program).agenda.first())


def test_nothing_is_decided_before_the_meeting_and_after_its_minutes_are_published():
    program = create_program()
    published = create_held_meeting(program)
    decision = decide(published)
    publish(published)

    with pytest.raises(CannotDo, match="who came"):
        decide(create_meeting(program))
    with pytest.raises(CannotDo, match="published"):
        decide(published)
    with pytest.raises(CannotDo, match="published"):
        take_decision_back(decision=decision, by=co_chair(program, Side.LABOR), now=timezone.now())


def test_a_decision_is_taken_back_and_entered_again():
    meeting = create_held_meeting(create_program())
    decision = decide(meeting)

    take_decision_back(decision=decision, by=co_chair(meeting.program, Side.MANAGEMENT), now=timezone.now())

    assert not meeting.decisions.exists()
    assert decide(meeting).pk


def test_who_made_the_quorum_or_voted_is_not_taken_off():
    program = create_full_program()
    meeting = create_held_meeting(program)
    decide(meeting, way="vote", votes=votes((3, 0, 0), (3, 0, 0)))
    by, labor = co_chair(program, Side.LABOR), program.seats.filter(side=Side.LABOR)

    with pytest.raises(CannotDo, match="More people voted"):
        record_attendance(meeting=meeting, came=[], stayed_away=[labor[1].pk], by=by, now=timezone.now())
    with pytest.raises(CannotDo, match="had a quorum"):
        record_attendance(meeting=meeting, came=[], stayed_away=[seat.pk for seat in labor], by=by, now=timezone.now())

    assert meeting.attendances.count() == 6


def test_control_the_database_knows_the_rule_of_votes_without_the_deed():
    """Every way in which two sides of up to two people can vote."""
    program = create_program()
    kept = {"meeting": create_meeting(program), "text": "x", "way": "vote", "recorded_by": program.begun_by}
    benches = [bench for bench in product(range(3), repeat=3) if sum(bench) < 3]

    strays = []
    for labor, management, is_adopted in product(benches, benches, [True, False]):
        cast = votes(labor, management)
        holds = sum(labor) == sum(management) > 0 and is_carried(cast) == is_adopted
        try:
            with transaction.atomic():
                Decision.objects.create(is_adopted=is_adopted, recorded_at=timezone.now(), **kept, **cast)
        except IntegrityError:
            is_kept = False
        else:
            is_kept = True
        strays += [(labor, management, is_adopted)] if is_kept != holds else []

    assert strays == []
    assert Decision.objects.count() == 45


def test_the_same_decision_sent_twice_is_entered_once():
    meeting = create_held_meeting(create_program())
    decide(meeting)

    with pytest.raises(CannotDo, match="entered already"):
        decide(meeting)

    assert meeting.decisions.count() == 1
    assert decide(meeting, text="We open a library.").pk
    # Two topics may well end in the same words.
    assert decide(meeting, item=meeting.agenda.first()).pk
