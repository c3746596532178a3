"""Django's cache in Redis, for pages that outlive their Redis."""

import logging
import time
from contextlib import contextmanager

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError, TimeoutError

log = logging.getLogger(__name__)

SECONDS_OF_REST = 5


class Cache(RedisCache):
    """Answers as an empty cache while Redis cannot be reached.

    All that the portal keeps here are counts of tries, allauth's and ratelimiting's: a person who signs in or holds a
    valid link matters more than a count.
    """

    def __init__(self, *args):
        super().__init__(*args)
        self.rests_until = 0.0

    def get(self, key, default=None, version=None):
        with self._reachable() as is_up:
            if is_up:
                return super().get(key, default, version)
        return default

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        with self._reachable() as is_up:
            if is_up:
                super().set(key, value, timeout, version)

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        with self._reachable() as is_up:
            if is_up:
                return super().add(key, value, timeout, version)
        return True

    def delete(self, key, version=None):
        with self._reachable() as is_up:
            return is_up and super().delete(key, version)
        return False

    def incr(self, key, delta=1, version=None):
        with self._reachable() as is_up:
            if is_up:
                return super().incr(key, delta, version)
        return delta

    @contextmanager
    def _reachable(self):
        """Whether to ask Redis: after a failure not again for 5 seconds, as a hanging one costs a timeout each time."""
        try:
            yield time.monotonic() >= self.rests_until
        except (ConnectionError, TimeoutError) as problem:
            self.rests_until = time.monotonic() + SECONDS_OF_REST
            log.warning("Tries are not counted, for the cache cannot be reached: %s", problem)
