"""Files to import: made-up organizations and services in the formats that publishers use."""

import json
from uuid import NAMESPACE_URL, uuid5
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils import timezone

from oasis.providers.importing import import_services

SOURCE = "Made-up 211"


def uid(name):
    return str(uuid5(NAMESPACE_URL, f"https://example.org/{name}"))


def service(key="eyes", **facts):
    """A service of HSDS 3.1 with its organization, a phone, a contact and a place."""
    return {
        "id": uid(key),
        "name": key.capitalize(),
        "status": "active",
        "organization": {"id": uid("clinic"), "name": "Cedar Clinic", "description": "Made up."},
        "phones": [{"id": uid(f"{key} phone"), "number": "+1 555 010 0100"}],
        "contacts": [{"id": uid(f"{key} contact"), "name": "Ana Made-Up", "email": "ana@example.org"}],
        "service_at_locations": [
            {
                "id": uid(f"{key} here"),
                "location": {
                    "id": uid("place"),
                    "location_type": "physical",
                    "name": "Main office",
                    "latitude": 34.01,
                    "longitude": -118.33,
                },
            }
        ],
    } | facts


def write_json(folder, *records, name="services.ndjson"):
    file = folder / name
    file.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return file


def write(folder, content, name="file.csv"):
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def write_tables(folder, **tables):
    """CSV files in a new folder; each table is lines of text."""
    package = folder / "package"
    package.mkdir()
    for name, lines in tables.items():
        (package / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return package


def zipped(package, *, inside=""):
    file = package.with_suffix(".zip")
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for table in package.iterdir():
            archive.write(table, f"{inside}{table.name}")
    return file


def run(path, **options):
    return import_services(path, **{"source": SOURCE, "now": timezone.now()} | options)


def counts(done):
    """(created, updated, unchanged) of organizations, and of services."""
    return tuple(done.organizations.values()), tuple(done.services.values())
