"""Laying the answers of open surveys in a new order every night.

PostgreSQL keeps rows where they came to lie, so that a copy of its files tells in which order people answered, and a
proxy's log with it who may have come when. By morning the order is nobody's.
"""

from random import SystemRandom

from django.db import transaction

from wellbeing.models import Response, Survey

BATCH = 500


def mix_answers(*, now):
    """Write each open survey's answers anew, as they are, in an order drawn at random."""
    for pk in list(Survey.objects.open(now=now).values_list("pk", flat=True)):
        mix_answers_of(survey_id=pk, now=now)


@transaction.atomic
def mix_answers_of(*, survey_id, now):
    # The lock keeps the close from counting meanwhile; who answers now waits for nobody.
    survey = Survey.objects.select_for_update(no_key=True).get(pk=survey_id)
    if not survey.takes_answers(now=now):
        return
    answers = list(survey.responses.all())
    SystemRandom().shuffle(answers)
    for start in range(0, len(answers), BATCH):
        batch = answers[start : start + BATCH]
        Response.objects.filter(pk__in=[answer.pk for answer in batch]).delete()
        Response.objects.bulk_create(batch)
