"""Closing a survey: what was answered is counted and destroyed, and with it every token and every unsent letter."""

import json
from random import SystemRandom

from django.db import transaction

from lmi_portal.audit.recording import record
from lmi_portal.outbox.taking_back import take_back_letters
from wellbeing.models import Response, ResultGroup, Survey, SurveyComment, SurveyToken

from .counting import LEAST_FOR_COMMENTS, count_answers
from .inviting import reason_of_invitation

BATCH = 500


def close_due_surveys(*, now):
    """Close each survey whose time is over; two callers at once close it once."""
    due = Survey.objects.filter(state=Survey.State.OPEN, closes_at__lte=now).order_by("pk").values_list("pk", flat=True)
    for pk in list(due):
        close_survey(survey_id=pk, now=now)


def close_survey(*, survey_id, now):
    """Count all answers of the survey and destroy them; returns whether it was this call that closed it.

    First nobody comes in any more, then the answers are counted while nothing is locked, then the counts take their
    place. Whoever is stopped between leaves all answers, and the next beat counts them.
    """
    if not _shut_out(survey_id, now):
        return False
    survey = Survey.objects.get(pk=survey_id)
    told = [json.loads(sealed) for sealed in survey.responses.values_list("sealed", flat=True)]
    SystemRandom().shuffle(told)
    answers = [{"about": each["about"], "answers": each["answers"]} for each in told]
    groups = count_answers(survey=survey, answers=answers)
    return _put_counts_in_place(survey_id, groups, told, now)


@transaction.atomic
def _shut_out(survey_id, now):
    """Whether the survey's time is over and it is not counted yet; then no token opens it any more."""
    survey = _locked(survey_id)
    if survey.state != Survey.State.OPEN or survey.closes_at > now:
        return False
    # Whoever is handing in this moment holds the token's row, so that this waits for their answer; nobody comes
    # after it.
    SurveyToken.objects.filter(survey=survey).delete()
    take_back_letters(reason=reason_of_invitation(survey), why="The survey closed before it was sent.")
    return True


@transaction.atomic
def _put_counts_in_place(survey_id, groups, told, now):
    survey = _locked(survey_id)
    # Another beat may have been quicker; and a machine whose clock is behind may have let one more answer in.
    if survey.state != Survey.State.OPEN or survey.responses.count() != len(told):
        return False
    ResultGroup.objects.bulk_create(groups, batch_size=BATCH)
    _keep_comments(survey, told)
    Response.objects.filter(survey=survey).delete()
    survey.state, survey.answered, survey.counted_at = Survey.State.CLOSED, len(told), now
    survey.save(update_fields=["state", "answered", "counted_at"])
    changes = {"state": [Survey.State.OPEN, Survey.State.CLOSED], "answered": [None, len(told)]}
    record(deed="close_survey", on=survey, by=None, now=now, changes=changes)
    return True


def _locked(survey_id):
    # Whoever hands in shares the survey's key as their answer names it: a full lock and they would wait in a circle.
    return Survey.objects.select_for_update(no_key=True).get(pk=survey_id)


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
