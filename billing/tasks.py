from celery import shared_task
from django.utils import timezone

from . import card_sweep, chasing, checking, uploads


@shared_task(name="billing.check_books")
def check_books(**kwargs):
    checking.tell_of_differences(now=timezone.now())


@shared_task(name="billing.post_due_reminders")
def post_due_reminders(**kwargs):
    chasing.post_due_reminders(now=timezone.now())


@shared_task(name="billing.sweep_files")
def sweep_files(**kwargs):
    uploads.sweep_files(now=timezone.now())


@shared_task(name="billing.look_after_checkouts")
def look_after_checkouts(**kwargs):
    card_sweep.look_after_checkouts(now=timezone.now())
