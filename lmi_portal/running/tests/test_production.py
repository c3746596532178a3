import os
import signal
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from lmi_portal.running.ports import free_port
from lmi_portal.running.production import REQUIRED, serve
from lmi_portal.running.scratch_servers import scratch_postgresql

from .portals import StartedPortal

COMPLETE = {
    "SECRET_KEY": "x" * 60,
    "FIELD_ENCRYPTION_KEYS": "A" * 43,
    "ALLOWED_HOSTS": "portal.example.org,.example.com",
    "SITE_URL": "https://portal.example.org",
    "DATABASE_URL": "postgres://portal@127.0.0.1:1/portal",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "EMAIL_URL": "smtp://127.0.0.1:1",
}


@pytest.fixture
def complete_environment(monkeypatch):
    for name, value in COMPLETE.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize("name", REQUIRED)
def test_serve_names_the_missing_variable(complete_environment, monkeypatch, name):
    monkeypatch.setenv(name, " ")

    with pytest.raises(ImproperlyConfigured) as refusal:
        serve()

    assert str(refusal.value) == f"{name} is missing: set it to {REQUIRED[name]}."


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PORT", "http", "PORT must be a number from 1 to 65535, not “http”."),
        ("WEB_WORKERS", "many", "WEB_WORKERS must be a number from 1 on, not “many”."),
        ("WEB_WORKERS", "0", "WEB_WORKERS must be a number from 1 on, not “0”."),
        ("SECRET_KEY", "x" * 49, "SECRET_KEY is too short: set it to a random text of at least 50 characters."),
        ("EMAIL_URL", "consolemail://", f"EMAIL_URL must name {REQUIRED['EMAIL_URL']}."),
        ("EMAIL_URL", "filemail:///tmp/mail", f"EMAIL_URL must name {REQUIRED['EMAIL_URL']}."),
        ("DATABASE_URL", "mysql://localhost/portal", f"DATABASE_URL must name {REQUIRED['DATABASE_URL']}."),
        ("SITE_URL", "portal.org", "SITE_URL must start with http:// or https://, not “portal.org”."),
        (
            "SITE_URL",
            "https://portal.example.org/lmi",
            "SITE_URL must end with the host, as in https://portal.example.org, not “https://portal.example.org/lmi”.",
        ),
        ("SITE_URL", "https:///", "SITE_URL must start with http:// or https://, not “https:”."),
        ("ALLOWED_HOSTS", "www.org", "ALLOWED_HOSTS does not name portal.example.org, the host of SITE_URL."),
    ],
)
def test_serve_names_the_malformed_variable(complete_environment, monkeypatch, name, value, sentence):
    monkeypatch.setenv(name, value)

    with pytest.raises(ImproperlyConfigured) as refusal:
        serve()

    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("DATABASE_URL", "postgres://localhost:1/portal", "DATABASE_URL names a database that cannot be opened: "),
        ("DATABASE_URL", "postgres://portal:open/sesame@localhost/portal", "DATABASE_URL cannot be read: write it as "),
        ("REDIS_URL", "http://localhost", "REDIS_URL must start with redis://"),
        ("REDIS_URL", "redis://:open/sesame@localhost", "REDIS_URL cannot be read: write it as "),
        ("EMAIL_URL", "smtp://", "EMAIL_URL cannot be read: write it as "),
        ("EMAIL_URL", "smtp://portal:open/sesame@localhost:25", "EMAIL_URL cannot be read: write it as "),
        ("DEFAULT_FROM_EMAIL", "LMI portal", "DEFAULT_FROM_EMAIL must be an address, as in LMI portal <portal@exam"),
        ("EMAIL_URL", "pigeon://localhost", "EMAIL_URL cannot be read: write it as "),
        ("STRIPE_SECRET_KEY", "sk_test_1", "STRIPE_WEBHOOK_SECRET is missing: cards are on with both Stripe secrets"),
    ],
)
def test_serve_stops_with_one_sentence(tmp_path, name, value, words):
    run = subprocess.run(
        [sys.executable, "-m", "lmi_portal.running.production"],
        env=os.environ | COMPLETE | {"PORT": str(free_port()), "DATA_DIR": str(tmp_path), name: value},
        capture_output=True,
        text=True,
    )

    assert run.returncode == 1
    assert run.stderr.startswith(words)
    assert run.stderr.count("\n") == 1
    assert "open" not in run.stderr.removeprefix(words)


def test_serve_opens_the_portal_on_postgresql_and_redis_and_sends_its_mail(tmp_path, redis_server, smtp):
    with scratch_postgresql() as database_url:
        portal = StartedPortal(
            "production",
            log_path=tmp_path / "log",
            DATA_DIR=str(tmp_path / "var"),
            SECRET_KEY=COMPLETE["SECRET_KEY"],
            ALLOWED_HOSTS="localhost",
            DATABASE_URL=database_url,
            REDIS_URL=redis_server.url,
            EMAIL_URL=smtp.url,
            WEB_WORKERS="2",
        )
        portal.start()

        assert portal.get("/healthz") == (200, "ok")
        assert len([process for process in portal.family if "gunicorn" in process.cmdline()]) == 3
        assert portal.send_form("/accounts/password/reset/", email="stranger@example.org") == 200
        assert smtp.wait_for("stranger@example.org")["From"] == "LMI portal <portal@example.org>"
        assert portal.end(signal.SIGINT) == 0
