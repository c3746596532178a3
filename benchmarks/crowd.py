"""Several at once: each gets ready, all set off together, and what they did is counted from first start to last end."""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from statistics import median
from threading import Barrier

SECONDS_TO_GET_READY = 60

_start = None


@dataclass(frozen=True)
class Lap:
    """What one of them did: from and to in seconds of the machine's clock, and whatever is to be told of each thing."""

    started: float
    ended: float
    outcomes: list = field(default_factory=list)


class Crowd:
    def __init__(self, pool, size):
        self.pool, self.size = pool, size

    def go(self, deed, tasks):
        """Run `deed(*task)` for every task at once; each calls `wait_for_all` when it is ready. Returns their Laps."""
        assert len(tasks) == self.size, f"{self.size} of us and {len(tasks)} tasks: all would wait for ever."
        return [answer.result() for answer in [self.pool.submit(deed, *task) for task in tasks]]


@contextmanager
def processes(size, *, prepare=None):
    """A Crowd in processes of its own; `prepare` is called once in each."""
    context = get_context("spawn")
    barrier = context.Barrier(size)
    with ProcessPoolExecutor(size, mp_context=context, initializer=_join, initargs=(barrier, prepare)) as pool:
        yield Crowd(pool, size)


@contextmanager
def threads(size):
    with ThreadPoolExecutor(size, initializer=_join, initargs=(Barrier(size), None)) as pool:
        yield Crowd(pool, size)


def wait_for_all():
    _start.wait(SECONDS_TO_GET_READY)


def _join(barrier, prepare):
    global _start
    _start = barrier
    if prepare:
        prepare()


def typical(one_round, *, rounds):
    """The median of some rounds, since machines are noisy, after one more that only warms everything up."""
    one_round()
    seen = [one_round() for _round in range(rounds)]
    return {name: median(one[name] for one in seen) for name in seen[0]}


def per_second(laps):
    return sum(len(lap.outcomes) for lap in laps) / seconds(laps)


def seconds(laps):
    return max(lap.ended for lap in laps) - min(lap.started for lap in laps)
