"""Five hundred reminders with a real worker, a real Redis and a real mail server, and the plug pulled half-way."""

import signal
import time as clock
from collections import Counter
from datetime import time, timedelta

import pytest
from django.utils import timezone

from convenings.models import Reminder, ReminderRule
from convenings.reminding import plan_reminders
from convenings.tasks import post_due_reminders
from lmi_portal.outbox import tasks, waking
from lmi_portal.outbox.delivering import deliver_due_emails
from lmi_portal.outbox.models import Email

from .factories import create_convening, register

pytestmark = pytest.mark.django_db(transaction=True)

SENT, IN_FLIGHT = Email.State.SENT, Email.State.SENDING


@pytest.fixture
def reminders():
    """Fifty teams of ten whose three-day reminder fell due at the start of today; their other mail is out already."""
    day = timezone.localdate() + timedelta(days=3)
    convening = create_convening(capacity=500, starts_on=day, ends_on=day)
    ReminderRule.objects.create(convening=convening, kind="before", days=3, send_time=time(0, 0))
    for _n in range(50):
        register(convening, size=10)
    Email.objects.all().delete()
    plan_reminders(now=timezone.now() - timedelta(days=1))
    return Reminder.objects.values_list("seat__email", flat=True)


@pytest.fixture
def worker(celery_worker_process, redis_server, mail_server, monkeypatch):
    monkeypatch.setitem(waking._broker, "rests_until", 0.0)
    return celery_worker_process(broker_url=redis_server.url, email_url=mail_server.url)


@pytest.fixture
def half_way(mail_server, monkeypatch):
    """A list for what is to happen when the 250th message has arrived, before the worker hears that it has."""
    accept, deeds = mail_server.handle_DATA, []

    async def accept_and_act(server, session, envelope):
        answer = await accept(server, session, envelope)
        if len(mail_server.messages) == 250:
            deeds[0]()
        return answer

    monkeypatch.setattr(mail_server, "handle_DATA", accept_and_act)
    return deeds


def states():
    return Counter(Email.objects.values_list("state", flat=True))


def wait_until(condition, seconds=90):
    end = clock.monotonic() + seconds
    while not condition():
        assert clock.monotonic() < end, states()
        clock.sleep(0.02)


def test_a_killed_worker_loses_no_reminder_and_doubles_only_the_one_in_flight(
    reminders, redis_server, mail_server, worker, half_way
):
    half_way.append(lambda: worker.signal(signal.SIGKILL))
    post_due_reminders.delay()
    wait_until(lambda: worker.process.poll() is not None)
    assert states() == {SENT: 249, IN_FLIGHT: 1, Email.State.WAITING: 250}

    worker.start()
    post_due_reminders.delay()
    tasks.deliver_due.delay()
    wait_until(lambda: states() == {SENT: 499, IN_FLIGHT: 1})
    deliver_due_emails(clock=lambda: timezone.now() + timedelta(minutes=5, seconds=1))

    assert states() == {SENT: 500}
    [uncertain] = Email.objects.filter(is_uncertain=True)
    assert mail_server.recipients() == Counter(reminders) + Counter([uncertain.to])
    assert len({message["Message-ID"] for message in mail_server.messages}) == 500


def test_a_redis_that_stops_and_starts_loses_and_doubles_no_reminder(
    reminders, redis_server, mail_server, worker, half_way
):
    half_way.append(redis_server.stop)
    post_due_reminders.delay()
    wait_until(lambda: len(mail_server.messages) >= 251)

    redis_server.start()
    post_due_reminders.delay()
    tasks.deliver_due.delay()
    wait_until(lambda: states() == {SENT: 500})

    assert mail_server.recipients() == Counter(reminders)
    assert not Email.objects.filter(is_uncertain=True).exists()
