import os
import shutil
import subprocess
import sys
from pathlib import Path

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class NoChromium(Exception):
    """There is no browser to test in, and none could be installed."""


def find_chromium():
    """The path of the system's Chromium, else of the one that Playwright installed, else None."""
    for program in PROGRAMS:
        if path := shutil.which(program):
            return path
    return playwright_chromium()


def playwright_chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def ensure_chromium():
    """Returns the path of a Chromium, installing one where there is none."""
    return (
        find_chromium()
        or (os.geteuid() == 0 and shutil.which("apt-get") and install_from_debian())
        or install_from_playwright()
    )


def install_from_debian():
    print("Installing Debian's chromium …", flush=True)
    apt = {"env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
    subprocess.run(["apt-get", "update", "-qq"], **apt)
    subprocess.run(["apt-get", "install", "-qq", "--yes", "--no-install-recommends", "chromium"], **apt)
    return shutil.which("chromium")


def install_from_playwright():
    print("Installing Playwright's chromium …", flush=True)
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    # Only root may add the system libraries that the browser needs.
    if os.geteuid() == 0:
        command.append("--with-deps")
    subprocess.run(command)
    path = playwright_chromium()
    if path is None:
        raise NoChromium(
            "No Chromium for the browser tests: none is installed, and neither Debian's package nor Playwright's own"
            " could be; install chromium and try again."
        )
    return path
