"""From ready data to an open portal: start the processes, wait for the first page, stay until asked to stop."""

import http.client
import os
import sys
from contextlib import closing
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError

from .ports import PortUnusable
from .supervisor import ChildDied, Supervisor

SECONDS_TO_FIRST_PAGE = 60


class NeverAnswered(Exception):
    """The portal's processes run but no page comes."""


def keep_open(*, web, others, port, site_url, on_open):
    """Run the web process and the others until Ctrl-C or SIGTERM; `on_open` is called once the web process answers."""
    with Supervisor({"web": web}, dict(os.environ)) as supervisor:
        host = urlsplit(site_url).netloc
        if supervisor.wait(until=lambda: is_healthy(port, host=host), seconds=SECONDS_TO_FIRST_PAGE, every=0.05):
            on_open()
            # The first page has the processors to itself; the others have no one waiting for them.
            for name, command in others.items():
                supervisor.start(name, command)
        elif not supervisor.asked_to_stop.is_set():
            raise NeverAnswered(
                f"/healthz did not answer on port {port} in {SECONDS_TO_FIRST_PAGE} seconds: the log above says why."
            )
        supervisor.wait()
        print("Stopping …", flush=True)
    print("Stopped.", flush=True)


def is_healthy(port, *, host):
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
        try:
            connection.request("GET", "/healthz", headers={"Host": host})
            return connection.getresponse().status == 200
        # Something else may answer there, and in no words of HTTP's.
        except (OSError, http.client.HTTPException):
            return False


def in_one_sentence(command):
    """Carry out a command of ours; what stops it is told in its sentence, without a traceback."""
    sys.stdout.reconfigure(errors="replace")
    try:
        command()
    except (ImproperlyConfigured, CommandError, PortUnusable, ChildDied, NeverAnswered) as problem:
        sys.exit(str(problem))
    except KeyboardInterrupt:
        sys.exit("Stopped.")
