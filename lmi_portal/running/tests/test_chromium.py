import os
import subprocess
import sys

import pytest

from lmi_portal.running.chromium import find_chromium

FIND = [sys.executable, "-c", "from lmi_portal.running.chromium import *; print(ensure_chromium())"]


@pytest.fixture
def bare_machine(tmp_path):
    """A machine without a browser, whose apt-get does as the test says and whose network is down."""
    programs = tmp_path / "bin"
    programs.mkdir()

    def find(*, apt_get):
        (programs / "apt-get").write_text(f"#!/bin/sh\n{apt_get}\n")
        (programs / "apt-get").chmod(0o755)
        variables = {
            "PATH": str(programs),
            "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path / "browsers"),
            "PLAYWRIGHT_DOWNLOAD_HOST": "http://127.0.0.1:1",
        }
        return subprocess.run(FIND, env=os.environ | variables, capture_output=True, text=True)

    return find


def test_the_chromium_found_is_one():
    version = subprocess.run([find_chromium(), "--version"], capture_output=True, text=True)

    assert "Chrom" in version.stdout


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may install Debian's package")
def test_root_gets_debians_chromium(bare_machine, tmp_path):
    installed = tmp_path / "bin" / "chromium"

    run = bare_machine(apt_get=f"echo >{installed}; /bin/chmod +x {installed}")

    assert run.stdout.splitlines()[-1] == str(installed)


def test_no_chromium_at_all_is_said(bare_machine):
    run = bare_machine(apt_get="exit 1")

    assert "No Chromium for the browser tests" in run.stderr.splitlines()[-1]
