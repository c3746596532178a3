from importlib import import_module

import pytest
from django.apps import apps

from billing.models import ChasingStep

from .chases import set_steps

pytestmark = pytest.mark.django_db


def test_portal_begins_with_reminders_after_30_60_and_90_days():
    migration = import_module("billing.migrations.0004_first_chasing_steps")
    set_steps(45)

    migration.add_first_steps(apps, None), migration.add_first_steps(apps, None)
    added = list(ChasingStep.objects.values_list("days_past_due", flat=True))
    migration.remove_first_steps(apps, None)

    assert (added, [step.days_past_due for step in ChasingStep.objects.all()]) == ([30, 45, 60, 90], [45])
