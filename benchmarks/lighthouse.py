"""`make lighthouse`: what Lighthouse says of the public pages of a portal that `make serve` runs, kept in the README.

It takes the program `lighthouse` on the PATH, and a Chromium. ARGS name other pages than those of the table; then
nothing is kept.
"""

import json
import os
import re
import secrets
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.parse import quote

import psutil

from lmi_portal.environment import ROOT
from lmi_portal.running.chromium import ensure_chromium
from lmi_portal.running.scratch_servers import ScratchRedis, scratch_postgresql
from lmi_portal.running.tests.portals import StartedPortal

from . import figures
from .figures import LIGHTHOUSE, Figure

HOME, CALENDAR, DIRECTORY, MAP = "/", "/convenings/", "/districts/", "/districts/map/"
SAN_JUAN = "/districts/3467447/"
AIMS = {"performance": 95, "accessibility": 100, "best-practices": 95, "seo": 95}
DEVICES = {"phone": [], "desktop": ["--preset=desktop"]}
ROUNDS, TRIES = 3, 3
HEADLESS = "--headless=new --no-sandbox --disable-gpu --no-first-run --disable-background-networking"


class NoScores(Exception):
    """Lighthouse is not installed, or could not look at a page; the message says what to do."""


def main(paths):
    if shutil.which("lighthouse") is None:
        raise NoScores("Put the program `lighthouse` (a package of npm's) on the PATH, then try again.")
    busy = psutil.cpu_percent(interval=3)
    with tempfile.TemporaryDirectory(prefix="lmi-lighthouse-") as folder, demo_portal(Path(folder)) as portal:
        found = [
            figure_of(name, device, scores_of(portal.url + quote(path), device=device, folder=Path(folder)))
            for name, path in ({path: path for path in paths} or pages_of(portal)).items()
            for device in DEVICES
        ]
    where = figures.surroundings(postgresql="PostgreSQL", busy=busy)
    text = f"{where}\n\n{figures.table(found)}\n\n{figures.summary(found)}"
    print(f"\n{text}")
    if not paths:
        figures.keep(text, between=LIGHTHOUSE)


@contextmanager
def demo_portal(folder):
    """Yields a StartedPortal as `make serve` runs it, with the demo in it and nothing of the caller's."""
    with scratch_postgresql() as database_url, ScratchRedis() as redis:
        portal = StartedPortal(
            "production",
            log_path=folder / "portal.log",
            DATA_DIR=str(folder / "var"),
            SECRET_KEY=secrets.token_urlsafe(50),
            FIELD_ENCRYPTION_KEYS=secrets.token_urlsafe(32),
            ALLOWED_HOSTS="localhost",
            DATABASE_URL=database_url,
            REDIS_URL=redis.url,
            EMAIL_URL="smtp://localhost:25",
            DEBUG="off",
        )
        for command in (["migrate", "--verbosity", "0"], ["seed_demo"]):
            line = [sys.executable, "manage.py", *command]
            subprocess.run(line, cwd=ROOT, env=portal.environment, stdout=subprocess.DEVNULL, check=True)
        portal.start()
        try:
            yield portal
        finally:
            portal.end(signal.SIGINT)


def pages_of(portal):
    """{name: path} of the pages that strangers come upon first; the convening is the next one."""
    _status, calendar = portal.get(CALENDAR)
    convening = re.search(r'<h3><a href="(/convenings/[\w-]+/)"', calendar)[1]
    return {
        "home": HOME,
        "calendar": CALENDAR,
        "convening": convening,
        "directory": DIRECTORY,
        "map": MAP,
        "district": SAN_JUAN,
    }


def scores_of(url, *, device, folder):
    """{category: the median of its scores, 0 to 100} over some rounds, as scores of one page move from run to run."""
    reports = [report_of(url, device=device, folder=folder) for _round in range(ROUNDS)]
    print_what_is_short(url, device, reports[-1])
    return {
        category: round(median(100 * (report["categories"][category]["score"] or 0) for report in reports))
        for category in AIMS
    }


def report_of(url, *, device, folder):
    """Lighthouse's own report, read."""
    path = folder / "report.json"
    command = ["lighthouse", url, "--quiet", "--output=json", f"--output-path={path}", f"--chrome-flags={HEADLESS}"]
    command += [f"--only-categories={','.join(AIMS)}", *DEVICES[device]]
    variables = os.environ | {"CHROME_PATH": ensure_chromium()}
    # On a busy machine the browser now and then misses the beginning of a page.
    for _try in range(TRIES):
        run = subprocess.run(command, env=variables, capture_output=True, text=True)
        if run.returncode == 0:
            return json.loads(path.read_text())
    raise NoScores(f"Lighthouse could not look at {url}: {run.stderr[-1000:]}")


def print_what_is_short(url, device, report):
    """One line for each audit that costs points, so that who runs this knows what to mend."""
    for category in AIMS:
        for reference in report["categories"][category]["auditRefs"]:
            audit = report["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 1:
                print(f"{url} ({device}), {category}: {audit['title']} {audit.get('displayValue', '')}", flush=True)


def figure_of(name, device, scores):
    is_met = all(scores[category] >= least for category, least in AIMS.items())
    measured = " / ".join(str(scores[category]) for category in AIMS)
    return Figure(f"{name}, {device}", measured, aim=" / ".join(f"≥ {least}" for least in AIMS.values()), is_met=is_met)


if __name__ == "__main__":
    try:
        main(shlex.split(os.environ.get("ARGS", "")))
    except NoScores as problem:
        sys.exit(str(problem))
