"""Handing a link to a worker at once, where the broker can be reached; the night finds all others."""

import logging

from django.db import transaction
from kombu.exceptions import OperationalError

from . import tasks

log = logging.getLogger(__name__)


def visit_after_commit(checks):
    transaction.on_commit(lambda: _visit(checks), robust=True)


def _visit(checks):
    try:
        for check in checks:
            tasks.check_link.delay(check_id=check.pk)
    except (OperationalError, OSError) as problem:
        log.warning("The broker takes no tasks, so links wait for the night: %s", problem)
