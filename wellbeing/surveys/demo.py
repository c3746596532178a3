"""Two waves of four hundred made-up answers each, and a survey that is open now."""

import json
from datetime import timedelta
from random import Random

from lmi_portal.accounts.models import User
from lmi_portal.outbox.models import Email
from wellbeing.models import Response, Survey, SurveyComment

from .bank import asked, pulse, questions
from .closing import close_survey
from .demo_answers import answers, people
from .drafting import draft_survey
from .letters import reason_to_approve
from .opening import approve_survey, mark_of_survey, open_survey
from .sharing import approve_sharing, mark_of_results
from .tokens import draw_link, keep_tokens

ANSWERS = 400
Kind, Verdict = Survey.Kind, SurveyComment.Verdict
WITHHELD = "That one person in our office should be moved."
UNDECIDED = "Fans in the shop, it is very hot in September."


def load_surveys(program, *, now):
    """Survey the program in the spring, in the fall and now; once. Both co-chairs sit and have accounts by then."""
    if program.surveys.exists():
        return
    spring = _wave(
        program,
        {
            "kind": Kind.NEEDS,
            "title": "What do you need to work well?",
            "title_es": "¿Qué necesita para trabajar bien?",
            "questions": list(questions()),
            "wellbq": ["work", "policies"],
            "sheets_at_most": 100,
        },
        wave=0,
        closes_at=now - timedelta(days=200),
    )
    _share(spring, now=now - timedelta(days=186))
    _wave(
        program,
        {
            "kind": Kind.PULSE,
            "title": "Fall pulse",
            "title_es": "Pulso de otoño",
            "questions": list(pulse()),
            "wellbq": [],
            "sheets_at_most": 100,
        },
        wave=1,
        closes_at=now - timedelta(days=24),
    )
    texts = {
        "kind": Kind.NEEDS,
        "title": "Breaks and getting together",
        "title_es": "Descansos y momentos juntos",
        "questions": ["breaks", "belonging", "interests", "best_time", "barriers", "goes_well"],
        "wellbq": [],
        "sheets_at_most": 100,
    }
    survey = _opened(program, texts, opens_at=now - timedelta(days=5), closes_at=now + timedelta(days=9))
    _answer(survey, 137, wave=1, seed=3)
    keep_tokens(survey=survey, drawn=[draw_link() for _each in range(503)])


def _wave(program, texts, *, wave, closes_at):
    survey = _opened(program, texts, opens_at=closes_at - timedelta(days=18), closes_at=closes_at)
    _answer(survey, ANSWERS, wave=wave, seed=wave)
    close_survey(survey_id=survey.pk, now=closes_at)
    comments = SurveyComment.objects.filter(survey=survey)
    for comment in comments:
        verdict = Verdict.WITHHOLD if comment.text == WITHHELD else Verdict.RELEASE
        comment.labor_verdict = verdict
        comment.management_verdict = "" if comment.text == UNDECIDED else verdict
        comment.text = "" if verdict == Verdict.WITHHOLD else comment.text
    SurveyComment.objects.bulk_update(comments, ["labor_verdict", "management_verdict", "text"])
    survey.refresh_from_db()
    return survey


def _share(survey, *, now):
    for chair in _chairs(survey.program):
        approve_sharing(survey=survey, read=mark_of_results(survey), by=chair, now=now)
    # No letters go to made-up people.
    Survey.objects.filter(pk=survey.pk).update(told_of_results_at=now)


def _chairs(program):
    return [User.objects.get(email=seat.email) for seat in program.seats.co_chairs()]


def _opened(program, texts, *, opens_at, closes_at):
    now = opens_at - timedelta(days=3)
    chairs = _chairs(program)
    survey = draft_survey(program=program, by=chairs[0], now=now, opens_at=opens_at, closes_at=closes_at, **texts)
    for chair in chairs:
        approve_survey(survey=survey, read=mark_of_survey(survey), by=chair, now=now)
    open_survey(survey=survey, by=chairs[0], now=now)
    # No letters go to made-up people.
    Email.objects.filter(reason=reason_to_approve(survey, mark=mark_of_survey(survey))).delete()
    Survey.objects.filter(pk=survey.pk).update(invited=640, invited_at=opens_at)
    return Survey.objects.select_related("program__district").get(pk=survey.pk)


def _answer(survey, count, *, wave, seed):
    chance = Random(seed)  # noqa: S311 - made up, and the same at every load
    rows = []
    for about in people(count, program=survey.program, chance=chance):
        said, comments = answers(about, asked(survey), wave=wave, chance=chance)
        told = {"about": about, "answers": said, "comments": comments}
        rows.append(Response(survey=survey, sealed=json.dumps(told)))
    Response.objects.bulk_create(rows)
