"""Handing new e-mails to a worker at once, where the broker can be reached; beat's sweep finds all others."""

import logging
import time

from django.db import transaction
from kombu.exceptions import OperationalError

from . import tasks

log = logging.getLogger(__name__)

SECONDS_OF_REST = 30
_broker = {"rests_until": 0.0}


def wake_after_commit(message_ids):
    transaction.on_commit(lambda: wake(message_ids), robust=True)


def wake(message_ids):
    """Queue the delivery of these e-mails; a broker that is down costs one timeout and one warning in 30 seconds."""
    if time.monotonic() < _broker["rests_until"]:
        return
    try:
        tasks.deliver.delay(message_ids=message_ids)
    except (OperationalError, OSError) as problem:
        _broker["rests_until"] = time.monotonic() + SECONDS_OF_REST
        log.warning("The broker takes no tasks, so e-mails wait for the sweep: %s", problem)
