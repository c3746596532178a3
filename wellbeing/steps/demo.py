"""A made-up program in the middle of its year: six steps done, the seventh under way."""

from datetime import datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from districts.models import Side
from lmi_portal.accounts.models import User
from wellbeing.approving import mark_of
from wellbeing.committee.deciding import record_decision
from wellbeing.committee.minuting import record_attendance, write_minutes
from wellbeing.committee.planning import plan_meeting
from wellbeing.models import Action, Artefact, Decision, Step
from wellbeing.school_years import school_year_at

from .acting import add_action
from .adopting import adopt_priorities, decisions_for
from .answering import answer_readiness
from .guide import statements
from .keeping import keep_artefact
from .planning import plan_step
from .progress import facts_of
from .saying_done import say_done
from .years import days_of

# Days from today on which the eight steps are due.
DUE = {1: -110, 2: -95, 3: -75, 4: -45, 5: -25, 6: -10, 7: 75, 8: 160}
READINESS = {
    Side.LABOR: [3, 3, 2, 2, 2, 1, 2, 2, 2, 3, 3, 2],
    Side.MANAGEMENT: [4, 3, 3, 3, 3, 2, 4, 3, 3, 4, 2, 2],
}
PRIORITIES = [
    (
        "Time to breathe in the working day",
        "The word heard most in every group: no minute of rest between the bells, on the bus run and in the kitchen.",
    ),
    (
        "Activities that fit every shift",
        "Most of what was offered so far began at noon or at four. Early, evening and night shifts could not come.",
    ),
    (
        "Respect that people can feel",
        "Classified staff said that thanks and news reach them last. Both sides want to change that this year.",
    ),
]
# Priority, goal, activity, budget, spent, days from today, measure, progress.
ACTIONS = [
    (1, "A calm place at each site", "Turn one room per site into a quiet room", "4200.00", "3150.50", 40,
     "Sites with a quiet room: 20 of 60", Action.Progress.UNDER_WAY),
    (1, "Breaks that are really taken", "Three-week challenge: breaks taken in full", "600.00", "0.00", 20,
     "Teams that take part: 25", Action.Progress.PLANNED),
    (2, "Night and early shifts have their own", "Stretching at the bus yard at 5:15 a.m.", "1800.00", "1240.25", 60,
     "Drivers who came at least once: 60", Action.Progress.UNDER_WAY),
    (2, "People without work e-mail hear of it", "Posters and QR codes at time clocks and in kitchens", "450.00",
     "462.80", -6, "Sites with a poster: all", Action.Progress.UNDER_WAY),
    (3, "Thanks come from both sides", "Thank-you cards signed by both co-chairs", "300.00", "118.40", 90,
     "Cards sent: 400", Action.Progress.UNDER_WAY),
    (3, "News reaches everybody on one day", "One page a month, read out at shift start", "0.00", "0.00", -20,
     "Months with a page: 4 of 4", Action.Progress.DONE),
]  # fmt: skip
MINUTES = """We laid the survey, the talk at the bus yard and the policy scan side by side.

Both sides named what they heard most. Three themes stood on both lists, and we chose those."""
FOCUS_GROUP = """Who took part
Nine bus drivers and two dispatchers of the early shift, in paid time between two runs.

What we asked
What makes a good day here, and what would you come to?

What we heard
Nobody asks us because we have left before the office opens. Give us something at the yard. Say thank you once.

What follows from it
Begin one activity at the yard before the first run."""
POLICY_SCAN = """Policy or practice
How rooms outside of class time are given out.

What it says
A principal may open a room for staff; no rule says how one asks.

Where it helps a good working day
Nothing stands in the way of a quiet room.

Where it gets in the way
Classified staff did not know that they may ask.

Who decides about it
The principal. Nothing here is a topic of bargaining."""


