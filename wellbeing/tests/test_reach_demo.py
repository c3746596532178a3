from datetime import UTC, datetime

import pytest

from districts.tests.factories import create_unit
from wellbeing.activities.demo_ideas import load_challenges, load_ideas
from wellbeing.models import Activity, Idea
from wellbeing.reach.board import Board
from wellbeing.reach.demo import load_reach

from .factories import create_program
from .test_reach_counting import create_activity

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)


def test_the_demo_shows_ideas_challenges_and_months_and_fills_them_once():
    program = create_program()
    for name, kind in [("SJTA", "certificated"), ("CSEA 127", "classified")]:
        create_unit(program.district, organization=name, kind=kind)
    create_activity(program, shift="")
    create_activity(program, shift="evening")

    for _twice in range(2):
        load_ideas(program, now=NOW)
        load_challenges(program, now=NOW)
        load_reach(program, now=NOW)

    board = Board(program, 2026)
    assert set(program.ideas.values_list("state", flat=True)) == set(Idea.State)
    assert (program.ideas.count(), program.challenges.count(), len(board.months)) == (9, 2, 4)
    assert board.total.took > 100
    assert Activity.objects.count() == 2
