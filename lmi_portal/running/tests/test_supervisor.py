import os
import signal
import subprocess
import sys
import threading
import time

import psutil
import pytest

from lmi_portal.running import supervisor
from lmi_portal.running.supervisor import ChildDied, Supervisor

LASTING = [sys.executable, "-c", "import time; print('here', flush=True); time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)",
]


def dying(status):
    return [sys.executable, "-c", f"print('why'); raise SystemExit({status})"]


def pids(supervised):
    return [child.pid for child in supervised.children.values()]


def still_there(pids):
    return [pid for pid in pids if psutil.pid_exists(pid)]


def test_every_line_names_its_process(capsys):
    with Supervisor({"web": LASTING, "beat": LASTING}, dict(os.environ)) as supervised:
        said = []
        supervised.wait(until=lambda: said.append(capsys.readouterr().out) or "".join(said).count("here") == 2)

    assert sorted("".join(said).splitlines()) == ["beat   | here", "web    | here"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_a_signal_stops_everything(number):
    with Supervisor({"web": LASTING, "worker": LASTING}, dict(os.environ)) as supervised:
        threading.Timer(0.2, os.kill, (os.getpid(), number)).start()
        supervised.wait()

    assert still_there(pids(supervised)) == []


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (dying(3), "exit status 3"),
        ([sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"], "killed by SIGKILL"),
    ],
    ids=["exit", "signal"],
)
def test_a_child_that_dies_stops_the_others(command, reason):
    with (
        pytest.raises(ChildDied, match=f"The worker process stopped by itself .{reason}."),
        Supervisor({"web": LASTING, "worker": command}, dict(os.environ)) as supervised,
    ):
        supervised.wait()

    assert still_there(pids(supervised)) == []


def test_a_child_that_will_not_stop_is_killed(monkeypatch, capsys):
    monkeypatch.setattr(supervisor, "GRACE_SECONDS", 0.2)

    with Supervisor({"web": STUBBORN}, dict(os.environ)) as supervised:
        supervised.wait(until=lambda: "deaf" in capsys.readouterr().out)

    assert still_there(pids(supervised)) == []


def test_wait_gives_up_in_time():
    with Supervisor({"web": LASTING}, dict(os.environ)) as supervised:
        assert not supervised.wait(until=lambda: False, seconds=0.2)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent was killed")
def test_a_killed_supervisor_leaves_nobody_behind():
    program = f"""
import os
from lmi_portal.running.supervisor import Supervisor
with Supervisor({{"web": {LASTING!r}}}, dict(os.environ)) as supervised:
    supervised.wait()
"""
    driver = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
    assert driver.stdout.readline() == b"web    | here\n"
    children = psutil.Process(driver.pid).children()

    driver.kill()
    driver.communicate()

    assert len(children) == 1
    assert psutil.wait_procs(children, timeout=20)[1] == []


def test_a_child_started_late_is_not_waited_for_forever():
    started = time.monotonic()

    with Supervisor({"web": LASTING}, dict(os.environ)) as supervised:
        supervised.stop_soon()
        assert not supervised.wait()

    assert time.monotonic() - started < supervisor.GRACE_SECONDS
