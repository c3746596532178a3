"""Laying the answers of open surveys, and the stars of activities, in a new order every night.

PostgreSQL keeps rows where they came to lie, so that a copy of its files tells in which order people answered, and a
proxy's log with it who may have come when; stars lie in the order of those who signed in at the door. By morning the
order is nobody's.
"""

from datetime import timedelta
from random import SystemRandom

from django.db import transaction

from wellbeing.models import Rating, Survey

BATCH = 500
# Doors close hours after an activity, and a worker may miss a night.
DOORS_OPEN_SINCE = timedelta(days=7)


def mix_answers(*, now):
    """Write each open survey's answers anew, as they are, in an order drawn at random."""
    for pk in list(Survey.objects.open(now=now).values_list("pk", flat=True)):
        mix_answers_of(survey_id=pk, now=now)
    mix_stars(now=now)


@transaction.atomic
def mix_answers_of(*, survey_id, now):
    # The lock keeps the close from counting meanwhile; who answers now waits for nobody.
    survey = Survey.objects.select_for_update(no_key=True).get(pk=survey_id)
    if not survey.takes_answers(now=now):
        return
    _lay_anew(list(survey.responses.all()))


@transaction.atomic
def mix_stars(*, now):
    """Write the stars of the last days anew; they are as many, and of the same activities."""
    _lay_anew(list(Rating.objects.filter(activity__ends_at__gte=now - DOORS_OPEN_SINCE)))


def _lay_anew(rows):
    SystemRandom().shuffle(rows)
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        model = type(batch[0])
        model.objects.filter(pk__in=[row.pk for row in batch]).delete()
        model.objects.bulk_create(batch)
