"""Closing a survey: what was answered is counted and destroyed, and with it every token and every unsent letter."""

import json
from random import SystemRandom

from django.db import transaction

from lmi_portal.audit.recording import record
from lmi_portal.outbox.taking_back import take_back_letters
from wellbeing.models import Response, Survey, SurveyComment, SurveyToken

from .counting import LEAST_FOR_COMMENTS, count_answers
from .inviting import reason_of_invitation

BATCH = 1000


def close_due_surveys(*, now):
    """Close each survey whose time is over; two callers at once close it once."""
    due = Survey.objects.filter(state=Survey.State.OPEN, closes_at__lte=now).order_by("pk").values_list("pk", flat=True)
    for pk in list(due):
        close_survey(survey_id=pk, now=now)


@transaction.atomic
def close_survey(*, survey_id, now):
    """Count all answers of the survey and destroy them; returns whether it was this call that closed it."""
    # Whoever hands in shares the survey's key as their answer names it: a full lock and they would wait in a circle.
    survey = Survey.objects.select_for_update(no_key=True).get(pk=survey_id)
    if survey.state != Survey.State.OPEN or survey.closes_at > now:
        return False
    # First: whoever is handing in this moment holds the token's row, so that this waits for their answer; nobody
    # comes after it.
    SurveyToken.objects.filter(survey=survey).delete()
    told = [json.loads(sealed) for sealed in survey.responses.values_list("sealed", flat=True)]
    SystemRandom().shuffle(told)
    count_answers(survey=survey, answers=[{"about": each["about"], "answers": each["answers"]} for each in told])
    _keep_comments(survey, told)
    Response.objects.filter(survey=survey).delete()
    take_back_letters(reason=reason_of_invitation(survey), why="The survey closed before it was sent.")
    survey.state, survey.answered, survey.counted_at = Survey.State.CLOSED, len(told), now
    survey.save(update_fields=["state", "answered", "counted_at"])
    changes = {"state": [Survey.State.OPEN, Survey.State.CLOSED], "answered": [None, len(told)]}
    record(deed="close_survey", on=survey, by=None, now=now, changes=changes)
    return True


def _keep_comments(survey, told):
    if len(told) < LEAST_FOR_COMMENTS:
        return
    comments = [
        SurveyComment(survey=survey, question=question, text=text)
        for each in told
        for question, text in each["comments"].items()
        if text
    ]
    # Apart from what their writers answered besides, and from what else they wrote.
    SystemRandom().shuffle(comments)
    SurveyComment.objects.bulk_create(comments, batch_size=BATCH)
