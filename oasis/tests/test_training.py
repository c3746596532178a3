from datetime import date

import pytest
from django.utils import timezone

from districts.tests.factories import create_user
from oasis.models import TrainingCompletion, TrainingModule
from oasis.refusing import CannotRefer
from oasis.training import CannotRecord, missing_training, record_completion, refuse_untrained

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 20)


def module(slug="privacy", **fields):
    return TrainingModule.objects.create(slug=slug, title=slug.title(), **fields)


def complete(user, of, on):
    return TrainingCompletion.objects.create(user=user, module=of, completed_on=on)


def test_required_modules_are_missing_until_they_are_completed():
    user, privacy = create_user(), module()
    module("extra", is_required=False)

    assert missing_training(user, on=ON) == [privacy]
    complete(user, privacy, ON)
    assert missing_training(user, on=ON) == []


@pytest.mark.parametrize(
    ("completed_on", "is_missing"),
    [
        (date(2025, 11, 21), False),
        (date(2025, 11, 20), True),
        (date(2025, 11, 19), True),
        (date(2024, 2, 29), True),
        (date(2026, 11, 21), True),
    ],
    ids=["a day less than a year ago", "a year ago", "longer ago", "on a leap day", "tomorrow"],
)
def test_a_completion_runs_out_after_its_years(completed_on, is_missing):
    user, privacy = create_user(), module(valid_years=1)
    complete(user, privacy, completed_on)

    assert missing_training(user, on=ON) == [privacy] * is_missing


def test_who_is_untrained_is_told_what_is_missing():
    module()
    module("consent")

    with pytest.raises(CannotRefer) as refusal:
        refuse_untrained(create_user(), on=ON)

    assert str(refusal.value) == "Before you refer, complete the training: Consent, Privacy."


def test_a_completion_is_recorded_once():
    user, privacy, lead = create_user(), module(), create_user()
    record_completion(user=user, module=privacy, completed_on=ON, recorded_by=lead, now=timezone.now())

    with pytest.raises(CannotRecord):
        record_completion(user=user, module=privacy, completed_on=ON, recorded_by=lead, now=timezone.now())

    assert TrainingCompletion.objects.count() == 1


def test_who_is_trained_may_refer():
    user = create_user()
    complete(user, module(), ON)

    assert refuse_untrained(user, on=ON) is None
