"""Stage one, run by the system's own Python: make .venv, then hand over to a module inside it."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
OLDEST_PYTHON = (3, 11)

# What a command needs installed, and the module that carries it out.
COMMANDS = {
    "run": ("requirements.txt", "lmi_portal.running.embedded"),
    "serve": ("requirements.txt", "lmi_portal.running.production"),
    "test": ("requirements-dev.txt", "lmi_portal.running.proof"),
    "bench": ("requirements-dev.txt", "benchmarks"),
    "lighthouse": ("requirements-dev.txt", "benchmarks.lighthouse"),
}


class CannotPrepare(Exception):
    """The machine lacks something; the message says what to do about it."""


def check_python(version):
    if version < OLDEST_PYTHON:
        needed, found = (".".join(map(str, numbers)) for numbers in (OLDEST_PYTHON, version))
        raise CannotPrepare(
            f"Python {needed} or newer is needed and this is {found}:"
            " install a newer one and name it, as in `make run PYTHON=python3.12`."
        )


class Environment:
    """The project's own Python environment, with a marker for each requirements file that it has in full."""

    def __init__(self, folder):
        self.folder = folder
        self.python = folder / "bin" / "python"

    def prepare(self, requirements):
        if self.has(requirements):
            return
        if not self.can_install():
            self.make()
        self.install(requirements)

    def has(self, requirements):
        marker = self.marker(requirements)
        return self.python.exists() and marker.exists() and marker.read_text() == self.fingerprint(requirements)

    def marker(self, requirements):
        return self.folder / f"installed-{requirements}"

    def fingerprint(self, requirements):
        """Changes whenever the pins, the Python or the place of the environment do."""
        digest = hashlib.sha256(f"{sys.version_info[:2]} {self.folder}".encode())
        for name in sorted({"requirements.txt", requirements}):
            digest.update((ROOT / name).read_bytes())
        return digest.hexdigest()

    def can_install(self):
        # A newer system Python leaves an environment behind whose python starts but has no pip.
        return self.python.exists() and not self.pip("--version", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def make(self):
        print(f"Making {self.folder.name} ...", flush=True)
        command = [sys.executable, "-m", "venv", "--clear", self.folder]
        if subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode:
            raise CannotPrepare(
                "Python's venv module cannot make an environment here: install it (on Debian and Ubuntu:"
                f" `apt install python3-venv`), check that {self.folder.parent} can be written to, and try again."
            )

    def install(self, requirements):
        print(f"Installing the packages of {requirements} (this once, about a minute) ...", flush=True)
        if self.pip("install", "--quiet", "--no-input", "-r", ROOT / requirements):
            raise CannotPrepare(
                "The packages could not be installed, for the reason above: check the network and the disk, try again."
            )
        for name in {"requirements.txt", requirements}:
            self.marker(name).write_text(self.fingerprint(name))

    def pip(self, *arguments, **streams):
        command = [self.python, "-m", "pip", "--disable-pip-version-check", *arguments]
        return subprocess.run(command, **streams).returncode


def hand_over(command):
    requirements, module = COMMANDS[command]
    check_python(sys.version_info[:2])
    environment = Environment(VENV)
    environment.prepare(requirements)
    os.chdir(ROOT)
    os.execv(environment.python, [str(environment.python), "-m", module])


if __name__ == "__main__":
    try:
        hand_over(sys.argv[1])
    except CannotPrepare as problem:
        sys.exit(str(problem))
    except KeyboardInterrupt:
        sys.exit("Stopped.")
