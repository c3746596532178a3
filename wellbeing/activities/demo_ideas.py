"""An ideas box that is used, and challenges of teams: made up like all of the demo."""

import uuid
from datetime import timedelta

from django.utils import timezone

from wellbeing.models import Challenge, ChallengeEntry, ChallengeTeam, Idea, IdeaVote

State = Idea.State
# (idea, its state, the committee's answer, whether it belongs to bargaining, votes, days ago)
IDEAS = [
    (
        "A bench in the shade by the bus yard.",
        State.PLANNED,
        "The grounds crew builds it over winter break.",
        False,
        31,
        62,
    ),
    ("A microwave in the night crew’s break room.", State.DONE, "It is there since October.", False, 27, 80),
    ("Una mesa para hablar inglés y español.", State.OPEN, "", False, 22, 30),
    ("Coffee with the board once a year, at a site.", State.OPEN, "We ask the board in January.", False, 14, 25),
    ("A choir for staff.", State.OPEN, "", False, 9, 12),
    ("Pay for the hours between two bus runs.", State.OPEN, "We passed it on to both teams.", True, 0, 40),
    (
        "A sauna at the district office.",
        State.DECLINED,
        "No money for that. A quiet room opens in spring.",
        False,
        6,
        55,
    ),
    ("Boots day: everybody comes in garden boots.", State.NEW, "", False, 0, 2),
    ("Un picnic para los turnos de noche y mañana.", State.NEW, "", False, 0, 1),
]
# (title, in Spanish, what is counted, goal, starts and ends in days from now, a day's sums by team)
CHALLENGES = [
    (
        *(
            "A thousand minutes outdoors",
            "Mil minutos al aire libre",
            Challenge.Counted.MINUTES_OUTDOORS,
            4000,
            -10,
            11,
        ),
        *({"Bus yard": 90, "Kitchens": 70, "Mesa High": 110, "District Office": 45},),
    ),
    (
        *("Thank-you weeks", "Semanas de gracias", Challenge.Counted.THANKS, 300, -60, -40),
        *({"Early shift": 4, "Day shift": 8, "Evening and night": 5},),
    ),
]


def load_ideas(program, *, now):
    """Create what is missing; votes belong to nobody on the list."""
    if program.ideas.exists():
        return
    today = timezone.localdate(now)
    # The oldest first, as ideas of one number of votes stand by their age.
    for text, state, answer, is_for_bargaining, votes, days in sorted(IDEAS, key=lambda each: -each[-1]):
        idea = Idea.objects.create(
            program=program,
            text=text,
            state=state,
            answer=answer,
            is_for_bargaining=is_for_bargaining,
            written_on=today - timedelta(days=days),
        )
        IdeaVote.objects.bulk_create(IdeaVote(idea=idea, voter=uuid.uuid4().hex) for _each in range(votes))


def load_challenges(program, *, now):
    """Create what is missing: one challenge that runs and one that is over."""
    if program.challenges.exists():
        return
    today = timezone.localdate(now)
    for title, title_es, counted, goal, first, last, sums in CHALLENGES:
        starts_on, ends_on = today + timedelta(days=first), today + timedelta(days=last)
        challenge = Challenge.objects.create(
            program=program,
            title=title,
            title_es=title_es,
            counted=counted,
            goal=goal,
            starts_on=starts_on,
            ends_on=ends_on,
        )
        days = [starts_on + timedelta(days=number) for number in range((min(ends_on, today) - starts_on).days)]
        for name, a_day in sums.items():
            team = ChallengeTeam.objects.create(challenge=challenge, name=name)
            ChallengeEntry.objects.bulk_create(ChallengeEntry(team=team, done_on=day, amount=a_day) for day in days)
