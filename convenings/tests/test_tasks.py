from datetime import timedelta

import pytest
from django.utils import timezone

from convenings.models import Reminder
from convenings.reminding import add_default_rules
from convenings.tasks import plan_reminders, post_due_reminders
from lmi_portal.celery import TIMETABLE, app

from .factories import create_convening, register

pytestmark = pytest.mark.django_db


def test_every_task_of_the_timetable_exists():
    app.loader.import_default_modules()

    assert {entry["task"] for entry in TIMETABLE.values()} - set(app.tasks) == set()


def test_tasks_plan_and_post_by_the_clock():
    convening = create_convening()
    add_default_rules(convening)
    register(convening, size=2)

    plan_reminders()
    planned = Reminder.objects.count()
    Reminder.objects.filter(rule__days=14).update(due_at=timezone.now() - timedelta(minutes=5))
    post_due_reminders()

    assert (planned, Reminder.objects.filter(state="posted").count()) == (8, 2)
