"""`make test`: every check in turn, up to the first that fails.

ARGS are pytest's own for a quick look, as in `make test ARGS="-k seat"`, without lint and the coverage gate;
ON=sqlite or ON=postgresql takes one of the two suites.
"""

import os
import shlex
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from lmi_portal.environment import ROOT

from .chromium import NoChromium, ensure_chromium
from .scratch_servers import ScratchRedis, scratch_postgresql

COVERAGE_AIM = 95
COVERAGE_FILE = ROOT / ".coverage-measured"
PRODUCTION = {
    "SECRET_KEY": "only-for-the-deployment-check-0123456789-abcdefghijklmnopqrstuvwxyz",
    "FIELD_ENCRYPTION_KEYS": "only-for-the-deployment-check-0123456789abc",
    "ALLOWED_HOSTS": "portal.example.org",
    "SITE_URL": "https://portal.example.org",
    "DATABASE_URL": "postgres://portal@db.example.org/portal",
    "REDIS_URL": "redis://redis.example.org:6379/0",
    "EMAIL_URL": "smtp+tls://portal:secret@mail.example.org:587",
}


class CheckFailed(Exception):
    """One check said no; the message says which, and where to look."""


def prove(arguments, *, suites):
    seconds = {}
    with tempfile.TemporaryDirectory(prefix="lmi-proof-") as folder:
        try:
            for headline, check in checks(arguments, suites=suites, folder=folder):
                print(f"\n== {headline}", flush=True)
                started = time.monotonic()
                try:
                    check()
                finally:
                    seconds[headline] = time.monotonic() - started
        finally:
            print("\n" + "\n".join(f"{taken:7.1f} s  {headline}" for headline, taken in seconds.items()))
            print(f"{sum(seconds.values()):7.1f} s  in all", flush=True)


def checks(arguments, *, suites, folder):
    """Pairs of a headline and a function that raises when the check fails."""
    secrets = {name: PRODUCTION[name] for name in ("SECRET_KEY", "FIELD_ENCRYPTION_KEYS")}
    development = secrets | {"DATA_DIR": folder, "DATABASE_URL": "", "REDIS_URL": ""}
    if not arguments:
        yield "Python, linted", lambda: run("ruff", "check", ".")
        yield "Python, formatted", lambda: run("ruff", "format", "--check", ".")
        yield "Templates, linted", lambda: run_program("djade", "--target-version", "5.2", "--check", *templates())
        yield (
            "Migrations, complete",
            lambda: manage("makemigrations", "--check", "--dry-run", variables=development),
        )
        yield (
            "Settings, fit for production",
            lambda: manage("check", "--deploy", "--fail-level", "WARNING", variables=PRODUCTION | {"DATA_DIR": folder}),
        )
    yield "Chromium, found", lambda: print(ensure_chromium())
    for suite in suites:
        yield SUITES[suite][0], lambda suite=suite: SUITES[suite][1](arguments)
    if not arguments and suites == list(SUITES):
        yield f"Coverage, {COVERAGE_AIM} % or more", check_coverage


def test_on_sqlite(arguments):
    # Measured in this suite alone: counting lines makes the tests a third slower, and both run the same ones.
    options = arguments or ["--cov", "--cov-report="]
    for file in ROOT.glob(f"{COVERAGE_FILE.name}*"):
        file.unlink()
    pytest(*options, variables={"DATABASE_URL": "", "REDIS_URL": "", "COVERAGE_FILE": str(COVERAGE_FILE)})


def test_on_postgresql(arguments):
    variables = {name: os.environ.get(name) for name in ("DATABASE_URL", "REDIS_URL")}
    with ExitStack() as servers:
        if not variables["DATABASE_URL"]:
            variables["DATABASE_URL"] = servers.enter_context(scratch_postgresql())
        if not variables["REDIS_URL"]:
            variables["REDIS_URL"] = servers.enter_context(ScratchRedis()).url
        pytest(*arguments, variables=variables)


SUITES = {
    "sqlite": ("Tests on SQLite, in a real Chromium", test_on_sqlite),
    "postgresql": ("Tests on a real PostgreSQL with a real Redis, in a real Chromium", test_on_postgresql),
}


def pytest(*options, variables):
    run("pytest", "-q", "-n", "2", "--dist", "worksteal", *options, variables=variables)


def check_coverage():
    run("coverage", "report", f"--data-file={COVERAGE_FILE}", "--fail-under", str(COVERAGE_AIM))


def templates():
    return sorted(str(path.relative_to(ROOT)) for path in (ROOT / "templates").rglob("*.html"))


def manage(*words, variables):
    variables = {"DJANGO_SETTINGS_MODULE": "lmi_portal.settings"} | variables
    run("django", *words, variables=variables)


def run(module, *words, variables=None):
    environment = os.environ | (variables or {})
    if module == "pytest":
        # conftest.py names the settings itself, after the environment that they read.
        environment.pop("DJANGO_SETTINGS_MODULE", None)
    expect_success([sys.executable, "-m", module, *words], environment)


def run_program(name, *words):
    expect_success([Path(sys.executable).parent / name, *words], os.environ)


def expect_success(command, environment):
    if subprocess.run(command, cwd=ROOT, env=environment).returncode:
        shown = shlex.join(str(word) for word in command[:5])
        raise CheckFailed(f"`{shown}` found what is told above: mend it and run again.")


def chosen_suites(name):
    if name and name not in SUITES:
        raise CheckFailed(f"ON must be {' or '.join(SUITES)}, not “{name}”.")
    return [name] if name else list(SUITES)


if __name__ == "__main__":
    try:
        prove(shlex.split(os.environ.get("ARGS", "")), suites=chosen_suites(os.environ.get("ON", "")))
    except (CheckFailed, NoChromium) as problem:
        sys.exit(f"\n{problem}")
    except KeyboardInterrupt:
        sys.exit("\nStopped.")
    print("\nEverything holds.")
