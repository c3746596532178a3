import json
from datetime import timedelta

from django.utils import timezone

from districts.models import Side
from wellbeing.models import Response, Survey
from wellbeing.surveys.closing import close_survey
from wellbeing.surveys.drafting import draft_survey
from wellbeing.surveys.opening import approve_survey, mark_of_survey, open_survey
from wellbeing.surveys.tokens import draw_link, keep_tokens

from .factories import co_chair, create_program

BOTH = [Side.LABOR, Side.MANAGEMENT]


def draft(program=None, **texts):
    """A needs survey of four questions, one of them a comment, that opened a moment ago once it is opened."""
    program = program or create_program()
    now = timezone.now()
    usual = {
        "kind": Survey.Kind.NEEDS,
        "title": "How are we?",
        "title_es": "¿Cómo estamos?",
        "questions": ["workload", "respect", "interests", "one_change"],
        "wellbq": [],
        "sheets_at_most": 100,
        "opens_at": now - timedelta(minutes=1),
        "closes_at": now + timedelta(days=14),
    }
    return draft_survey(program=program, by=co_chair(program, Side.LABOR), now=now, **usual | texts)


def approve(survey, sides=BOTH):
    for side in sides:
        by = co_chair(survey.program, side)
        approve_survey(survey=survey, read=mark_of_survey(survey), by=by, now=timezone.now())


def create_open_survey(program=None, **texts):
    """One that both co-chairs approved and opened."""
    survey = draft(program, **texts)
    approve(survey)
    open_survey(survey=survey, by=co_chair(survey.program, Side.LABOR), now=timezone.now())
    survey.refresh_from_db()
    return survey


def draw_links(survey, count=1):
    links = [draw_link() for _each in range(count)]
    keep_tokens(survey=survey, drawn=links)
    return links


def address_of_link(link):
    return f"/wellbeing/answer/{link}/"


def answers_of(survey):
    return [json.loads(response.sealed) for response in Response.objects.filter(survey=survey)]


def close(survey):
    """Close it when its time is over; returns it as it is then."""
    close_survey(survey_id=survey.pk, now=survey.closes_at)
    survey.refresh_from_db()
    return survey
