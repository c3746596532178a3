import socket
from contextlib import closing

import pytest
from kombu.exceptions import OperationalError

from lmi_portal import environment
from lmi_portal.celery import app
from lmi_portal.outbox import tasks, waking
from lmi_portal.running.ports import free_port
from lmi_portal.running.tests.workers import broker_in_use, send_to


@pytest.fixture
def use_broker(tmp_path, monkeypatch):
    monkeypatch.setitem(waking._broker, "rests_until", 0.0)
    usual = broker_in_use()

    def use(url):
        send_to(environment.broker(redis_url=url, folder=tmp_path))

    yield use
    send_to(usual)


def warnings(caplog):
    return [record.getMessage() for record in caplog.records if record.name == waking.__name__]


def test_a_broker_that_refuses_costs_one_warning(use_broker, caplog):
    port = free_port()
    use_broker(f"redis://127.0.0.1:{port}/0")

    waking.wake(["<1@example.org>"])
    waking.wake(["<2@example.org>"])

    assert warnings(caplog) == [
        "The broker takes no tasks, so e-mails wait for the sweep: "
        f"Error 111 connecting to 127.0.0.1:{port}. Connection refused."
    ]


def test_a_broker_that_hangs_costs_one_timeout(use_broker, caplog):
    with closing(socket.create_server(("127.0.0.1", 0))) as deaf:
        use_broker(f"redis://127.0.0.1:{deaf.getsockname()[1]}/0")

        for number in range(100):
            waking.wake([f"<{number}@example.org>"])

    assert warnings(caplog) == ["The broker takes no tasks, so e-mails wait for the sweep: Timeout reading from socket"]


def test_without_the_guard_the_deed_would_fail(use_broker):
    use_broker(f"redis://127.0.0.1:{free_port()}/0")

    with pytest.raises(OperationalError):
        tasks.deliver.delay(message_ids=["<1@example.org>"])


def test_a_broker_that_is_back_is_used_again(use_broker, redis_server, caplog, monkeypatch):
    use_broker(redis_server.url)
    redis_server.stop()
    waking.wake(["<1@example.org>"])
    redis_server.start()
    monkeypatch.setattr(waking.time, "monotonic", lambda: waking._broker["rests_until"] + 1)

    waking.wake(["<2@example.org>"])

    with app.connection_for_read() as connection:
        assert connection.default_channel.client.llen("celery") == 1
    assert len(warnings(caplog)) == 1
