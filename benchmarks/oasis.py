"""OASIS at full size beside itself at 1,000 referrals: pages, what encryption costs, imports.

What is measured is one person's caseload and searches and one district's dashboard, the same rows both times; between
the two, ninety-nine other districts bring the tables to 100,000 referrals and 400,000 events.
"""

import json
import subprocess
import sys
import time
from statistics import median, quantiles

from django.db import connection

from lmi_portal import encryption
from oasis.models import Referral, ReferralEvent

from .figures import Figure
from .oasis_directory import create_directory, write_standard_file
from .oasis_filling import create_others, create_program

SLOWER_BY, ENCRYPTION, IMPORT_SECONDS, MEMORY = 1.5, 0.15, 30, 1.2
# {name: (who, address, what is posted)}
PAGES = {
    "caseload": ("referrer", "/oasis/start/", None),
    "search for a student": ("referrer", "/oasis/students/", {"words": "reyes ana"}),
    "search for a service": ("referrer", "/oasis/providers/?need=vision", None),
    "dashboard": ("administrator", "/oasis/dashboard/", None),
}
# One Python is started for the import alone, so that what it holds at most is its own.
IMPORT = """
import json, resource, sys, time
import django
django.setup()
from django.core.management import call_command
started = time.monotonic()
call_command("import_services", sys.argv[1], source="benchmark", stdout=open("/dev/null", "w"))
took = time.monotonic() - started
print(json.dumps([took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]))
"""


def oasis_figures(folder, sizes, *, analyze, say):
    """The Figures; `sizes` has how many districts, services, and times that each page is opened."""
    times, services = sizes.times, sizes.services
    say("Filling OASIS with its first district")
    create_directory(providers=services // 5, services_each=5)
    workers = create_program()
    analyze()
    before = paces(workers, times=times)
    say(f"Filling OASIS with {sizes.districts - 1} districts more")
    create_others(sizes.districts - 1)
    analyze()
    after = paces(workers, times=times)
    sizes = f"{Referral.objects.count():,} referrals and {ReferralEvent.objects.count():,} events"
    found = [_slower(f"{name}, p95 at {sizes}", after[name], before[name]) for name in PAGES]
    found.append(share_figure(encryption_share(workers["referrer"].browser, PAGES["caseload"][1], times=times)))
    say(f"Importing {services} services")
    return [*found, *import_figures(folder, services=services)]


def paces(workers, *, times):
    """{name: the seconds within which 19 of 20 answers are given}, of `times` each after three that only warm up."""
    taken = {
        name: [seconds(workers[role].browser, path, data) for _n in range(times + 3)][3:]
        for name, (role, path, data) in PAGES.items()
    }
    return {name: quantiles(each, n=20)[-1] for name, each in taken.items()}


def seconds(browser, path, data=None):
    started = time.perf_counter()
    response = browser.get(path, secure=True) if data is None else browser.post(path, data, secure=True)
    took = time.perf_counter() - started
    assert response.status_code == 200, f"{path} answered {response.status_code}."
    return took


def share_figure(share):
    name, is_met = "encryption’s share of the caseload page", share < ENCRYPTION
    return Figure(name, f"{share:.1%}", aim=f"< {ENCRYPTION:.0%}", is_met=is_met)


def encryption_share(browser, path, *, times):
    """The median of the shares of a page's time in which texts are sealed and unsealed."""
    return median(_share(browser, path) for _n in range(times))


def _share(browser, path):
    spent, originals = [], {name: getattr(encryption, name) for name in ("seal", "unseal", "_blind_index")}

    def timed(deed):
        def run(*args, **kwargs):
            started = time.perf_counter()
            try:
                return deed(*args, **kwargs)
            finally:
                spent.append(time.perf_counter() - started)

        return run

    for name, deed in originals.items():
        setattr(encryption, name, timed(deed))
    try:
        total = seconds(browser, path)
        return sum(spent) / total
    finally:
        for name, deed in originals.items():
            setattr(encryption, name, deed)


def import_figures(folder, *, services):
    few, many = (_import(folder / f"{count}.ndjson", services=count) for count in (services // 10, services))
    flat = many[1] / few[1]
    return [
        Figure(
            f"import of {services:,} services",
            f"{many[0]:.1f} s",
            aim=f"< {IMPORT_SECONDS} s",
            is_met=many[0] < IMPORT_SECONDS,
        ),
        Figure(
            "memory of the import, beside a tenth of the services",
            f"{many[1] / 1024:.0f} MiB",
            f"{few[1] / 1024:.0f} MiB",
            f"{flat:.2f}",
            f"ratio ≤ {MEMORY}",
            flat <= MEMORY,
        ),
    ]


def _import(path, *, services):
    """(seconds, most KiB held) of an import in a Python of its own."""
    write_standard_file(path, services=services)
    connection.close()
    done = subprocess.run([sys.executable, "-c", IMPORT, str(path)], stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def _slower(name, after, before):
    ratio = after / before
    return Figure(
        name,
        f"{after * 1000:.0f} ms",
        f"{before * 1000:.0f} ms",
        f"{ratio:.2f}",
        f"ratio ≤ {SLOWER_BY}",
        ratio <= SLOWER_BY,
    )
