"""Several deeds at the same moment, each in a thread and on a connection of its own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection


def press_at_once(deeds, *, refusals, before=lambda: None):
    """Do all at once; returns, sorted, what came of each: "done" or the kind of its refusal."""
    start = Barrier(len(deeds))

    def press(deed):
        try:
            connection.ensure_connection()
            before()
            start.wait(timeout=60)
            deed()
        except refusals as refusal:
            return type(refusal).__name__
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return sorted(pool.map(press, deeds))


def postgresql():
    return connection.vendor == "postgresql"


def begin_without_a_lock():
    """For controls: SQLite's lock is its immediate transaction, PostgreSQL's the one that the test takes away."""
    if not postgresql():
        # Connecting would set it anew.
        connection.ensure_connection()
        connection.transaction_mode = "DEFERRED"
