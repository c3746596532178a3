"""Labor and management answer at the same moment, in real transactions on the real database."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import OperationalError, connection

from initiative import approving
from initiative.models import Approval, CaseStudy

from .case_studies import BOTH, answer, create_in_review

pytestmark = pytest.mark.django_db(transaction=True)


def answer_together(case_study, people, *, before=lambda: None):
    start = Barrier(2)

    def press(side):
        try:
            before()
            connection.ensure_connection()
            start.wait(timeout=30)
            return answer(case_study, side, people[side]).answer
        except OperationalError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(press, BOTH))


def test_two_sides_that_approve_at_once_publish_it():
    case_study, people, _staff = create_in_review()

    seen = answer_together(case_study, people)

    assert seen == ["approved", "approved"]
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
        if connection.vendor == "postgresql":
            written.wait(timeout=30)
        return seen

    monkeypatch.setattr(approving, "lock_case_study", read_without_the_lock)
    monkeypatch.setattr(CaseStudy, "is_approved", look_at_the_same_time)

    seen = answer_together(case_study, people, before=begin_without_a_lock)

    if connection.vendor == "postgresql":
        assert seen == ["approved", "approved"]
        assert (CaseStudy.objects.get().state, Approval.objects.count()) == ("in_review", 2)
    else:
        assert [type(error) for error in seen if error != "approved"] == [OperationalError]


def begin_without_a_lock():
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        connection.transaction_mode = "DEFERRED"


def test_one_side_in_two_tabs_answers_once():
    case_study, people, _staff = create_in_review()
    labor, start = BOTH[0], Barrier(2)

    def press(_tab):
        try:
            start.wait(timeout=30)
            return answer(case_study, labor, people[labor]).answer
        except approving.CannotApprove as refusal:
            return str(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        seen = sorted(pool.map(press, range(2)))

    assert seen == ["Your side has answered this text already.", "approved"]
    assert Approval.objects.count() == 1
