"""Bringing the directory up to date with CDE's public-districts file."""

from dataclasses import dataclass, field

from django.db import transaction

from lmi_portal.audit.recording import record

from .cde_file import read_districts_file
from .counties import ensure_counties
from .models import County, District

# What the file decides. Website, e-mail domain and enrollment are ours and are left alone.
FROM_FILE = ["name", "kind", "county_id", "status", "street", "city", "zip_code", "phone", "latitude", "longitude"]
FROM_FILE += ["source_updated_on"]
AT_ONCE = 250


@dataclass
class Import:
    """What an import did; `no_longer_listed` are districts that the file does not name, which are kept."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    no_longer_listed: list = field(default_factory=list)
    skipped: dict = field(default_factory=dict)


@transaction.atomic
def import_districts(content, *, now, source, on_progress=lambda done, total: None):
    """Create and update districts from the bytes of CDE's file, all or none, and return the Import.

    `source` says in the audit trail where the facts came from; `on_progress` is told how many of how many districts
    are done. Raises CannotRead.
    """
    ensure_counties()
    listed = read_districts_file(content, counties={county.name: county for county in County.objects.all()})
    known = {district.cd_code: district for district in District.objects.select_for_update()}
    new = [district for code, district in listed.districts.items() if code not in known]
    changed = [
        (known[code], changes)
        for code, district in listed.districts.items()
        if code in known and (changes := _changes(known[code], district))
    ]
    unchanged = len(listed.districts) - len(new) - len(changed)
    _write(new, changed, now=now, source=source, on_progress=on_progress, already=unchanged)
    return Import(
        created=len(new),
        updated=len(changed),
        unchanged=unchanged,
        no_longer_listed=sorted((known[code] for code in known.keys() - listed.districts), key=str),
        skipped=dict(listed.skipped),
    )


def _changes(district, listed):
    """{field: [from, to]} where the file says otherwise."""
    pairs = {name: [getattr(district, name), getattr(listed, name)] for name in FROM_FILE}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _write(new, changed, *, now, source, on_progress, already):
    done, total = already, already + len(new) + len(changed)
    on_progress(done, total)
    for districts in _portions(new):
        District.objects.bulk_create(districts)
        for district in districts:
            _record(district, "import_district:created", {"cd_code": [None, district.cd_code]}, now=now, source=source)
        done += len(districts)
        on_progress(done, total)
    for portion in _portions(changed):
        for district, changes in portion:
            for name, (_was, becomes) in changes.items():
                setattr(district, name, becomes)
            _record(district, "import_district:updated", changes, now=now, source=source)
        District.objects.bulk_update([district for district, _changes in portion], FROM_FILE)
        done += len(portion)
        on_progress(done, total)


def _portions(rows):
    return (rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE))


def _record(district, deed, changes, *, now, source):
    readable = {name: [None if value is None else str(value) for value in pair] for name, pair in changes.items()}
    record(deed=deed, on=district, by=None, by_label=source, now=now, changes=readable)
