"""Five hundred e-mails with a real worker and mail server, and a real Redis that goes and comes back; the worker's own
death is shown with real reminders in convenings/tests/test_reminders_survive.py."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.utils import timezone

from lmi_portal.outbox import delivering, tasks, waking
from lmi_portal.outbox.models import Email
from lmi_portal.outbox.posting import post_emails

from .factories import letter

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def start_worker(celery_worker_process, mail_server, monkeypatch):
    monkeypatch.setitem(waking._broker, "rests_until", 0.0)
    return lambda redis_url: celery_worker_process(broker_url=redis_url, email_url=mail_server.url)


def remind(numbers):
    letters = [letter(to=f"member-{number}@example.org", reason="reminder:3 days") for number in numbers]
    with transaction.atomic():
        post_emails(letters, now=timezone.now())


def wait_until(condition, seconds=90):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, Counter(Email.objects.values_list("state", flat=True))
        time.sleep(0.02)


def states():
    return Counter(Email.objects.values_list("state", flat=True))


def test_a_redis_that_stops_and_starts_loses_and_doubles_no_email(redis_server, mail_server, start_worker, caplog):
    start_worker(redis_server.url)
    remind(range(250))
    wait_until(lambda: len(mail_server.messages) >= 100)
    redis_server.stop()
    remind(range(250, 375))
    remind(range(375, 500))
    warnings = [record.levelname for record in caplog.records if record.name == waking.__name__]
    assert warnings == ["WARNING"]

    redis_server.start()
    tasks.deliver_due.delay()
    wait_until(lambda: states() == {"sent": 500})

    assert mail_server.recipients() == {f"member-{number}@example.org": 1 for number in range(500)}
    assert not Email.objects.filter(is_uncertain=True).exists()


def deliver_in_two_workers():
    message_ids = list(Email.objects.values_list("message_id", flat=True))

    def deliver(_):
        try:
            delivering.deliver_emails(message_ids=message_ids, clock=timezone.now)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(deliver, range(2)))


def test_two_workers_given_the_same_emails_send_each_once(mail_server):
    remind(range(20))

    deliver_in_two_workers()

    assert set(mail_server.recipients().values()) == {1}


def test_without_the_conditional_take_two_workers_send_each_twice(mail_server, monkeypatch):
    """The control: both look before either takes."""
    both_looked = Barrier(2)

    def look_then_take(*, message_id, now):
        email = Email.objects.due(now=now).get(message_id=message_id)
        both_looked.wait()
        Email.objects.filter(pk=email.pk).update(state=Email.State.SENDING, taken_at=now)
        both_looked.wait()
        return email

    monkeypatch.setattr(delivering, "take", look_then_take)
    remind(range(20))

    deliver_in_two_workers()

    assert set(mail_server.recipients().values()) == {2}
