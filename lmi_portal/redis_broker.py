"""Kombu's Redis transport, for workers that outlive their Redis (kombu 5.7.0 and Celery 5.7.0)."""

from kombu.transport import redis
from redis.exceptions import ConnectionError


class Channel(redis.Channel):
    """Says in the words that Celery expects that its connection is gone.

    Otherwise a worker that loses Redis while a task runs dies of an AttributeError, when it hands the task back or
    acknowledges it on the channel that was closed meanwhile.
    """

    def _connparams(self, asynchronous=False):
        if self.connection is None or self.connection.client is None:
            raise ConnectionError("This channel's connection was closed.")
        return super()._connparams(asynchronous=asynchronous)


class Transport(redis.Transport):
    Channel = Channel
