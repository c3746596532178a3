from celery import shared_task
from django.utils import timezone

from . import following, reminding


@shared_task(name="convenings.plan_reminders")
def plan_reminders(**kwargs):
    reminding.plan_reminders(now=timezone.now())


@shared_task(name="convenings.post_due_reminders")
def post_due_reminders(**kwargs):
    reminding.post_due_reminders(now=timezone.now())


@shared_task(name="convenings.tell_followers")
def tell_followers(**kwargs):
    following.tell_followers(now=timezone.now())
