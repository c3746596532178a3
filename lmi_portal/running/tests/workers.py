import os
import signal
import subprocess
import time
from urllib.parse import quote, urlsplit

import pytest
from kombu import pools

from lmi_portal import environment
from lmi_portal.celery import app
from lmi_portal.running import processes

BROKER = ["CELERY_BROKER_URL", "CELERY_BROKER_TRANSPORT", "CELERY_BROKER_TRANSPORT_OPTIONS"]


class WorkerProcess:
    """A real Celery worker on the test database, which a test may kill and start again."""

    def __init__(self, *, broker_url, email_url, log_path, options):
        self.environment = os.environ | {
            "DATABASE_URL": url_of_test_database(),
            "REDIS_URL": broker_url or os.environ.get("REDIS_URL", ""),
            "EMAIL_URL": email_url,
        }
        self.command = processes.worker(*options)
        self.log_path = log_path
        self.process = None

    def start(self):
        """Returns once the worker takes tasks."""
        with self.log_path.open("w") as log:
            self.process = subprocess.Popen(
                self.command, env=self.environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )
        for _ in range(1200):
            if " ready." in self.log():
                return self
            assert self.process.poll() is None, self.log()
            time.sleep(0.05)
        raise AssertionError(self.log())

    def log(self):
        return self.log_path.read_text()

    def kill(self):
        """SIGKILL to the worker and all its children: nothing is tidied up."""
        self.signal(signal.SIGKILL)

    def stop(self):
        self.signal(signal.SIGTERM)

    def signal(self, number):
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, number)
            self.process.wait(20)


def url_of_test_database():
    """DATABASE_URL for a process outside the test, with pytest-xdist's suffix."""
    from django.db import connection

    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{quote(name)}").geturl()


@pytest.fixture
def celery_worker_process(transactional_db, tmp_path):
    """Starts real workers that the test may `.kill()` and `.start()`: `celery_worker_process(email_url=smtp.url)`.

    With `broker_url`, what this process sends goes there too; without, it is the settings' own broker for both.
    """
    workers = []
    app.control.purge()
    settings_broker = broker_in_use()

    def start_worker(*, broker_url="", email_url="", options=("--pool", "threads", "--concurrency", "2")):
        if broker_url:
            send_to(environment.broker(redis_url=broker_url, folder=tmp_path))
        log_path = tmp_path / f"worker-{len(workers)}.log"
        workers.append(WorkerProcess(broker_url=broker_url, email_url=email_url, log_path=log_path, options=options))
        return workers[-1].start()

    yield start_worker
    for worker in workers:
        worker.stop()
    send_to(settings_broker)


def broker_in_use():
    """What `environment.broker` would say of it."""
    return {name: getattr(app.conf, name.removeprefix("CELERY_").lower()) for name in BROKER}


def send_to(broker):
    for name in BROKER:
        setattr(app.conf, name.removeprefix("CELERY_").lower(), broker[name])
    app.amqp._producer_pool = app._pool = None
    pools.reset()