def load_steps(program, now):
    """After the charter, the committee and its surveys: what is not on record is not called done."""
    year, labor, management = school_year_at(now), *_co_chairs(program)
    if program.steps.filter(school_year=year).exists():
        return
    everybody = [(labor, Side.LABOR), (management, Side.MANAGEMENT)]
    for number, days in DUE.items():
        for by, side in everybody:
            owner = _owner(program, side, number)
            _on(program, year, number, plan_step, owner=owner, due_on=_day(now, days, year), by=by, now=now)
    for by, side in everybody:
        ratings = dict(zip(statements(), READINESS[side], strict=True))
        answer_readiness(program=program, school_year=year, ratings=ratings, by=by, now=now - timedelta(days=70))
    for kind, title, text in [
        (Artefact.Kind.FOCUS_GROUP, "Early shift at the bus yard", FOCUS_GROUP),
        (Artefact.Kind.POLICY_SCAN, "Who may use a room", POLICY_SCAN),
    ]:
        kept = {"kind": kind, "title": title, "text": text, "link": ""}
        _on(program, year, Step.Number.LISTEN, keep_artefact, **kept, by=labor, now=now - timedelta(days=40))
    _adopt(program, year, by=labor, now=now)
    _plan_actions(program, year, by=management, now=now)
    facts = facts_of(program, school_year=year, now=now)
    for number in range(Step.Number.COMMITMENT, Step.Number.RUN):
        if all(fact.is_met for fact in facts[number]):
            for by, _side in everybody:
                said_at = now + timedelta(days=DUE[number] - 1)
                _on(program, year, number, say_done, by=by, now=min(now, max(said_at, _beginning(year))))


def _on(program, year, number, deed, **what):
    return deed(program=program, school_year=year, number=number, **what)


def _co_chairs(program):
    """The users who sit as labor's and as management's co-chair."""
    addresses = dict(program.seats.co_chairs().values_list("side", "email"))
    return [User.objects.get(email=addresses[side]) for side in (Side.LABOR, Side.MANAGEMENT)]


def _owner(program, side, number):
    seats = list(program.seats.current().filter(side=side))
    return seats[number % len(seats)]


def _day(now, days, year):
    first, last = days_of(year)
    return min(max(timezone.localdate(now) + timedelta(days=days), first), last)


def _beginning(year):
    return timezone.make_aware(datetime.combine(days_of(year)[0], time(9)))


def _adopt(program, year, *, by, now):
    adopted = decisions_for(program, school_year=year).filter(text__icontains="priorities")
    decision = adopted.first() or _decide(program, by=by, now=now)
    adopt_priorities(program=program, school_year=year, decision=decision, priorities=PRIORITIES, by=by, now=now)


def _decide(program, *, by, now):
    """The meeting at which the committee chose them, 26 days ago from four to five."""
    day = timezone.localdate(now) - timedelta(days=26)
    starts_at, ends_at = (timezone.make_aware(datetime.combine(day, time(hour))) for hour in (16, 17))
    who = {"by": by, "now": ends_at}
    meeting = plan_meeting(
        program=program,
        starts_at=starts_at,
        ends_at=ends_at,
        place="Board room",
        chair_side=Side.LABOR,
        agenda=[{"title": "Our priorities of this year", "notes": "", "is_for_bargaining": False}],
        **who,
    )
    seats = program.seats.current().values_list("pk", flat=True)
    record_attendance(meeting=meeting, came=list(seats), stayed_away=[], **who)
    text = "We adopt three priorities of this year: time to breathe, every shift, and respect."
    told = {"item": meeting.agenda.get(), "text": text, "way": Decision.Way.CONSENSUS, "votes": {}}
    decision = record_decision(meeting=meeting, **told, **who)
    write_minutes(meeting=meeting, text=MINUTES, read=mark_of(""), **who)
    return decision


def _plan_actions(program, year, *, by, now):
    priorities = {one.position: one for one in program.priorities.filter(school_year=year)}
    for line, (position, goal, activity, budget, spent, days, measure, progress) in enumerate(ACTIONS):
        add_action(
            program=program,
            priority=priorities[position],
            goal=goal,
            activity=activity,
            labor_owner=_owner(program, Side.LABOR, line),
            management_owner=_owner(program, Side.MANAGEMENT, line),
            budget=Decimal(budget),
            spent=Decimal(spent),
            due_on=timezone.localdate(now) + timedelta(days=days),
            measure=measure,
            progress=progress,
            by=by,
            now=now,
        )
