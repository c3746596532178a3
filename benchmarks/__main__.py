"""`make bench`: measure the portal in its production shape, print the figures and keep them in the README.

`make bench ARGS=--quick` takes a short look at everything and keeps nothing.
"""

import os
import shlex
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import psutil

from . import figures, starting
from .portal import gunicorn, surroundings


@dataclass(frozen=True)
class Sizes:
    """How much of everything; `duration` in seconds."""

    convenings: int = 200
    leads: int = 160
    clients: int = 8
    rounds: int = 7
    duration: float = 2.0
    invoices: int = 2000
    districts: int = 100
    services: int = 5000
    times: int = 100
    answers: int = 50_000


FULL = Sizes()
QUICK = Sizes(
    convenings=20, leads=56, rounds=1, duration=0.5, invoices=50, districts=2, services=50, times=5, answers=1000
)


def main(arguments):
    sizes = QUICK if "--quick" in arguments else FULL
    busy = psutil.cpu_percent(interval=3)
    with tempfile.TemporaryDirectory(prefix="lmi-benchmarks-") as name:
        folder = Path(name)
        embedded = [starting.start_figure(make_folder(folder / "embedded"), rounds=3)]
        with surroundings(make_folder(folder / "production")) as variables:
            os.environ.update(variables)
            found, postgresql = measure_production(folder, sizes)
    found += embedded
    where = figures.surroundings(postgresql=postgresql, busy=busy)
    text = f"{where}\n\n{figures.table(found)}\n\n{figures.summary(found)}"
    print(f"\n{text}")
    if sizes is FULL:
        figures.keep(text)


def make_folder(path):
    path.mkdir()
    return path


def measure_production(folder, sizes):
    """Returns the Figures, and the name of the PostgreSQL."""
    import django

    django.setup()

    from django.db import connection

    from lmi_portal.running.catalogs import compile_catalogs
    from lmi_portal.running.readying import ready_database, ready_static_files

    from .measuring import analyze, measure, say
    from .oasis import oasis_figures
    from .wellbeing import results_figures

    compile_catalogs()
    ready_database()
    ready_static_files()
    with gunicorn(folder) as (port, web):
        found = measure(port, web, sizes)
    # Without gunicorn and its four workers, as one person's pages are opened one after another.
    found += oasis_figures(folder, sizes, analyze=analyze, say=say)
    found += results_figures(sizes, say=say)
    version = connection.pg_version
    connection.close()
    return found, f"PostgreSQL {version // 10000}"


if __name__ == "__main__":
    main(shlex.split(os.environ.get("ARGS", "")))
    sys.exit()
