"""`python -m benchmarks.slow_line`: what the referrer's screens take over a line of 400 kbit/s, kept in the README.

The portal is the one that `make serve` runs, with the demo in it; the browser is a Chromium whose cache is empty and
whose line is narrowed by its own tools (Network.emulateNetworkConditions), without any delay on the way.
"""

import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

import psutil
from playwright.sync_api import sync_playwright

from lmi_portal.environment import ROOT
from lmi_portal.running.chromium import ensure_chromium

from . import figures
from .figures import Figure
from .lighthouse import demo_portal

SLOW_LINE = "slow line"
BYTES_A_SECOND = 400_000 / 8
SECONDS_AT_MOST, KILOBYTES_AT_MOST = 1, 100
ROUNDS = 3
PHONE = {"viewport": {"width": 360, "height": 740}}
# Prints a session of the demo's referrer, with the second factor shown, and the numbers of two referrals of theirs.
SESSION = """
from django.test import Client
from lmi_portal.accounts.models import User
from lmi_portal.accounts.tests.factories import add_second_factor, sign_in_staff
from oasis.models import Referral
user, client = User.objects.get(email="oasis@example.org"), Client()
add_second_factor(user)
sign_in_staff(client, user)
own = Referral.objects.filter(owner=user)
unsent = own.get(state="awaiting_consent").number
print("SESSION", client.cookies["sessionid"].value, unsent, own.filter(state="in_service").first().number)
"""
FIRST_VIEW = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


def main():
    busy = psutil.cpu_percent(interval=3)
    with tempfile.TemporaryDirectory(prefix="lmi-slow-line-") as folder, demo_portal(Path(folder)) as portal:
        session, unsent, sent = session_of(portal)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=ensure_chromium(), args=["--no-sandbox"])
            pages = pages_of(unsent, sent)
            found = [figure_of(name, *look(browser, portal.url, path, session)) for name, path in pages.items()]
            browser.close()
    text = f"{figures.surroundings(postgresql='PostgreSQL', busy=busy)}\n\n{figures.table(found)}"
    text += f"\n\n{figures.summary(found)}"
    print(f"\n{text}")
    figures.keep(text, between=SLOW_LINE)


def session_of(portal):
    command = [sys.executable, "manage.py", "shell", "-c", SESSION]
    run = subprocess.run(command, cwd=ROOT, env=portal.environment, capture_output=True, text=True, check=True)
    return next(line.split()[1:] for line in run.stdout.splitlines() if line.startswith("SESSION"))


def pages_of(unsent, sent):
    return {
        "caseload": "/oasis/start/",
        "step 1: student and need": "/oasis/referrals/add/",
        "step 2: service": f"/oasis/referrals/{unsent}/service/",
        "step 3: consent and send": f"/oasis/referrals/{unsent}/send/",
        "a referral": f"/oasis/referrals/{sent}/",
        "all referrals": "/oasis/referrals/",
    }


def look(browser, url, path, session):
    """(seconds until something is seen, kilobytes in all), the medians of some rounds with an empty cache."""
    rounds = [_look(browser, url, path, session) for _round in range(ROUNDS)]
    return tuple(median(values) for values in zip(*rounds, strict=True))


def _look(browser, url, path, session):
    context = browser.new_context(**PHONE)
    context.add_cookies([{"name": "sessionid", "value": session, "url": url}])
    page, sizes = context.new_page(), []
    line = context.new_cdp_session(page)
    line.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    line.send("Network.enable")
    narrow = {"offline": False, "latency": 0, "downloadThroughput": BYTES_A_SECOND, "uploadThroughput": BYTES_A_SECOND}
    line.send("Network.emulateNetworkConditions", narrow)
    page.goto(url + path, wait_until="load")
    page.wait_for_timeout(500)
    milliseconds = page.evaluate(FIRST_VIEW)
    context.close()
    return milliseconds / 1000, sum(sizes) / 1000


def figure_of(name, seconds, kilobytes):
    is_met = seconds < SECONDS_AT_MOST and kilobytes < KILOBYTES_AT_MOST
    aim = f"< {SECONDS_AT_MOST} s, < {KILOBYTES_AT_MOST} kB"
    return Figure(name, f"{seconds:.2f} s, {kilobytes:.0f} kB", aim=aim, is_met=is_met)


if __name__ == "__main__":
    main()
