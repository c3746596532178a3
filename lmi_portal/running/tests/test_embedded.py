import os
import signal
import socket
import sqlite3
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from lmi_portal.running.embedded import run
from lmi_portal.running.ports import PortUnusable, free_port

from .portals import StartedPortal


@pytest.fixture
def portal(tmp_path):
    # The caller of a test run may name servers; a newcomer has none.
    no_servers = {"DATABASE_URL": "", "REDIS_URL": "", "EMAIL_URL": "", "SECRET_KEY": "", "ALLOWED_HOSTS": ""}
    no_servers["FIELD_ENCRYPTION_KEYS"] = ""
    portal = StartedPortal("embedded", log_path=tmp_path / "log", DATA_DIR=str(tmp_path / "var"), **no_servers)
    yield portal
    portal.process.kill()
    portal.process.wait()


def change_a_convening(database):
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE convenings_convening SET title = 'Changed by staff' WHERE id = 1")
    connection.close()


def titles(database):
    with sqlite3.connect(database) as connection:
        rows = connection.execute("SELECT title FROM convenings_convening ORDER BY id").fetchall()
    connection.close()
    return [title for (title,) in rows]


def test_run_opens_a_portal_with_a_demo_that_keeps_every_change(portal, tmp_path):
    database = tmp_path / "var" / "db.sqlite3"

    portal.start()
    assert portal.get("/healthz") == (200, "ok")
    assert [portal.get(path)[0] for path in portal.stylesheets()] == [200] * len(portal.stylesheets()) != []
    assert f"The portal is open at {portal.url}/" in portal.log()
    assert "lead@example.org" in portal.log()
    secret_key = (tmp_path / "var" / "secret_key").read_text()
    change_a_convening(database)
    before = titles(database)
    assert portal.end(signal.SIGTERM) == 0
    assert portal.log().endswith("Stopped.\n")

    portal.start()
    assert titles(database) == before
    assert (tmp_path / "var" / "secret_key").read_text() == secret_key
    assert "Collecting" not in portal.log()
    portal.child("gunicorn").kill()
    assert portal.wait_for_the_end() == 1
    assert "The web process stopped by itself (killed by SIGKILL), so everything was stopped" in portal.log()


@pytest.mark.parametrize("port", ["eight", "0", "65536", "-1", "80.5"])
def test_run_refuses_a_port_that_is_none(monkeypatch, port):
    monkeypatch.setenv("PORT", port)

    with pytest.raises(ImproperlyConfigured) as refusal:
        run()

    assert str(refusal.value) == f"PORT must be a number from 1 to 65535, not “{port}”."


def test_run_refuses_a_port_that_is_taken(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))

        with pytest.raises(PortUnusable, match=f"Port {port} is taken by another program"):
            run()


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("STAFF_MFA_REQUIRED", "perhaps", "STAFF_MFA_REQUIRED must be on or off, not “perhaps”.\n"),
        ("DATA_DIR", "/dev/null/var", "DATA_DIR: the folder /dev/null/var cannot be made (Not a directory).\n"),
    ],
)
def test_run_stops_with_one_sentence(tmp_path, name, value, sentence):
    stopped = subprocess.run(
        [sys.executable, "-m", "lmi_portal.running.embedded"],
        env=os.environ | {"PORT": str(free_port()), "DATA_DIR": str(tmp_path), name: value},
        capture_output=True,
        text=True,
    )

    assert (stopped.returncode, stopped.stderr) == (1, sentence)


def test_manage_says_a_missing_setting_in_one_sentence(tmp_path):
    stopped = subprocess.run(
        [sys.executable, "manage.py", "check"],
        env=os.environ | {"DATA_DIR": str(tmp_path), "SECRET_KEY": ""},
        capture_output=True,
        text=True,
    )

    assert stopped.returncode == 1
    assert stopped.stderr.startswith("SECRET_KEY is missing")
    assert stopped.stderr.count("\n") == 1
