from celery import shared_task
from django.utils import timezone

from .activities import reminding as reminding_of_activities
from .reach import freezing
from .steps import reminding as reminding_of_steps
from .surveys import closing, inviting, mixing, telling


@shared_task(name="wellbeing.freeze_reach")
def freeze_reach(**kwargs):
    freezing.freeze_due(now=timezone.now())


@shared_task(name="wellbeing.remind_of_activities")
def remind_of_activities(**kwargs):
    reminding_of_activities.remind_of_activities(now=timezone.now())


@shared_task(name="wellbeing.post_survey_letters")
def post_survey_letters(**kwargs):
    inviting.post_due_letters(now=timezone.now())
    telling.tell_of_shared_results(now=timezone.now())


@shared_task(name="wellbeing.close_due_surveys")
def close_due_surveys(**kwargs):
    closing.close_due_surveys(now=timezone.now())


@shared_task(name="wellbeing.remind_owners")
def remind_owners(**kwargs):
    reminding_of_steps.remind_owners(now=timezone.now())


@shared_task(name="wellbeing.mix_answers")
def mix_answers(**kwargs):
    mixing.mix_answers(now=timezone.now())
