"""The eleven service regions, with the counties in each."""

from districts.models import County


def regions_with_counties():
    """[(number, “Fresno, Kings, …”)] of all eleven."""
    counties = {number: [] for number in range(1, 12)}
    for number, name in County.objects.order_by("name").values_list("region", "name"):
        counties[number].append(name)
    return [(number, ", ".join(names)) for number, names in counties.items()]


def counties_of(region):
    """“Fresno, Kings, …” of one."""
    return ", ".join(County.objects.filter(region=region).order_by("name").values_list("name", flat=True))
