"""The portal in its production shape: settings from the environment, PostgreSQL, Redis and gunicorn of its own."""

import os
import secrets
import subprocess
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import psycopg2

from lmi_portal.environment import ROOT
from lmi_portal.running import processes
from lmi_portal.running.opening import is_healthy
from lmi_portal.running.ports import free_port
from lmi_portal.running.scratch_servers import ScratchRedis, scratch_postgresql

from .figures import Figure

SITE_URL = "https://portal.example.org"
WORKERS, THREADS = 4, 2
MOST_MEBIBYTES = 120

# A scratch server forgets what a crash leaves unwritten; production's does not, and so neither may ours.
DURABLE = ("fsync", "synchronous_commit", "full_page_writes")


class NeverOpened(Exception):
    """gunicorn ended, or answered nothing."""


@contextmanager
def surroundings(folder):
    """Yields the environment of the portal: an empty database of its own, and a Redis."""
    with ExitStack() as servers:
        yield {
            "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
            "DATA_DIR": str(folder),
            "DATABASE_URL": servers.enter_context(own_database()),
            "REDIS_URL": os.environ.get("REDIS_URL") or servers.enter_context(ScratchRedis()).url,
            "EMAIL_URL": "smtp://localhost:25",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "FIELD_ENCRYPTION_KEYS": secrets.token_urlsafe(32),
            "SITE_URL": SITE_URL,
            "ALLOWED_HOSTS": urlsplit(SITE_URL).hostname,
            "DEBUG": "off",
        }


@contextmanager
def own_database():
    """A new database on the server of DATABASE_URL, else on a PostgreSQL of its own; gone at the end."""
    with ExitStack() as servers:
        url = os.environ.get("DATABASE_URL") or servers.enter_context(durable_postgresql())
        name = f"lmi_benchmarks_{os.getpid()}"
        run_sql(url, f"CREATE DATABASE {name}")
        try:
            yield urlsplit(url)._replace(path=f"/{name}").geturl()
        finally:
            run_sql(url, f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def durable_postgresql():
    with scratch_postgresql() as url:
        run_sql(url, *(f"ALTER SYSTEM SET {name} = on" for name in DURABLE), "SELECT pg_reload_conf()")
        yield url


def run_sql(url, *statements):
    database = psycopg2.connect(url)
    database.autocommit = True
    with database.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    database.close()


@contextmanager
def gunicorn(folder):
    """Yields (port, its psutil.Process) once every page can be served."""
    port = free_port()
    command = processes.web(address="127.0.0.1", port=port, workers=WORKERS, threads=THREADS)
    with (folder / "web.log").open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
        try:
            for _n in range(600):
                if is_healthy(port, host=urlsplit(SITE_URL).netloc):
                    break
                if process.poll() is not None:
                    raise NeverOpened("gunicorn ended by itself.")
                time.sleep(0.1)
            else:
                raise NeverOpened("gunicorn answered nothing for a minute.")
            yield port, psutil.Process(process.pid)
        except Exception:
            print(f"The last lines of gunicorn's log:\n{Path(log.name).read_text()[-3000:]}", flush=True)
            raise
        finally:
            process.terminate()
            process.wait(30)


def memory_figure(web):
    """What the largest worker holds after all that was asked of it."""
    largest = max(worker.memory_info().rss for worker in web.children()) / 2**20
    name = "resident memory of the largest gunicorn worker"
    return Figure(name, f"{largest:.0f} MiB", aim=f"< {MOST_MEBIBYTES} MiB", is_met=largest < MOST_MEBIBYTES)
