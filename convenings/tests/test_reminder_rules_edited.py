"""Staff change a rule when its reminders are planned already."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from convenings.models import Reminder, ReminderRule
from convenings.reminding import plan_reminders, post_due_reminders

from .factories import create_convening, register

pytestmark = pytest.mark.django_db


@pytest.fixture
def rule():
    convening = create_convening()
    rule = ReminderRule.objects.create(convening=convening, kind="before", days=3, send_time=time(8, 0))
    register(convening, size=2)
    plan_reminders(now=timezone.now())
    return rule


def due_times():
    return {timezone.localtime(due).time() for due in Reminder.objects.values_list("due_at", flat=True)}


def test_rule_with_another_hour_plans_its_reminders_anew(rule):
    assert due_times() == {time(8, 0)}
    rule.send_time = time(17, 30)
    rule.save()

    plan_reminders(now=timezone.now())

    assert due_times() == {time(17, 30)}
    assert Reminder.objects.count() == 2


def test_rule_switched_off_sends_nothing_of_what_is_planned(rule):
    rule.is_on = False
    rule.save()
    when_due = Reminder.objects.first().due_at + timedelta(minutes=1)

    assert post_due_reminders(now=when_due) == 0
    assert set(Reminder.objects.values_list("state", flat=True)) == {"skipped"}


def test_control_rule_left_on_sends_them(rule):
    when_due = Reminder.objects.first().due_at + timedelta(minutes=1)

    assert post_due_reminders(now=when_due) == 2
