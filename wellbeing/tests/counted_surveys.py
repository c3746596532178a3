from datetime import timedelta

from django.utils import timezone

from wellbeing.models import ResultGroup, Survey
from wellbeing.surveys.counting import count_answers
from wellbeing.tests.factories import create_survey

AGREES = {"workload": "agree", "pace": "agree", "interests": ["walks"]}


def answers_of(number, answers=None, **about):
    """`number` people who answered the same and say the same of themselves."""
    return [{"about": about, "answers": AGREES if answers is None else answers}] * number


def create_counted(program, answers, *, days_ago=1, **fields):
    """A survey that closed `days_ago` with these `answers`."""
    now = timezone.now()
    closes_at = now - timedelta(days=days_ago)
    survey = create_survey(
        program,
        questions=["workload", "pace", "interests"],
        opens_at=closes_at - timedelta(days=14),
        closes_at=closes_at,
        **fields,
    )
    ResultGroup.objects.bulk_create(count_answers(survey=survey, answers=answers))
    survey.state, survey.answered, survey.counted_at = Survey.State.CLOSED, len(answers), closes_at
    survey.save()
    return survey
