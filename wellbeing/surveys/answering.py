"""Handing in an answer: the token is spent and the sealed answer kept, both or neither.

Nothing says who, when or from where: no user, no time, no address, no entry in the audit. Whoever holds two pages of
one token has one answer.
"""

import json

from django.db import transaction

from wellbeing.models import Response, SurveyToken

from .tokens import digests_of

# Answers are as long as multiples of it, so that their length tells little.
LENGTH = 1024


class CannotAnswer(Exception):
    """The answer was not taken: the survey is not open, or the token is spent, or there never was one."""


@transaction.atomic
def hand_in(*, survey, secret, about, answers, comments, now):
    """Spend the token of `secret` on {dimension: value}, {question: option or options} and {question: text}.

    Raises CannotAnswer.
    """
    if not survey.takes_answers(now=now):
        raise CannotAnswer
    # One DELETE: of two at the same moment, one finds the row.
    spent, _by_model = SurveyToken.objects.filter(survey=survey, digest__in=digests_of(secret)).delete()
    if spent != 1:
        raise CannotAnswer
    told = json.dumps({"about": about, "answers": answers, "comments": comments}, ensure_ascii=False)
    Response.objects.create(survey=survey, sealed=_padded(told))


def _padded(text):
    # JSON ends before the blanks do.
    return text + " " * (-len(text.encode()) % LENGTH)
