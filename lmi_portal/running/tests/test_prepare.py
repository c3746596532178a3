import shutil
import subprocess
import sys

import pytest

from lmi_portal.running import prepare
from lmi_portal.running.prepare import CannotPrepare, Environment, check_python


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """The two files that stage one reads, and a module of ours to hand over to."""
    running = tmp_path / "lmi_portal" / "running"
    running.mkdir(parents=True)
    shutil.copy(prepare.__file__, running / "prepare.py")
    (running / "embedded.py").write_text("import sys; print('in', sys.prefix)")
    (tmp_path / "requirements.txt").write_text("# none\n")
    monkeypatch.setattr(prepare, "ROOT", tmp_path)
    return tmp_path


def stage_one(checkout):
    command = [sys.executable, "-I", checkout / "lmi_portal" / "running" / "prepare.py", "run"]
    return subprocess.run(command, capture_output=True, text=True)


def test_stage_one_makes_the_environment_once_and_installs_when_the_pins_change(checkout):
    environment = Environment(checkout / ".venv")
    installing = "Installing the packages of requirements.txt (this once, about a minute) ..."
    handed_over = f"in {environment.folder}"

    assert stage_one(checkout).stdout.splitlines() == ["Making .venv ...", installing, handed_over]
    assert stage_one(checkout).stdout.splitlines() == [handed_over]

    (checkout / "requirements.txt").write_text("# changed\n")
    assert not environment.has("requirements.txt")
    environment.prepare("requirements.txt")
    assert environment.has("requirements.txt")

    (checkout / "requirements.txt").write_text("./nowhere\n")
    with pytest.raises(CannotPrepare, match="could not be installed"):
        environment.prepare("requirements.txt")
    assert not environment.has("requirements.txt")


def test_prepare_says_that_no_environment_can_be_made(checkout):
    (checkout / "a-file").touch()

    with pytest.raises(CannotPrepare, match="apt install python3-venv"):
        Environment(checkout / "a-file" / ".venv").prepare("requirements.txt")


def test_check_python_names_the_version_it_needs():
    check_python((3, 11))

    with pytest.raises(CannotPrepare, match=r"Python 3\.11 or newer is needed and this is 3\.9"):
        check_python((3, 9))
