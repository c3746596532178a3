import pytest
from django.utils import timezone

from billing.models import ChaseLetter
from billing.tasks import post_due_reminders

from .chases import at, owe, set_steps

pytestmark = pytest.mark.django_db


def test_task_reminds_by_the_clock():
    set_steps(1)
    owe(now=at(9, 1)), owe(now=timezone.now())

    post_due_reminders()

    assert ChaseLetter.objects.count() == 1
