"""Who may send an e-mail: one worker alone, and another only when that one never said how it went."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from lmi_portal.outbox.delivering import BACK_OFF, deliver_due_emails, give_back_abandoned, take
from lmi_portal.outbox.models import Email

from .factories import post

pytestmark = pytest.mark.django_db


def test_the_sweep_works_in_batches_and_says_when_more_is_due(monkeypatch):
    monkeypatch.setattr("lmi_portal.outbox.delivering.BATCH", 2)
    for _ in range(3):
        post()

    assert [deliver_due_emails(clock=timezone.now) for _ in range(2)] == [True, False]
    assert len(mail.outbox) == 3


def test_the_sweep_gives_back_what_a_stopped_worker_held():
    email, now = post(), timezone.now()
    take(message_id=email.message_id, now=now)

    deliver_due_emails(clock=lambda: now + timedelta(minutes=5))
    assert mail.outbox == []

    deliver_due_emails(clock=lambda: now + timedelta(minutes=5, seconds=1))
    email.refresh_from_db()
    assert (email.state, email.is_uncertain, len(mail.outbox)) == ("sent", True, 1)


def test_an_email_that_stops_its_worker_each_time_fails_in_the_end():
    email, now = post(), timezone.now()
    for _ in range(len(BACK_OFF) + 1):
        assert take(message_id=email.message_id, now=now)
        now += timedelta(minutes=6)
        give_back_abandoned(now=now)

    email.refresh_from_db()
    assert (email.state, email.is_uncertain) == ("failed", True)


def race(contend, contenders=8):
    """Call it in that many threads at the same moment, each with a database connection of its own."""
    barrier = Barrier(contenders)

    def start(_):
        barrier.wait()
        try:
            return contend()
        finally:
            connection.close()

    with ThreadPoolExecutor(contenders) as pool:
        return list(pool.map(start, range(contenders)))


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_one_takes_an_email():
    email = post()

    taken = race(lambda: take(message_id=email.message_id, now=timezone.now()))

    assert [each for each in taken if each] == [email]


@pytest.mark.django_db(transaction=True)
def test_without_the_conditional_update_many_workers_take_it():
    """The control: to look first and to take then lets several through."""
    email = post()
    looked = Barrier(8)

    def look_then_take():
        found = Email.objects.due(now=timezone.now()).get(message_id=email.message_id)
        looked.wait()
        found.state = Email.State.SENDING
        found.save()
        return found

    assert race(look_then_take) == [email] * 8
