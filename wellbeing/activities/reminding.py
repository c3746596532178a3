"""Employees are reminded the day before of what they signed up for, once."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from lmi_portal.outbox.posting import post_emails
from wellbeing.models import Activity, Program, SignUp

from .letters import activity_letter

AT_ONCE = 200


def remind_of_activities(*, now):
    """Post the reminders of tomorrow's activities, by the Pacific day; returns how many.

    Who signed up today was written to today, and is left alone.
    """
    today = timezone.localdate(now)
    tomorrow, day_after = _midnight(today + timedelta(days=1)), _midnight(today + timedelta(days=2))
    due = SignUp.objects.filter(
        state=SignUp.State.CONFIRMED,
        reminded_at__isnull=True,
        signed_up_at__lt=_midnight(today),
        employee__is_current=True,
        activity__state=Activity.State.OPEN,
        activity__starts_at__gte=tomorrow,
        activity__starts_at__lt=day_after,
        activity__program__in=Program.objects.live(),
    )
    count = 0
    while reminded := _remind_some(due, now=now):
        count += reminded
    return count


@transaction.atomic
def _remind_some(due, *, now):
    # Two workers at once share the work, and remind nobody twice.
    pks = list(
        due.order_by("pk").select_for_update(of=("self",), skip_locked=True).values_list("pk", flat=True)[:AT_ONCE]
    )
    rows = SignUp.objects.filter(pk__in=pks).select_related(
        "employee", "activity__program__district", "activity__worksite"
    )
    letters = [
        activity_letter(row, row.activity, news="reminder", once=f"{row.activity.starts_at:%Y%m%d%H%M}") for row in rows
    ]
    post_emails(letters, now=now)
    return SignUp.objects.filter(pk__in=pks).update(reminded_at=now)


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))
