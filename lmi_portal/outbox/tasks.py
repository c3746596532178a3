from celery import shared_task
from django.utils import timezone

from .delivering import deliver_due_emails, deliver_emails


@shared_task(name="outbox.deliver")
def deliver(*, message_ids, **kwargs):
    deliver_emails(message_ids=message_ids, clock=timezone.now)


@shared_task(name="outbox.deliver_due")
def deliver_due(**kwargs):
    """Swept by beat, for what the broker lost, what was refused before and what a killed worker left behind."""
    if deliver_due_emails(clock=timezone.now):
        deliver_due.delay()
