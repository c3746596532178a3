"""How long a newcomer waits: the second `make run` to its first page, and the import of CDE's directory."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from statistics import median
from urllib.error import URLError
from urllib.request import urlopen

from lmi_portal.environment import ROOT
from lmi_portal.running.ports import free_port

from .figures import Figure

DIRECTORY = ROOT.parent / "shared" / "data" / "pubdistricts_2020.txt"
START_SECONDS = IMPORT_SECONDS = 5.0


class NeverOpened(Exception):
    """`make run` ended, or showed no page for minutes."""


def start_figure(folder, *, rounds):
    """After a first start that lays everything out."""
    seconds_to_first_page(folder)
    taken = median(seconds_to_first_page(folder) for _round in range(rounds))
    name = "second start of `make run` to first page"
    return Figure(name, f"{taken:.1f} s", aim=f"< {START_SECONDS:.0f} s", is_met=taken < START_SECONDS)


def import_figure(name, variables):
    """The directory as CDE publishes it, into a database that has none of it."""
    command = [sys.executable, "manage.py", "import_districts", DIRECTORY]
    started = time.monotonic()
    subprocess.run(command, cwd=ROOT, env=variables, stdout=subprocess.DEVNULL, check=True)
    taken = time.monotonic() - started
    return Figure(name, f"{taken:.1f} s", aim=f"< {IMPORT_SECONDS:.0f} s", is_met=taken < IMPORT_SECONDS)


def seconds_to_first_page(folder):
    started = time.monotonic()
    with embedded_portal(folder) as (process, url):
        while time.monotonic() - started < 300 and process.poll() is None:
            if answers(url):
                return time.monotonic() - started
            time.sleep(0.02)
    raise NeverOpened(f"`make run` showed no page: see {folder / 'make-run.log'}.")


def answers(url):
    try:
        with urlopen(url, timeout=10) as page:
            return page.status == 200
    except (URLError, ConnectionError):
        return False


@contextmanager
def embedded_portal(folder):
    port = free_port()
    with (folder / "make-run.log").open("w") as log:
        process = subprocess.Popen(
            ["make", "run"],
            cwd=ROOT,
            env=embedded_environment(folder) | {"PORT": str(port)},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            yield process, f"http://localhost:{port}/"
        finally:
            # Ctrl-C in a terminal reaches make and what it runs.
            os.killpg(process.pid, signal.SIGINT)
            process.wait(60)


def embedded_environment(folder):
    """The caller's, less all that would make it another portal."""
    ours = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SITE_URL", "SECRET_KEY", "ALLOWED_HOSTS", "DEBUG")
    ours += ("DJANGO_SETTINGS_MODULE", "FIELD_ENCRYPTION_KEYS")
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return kept | {"DATA_DIR": str(folder)}
