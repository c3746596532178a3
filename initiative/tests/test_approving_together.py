"""Labor and management answer at the same moment, in real transactions on the real database."""

from threading import Barrier

import pytest
from django.db import OperationalError

from initiative import approving
from initiative.models import Approval, CaseStudy
from lmi_portal.tests.at_once import begin_without_a_lock, postgresql, press_at_once

from .case_studies import BOTH, answer, create_in_review

pytestmark = pytest.mark.django_db(transaction=True)


def answer_together(case_study, people, *, before=lambda: None):
    deeds = [lambda side=side: answer(case_study, side, people[side]) for side in BOTH]
    return press_at_once(deeds, refusals=OperationalError, before=before)


def test_two_sides_that_approve_at_once_publish_it():
    case_study, people, _staff = create_in_review()

    seen = answer_together(case_study, people)

    assert seen == ["done", "done"]
    assert CaseStudy.objects.get().state == "published"


def test_control_without_the_lock_nobody_publishes_it(monkeypatch):
    """On PostgreSQL each side sees its own answer alone. SQLite's lock is its immediate transaction: without it
    somebody gets an error."""
    case_study, people, _staff = create_in_review()
    read, written = Barrier(2), Barrier(2)
    honest = CaseStudy.is_approved

    def read_without_the_lock(one):
        found = CaseStudy.objects.get(pk=one.pk)
        read.wait(timeout=30)
        return found

    def look_at_the_same_time(self):
        seen = honest(self)
        if postgresql():
            written.wait(timeout=30)
        return seen

    monkeypatch.setattr(approving, "lock_case_study", read_without_the_lock)
    monkeypatch.setattr(CaseStudy, "is_approved", look_at_the_same_time)

    seen = answer_together(case_study, people, before=begin_without_a_lock)

    assert seen == (["done", "done"] if postgresql() else ["OperationalError", "done"])
    if postgresql():
        assert (CaseStudy.objects.get().state, Approval.objects.count()) == ("in_review", 2)


def test_one_side_in_two_tabs_answers_once():
    case_study, people, _staff = create_in_review()
    labor = BOTH[0]

    seen = press_at_once([lambda: answer(case_study, labor, people[labor])] * 2, refusals=approving.CannotApprove)

    assert seen == ["CannotApprove", "done"]
    assert Approval.objects.count() == 1
