"""California's 58 counties and the service regions of their offices of education."""

import csv
from functools import cache
from pathlib import Path

from .models import County

FACTS = Path(__file__).parent / "facts"


def read_facts(name):
    """The rows of one of our files of facts, as dicts of text."""
    with (FACTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def ensure_counties():
    """Create the counties that are missing. Source: CDE's region pages (8, 10 and 11 by elimination)."""
    known = set(County.objects.values_list("code", flat=True))
    County.objects.bulk_create(County(**row) for row in read_facts("counties") if row["code"] not in known)


@cache
def county_choices():
    """[(“34”, “Sacramento”)] of all 58, as a form offers them; counties do not change, so the facts are read once."""
    return sorted(((row["code"], row["name"]) for row in read_facts("counties")), key=lambda row: row[1])
