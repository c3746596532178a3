"""The eleven service regions, with the counties in each."""

from functools import cache

from .counties import read_facts


@cache
def regions_with_counties():
    """[(number, “Fresno, Kings, …”)] of all eleven; counties do not move, so the facts are read once."""
    counties = {number: [] for number in range(1, 12)}
    for row in sorted(read_facts("counties"), key=lambda row: row["name"]):
        counties[int(row["region"])].append(row["name"])
    return [(number, ", ".join(names)) for number, names in counties.items()]


@cache
def region_choices():
    """[(“7”, “7: Fresno, Kings, …”)] of all eleven, as a form offers them."""
    return [(str(number), f"{number}: {counties}") for number, counties in regions_with_counties()]


def counties_of(region):
    """“Fresno, Kings, …” of one, nothing for none."""
    return dict(regions_with_counties()).get(region, "")
