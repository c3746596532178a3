"""A table of a publisher's own, one organization a row, read by a map from our fields to its columns."""

import json
import tomllib
from pathlib import Path

from .csv_rows import Table, tidy
from .problems import CannotRead
from .rows import Row
from .texts import NOT_UTF_8, Counted, encoding_of, text_of

# Where each field stands in a record of HSDS: of the organization, of its one place, of its one service.
FIELDS = {
    "id": "id",
    "name": "name",
    "alternate_name": "alternate_name",
    "description": "description",
    "email": "email",
    "website": "website",
    "phone": "phones/1/number",
    "phone_extension": "phones/1/extension",
    "contact_name": "contacts/1/name",
    "contact_title": "contacts/1/title",
    "contact_email": "contacts/1/email",
    "location_name": "location/name",
    "address_1": "location/addresses/1/address_1",
    "address_2": "location/addresses/1/address_2",
    "city": "location/addresses/1/city",
    "state_province": "location/addresses/1/state_province",
    "postal_code": "location/addresses/1/postal_code",
    "latitude": "location/latitude",
    "longitude": "location/longitude",
    "service_id": "service/id",
    "service_name": "service/name",
    "service_description": "service/description",
    "service_url": "service/url",
    "service_email": "service/email",
    "application_process": "service/application_process",
    "eligibility": "service/eligibility_description",
    "minimum_age": "service/minimum_age",
    "maximum_age": "service/maximum_age",
    "fees": "service/fees_description",
    "hours": "service/schedules/1/description",
    "checked": "service/assured_date",
    "languages": "service/languages",
    "terms": "service/attributes",
    "area": "service/service_areas/1/name",
}
SEPARATOR = ";"


def read_map(given):
    """The map that `given` tells, words such as "name=Agency" or paths of JSON or TOML files; raises CannotRead."""
    mapped = {}
    for word in given:
        field, equals, column = word.partition("=")
        mapped |= {field.strip(): column} if equals else _read_file(word)
    unknown = sorted(mapped.keys() - FIELDS.keys())
    if unknown:
        raise CannotRead(f"The map names “{unknown[0]}”, which is none of {', '.join(FIELDS)}.")
    return mapped


def _read_file(name):
    try:
        with Path(name).open("rb") as file:
            facts = json.load(file) if name.endswith(".json") else tomllib.load(file)
    except OSError as error:
        raise CannotRead(f"The map {name} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise CannotRead(f"The map {name} is neither JSON nor TOML: {error}.") from error
    if not isinstance(facts, dict) or not all(isinstance(value, str) for value in facts.values()):
        raise CannotRead(f"The map {name} is not one from our fields to names of columns.")
    return facts


class MappedTable:
    """The CSV file at `path`, whose columns `column_map` tells; one that is named as our field needs no map."""

    def __init__(self, path, column_map):
        self.path = path
        self.size = max(path.stat().st_size, 1)
        self.column_map = column_map
        self.notes = []

    def rows(self):
        encoding = encoding_of(lambda: self.path.open("rb"))
        if encoding not in {"utf-8-sig", "utf-16"}:
            self.notes.append(NOT_UTF_8)
        counted = Counted(self.path.open("rb", buffering=0))
        with text_of(counted, encoding) as stream:
            table = Table(stream, name="The file")
            mapped = self._mapped(table.heading_of)
            columns = {_way(field): table.heading_of[column] for field, column in mapped.items()}
            unused = [table.heading_of[column] for column in table.columns if column and column not in mapped.values()]
            if unused:
                self.notes.append(f"Columns that were not read: {', '.join(unused)}.")
            for line, cells, problem in table.rows():
                facts = {field: cells.get(column, "").strip() for field, column in mapped.items()}
                record = None if problem else _record(facts)
                yield Row(f"line {line}", record, min(counted.count / self.size, 1), problem, columns)

    def _mapped(self, columns):
        wanted = {field: tidy(column) for field, column in self.column_map.items()}
        found = f"The columns of the file are {', '.join(f'“{heading}”' for heading in columns.values() if heading)}."
        for field, column in wanted.items():
            if column not in columns:
                raise CannotRead(f"The map reads “{field}” from “{self.column_map[field]}”. {found}")
        same = {field: field for field in FIELDS if field in columns and field not in wanted}
        mapped = same | wanted
        for field in ("id", "name"):
            if field not in mapped:
                raise CannotRead(
                    f"Which column holds the {field} of an organization? Say so as in --map id=… name=…. {found}"
                )
        return mapped


def _way(field):
    """Where what is refused says that the field stands."""
    top, slash, rest = FIELDS[field].partition("/")
    return f"{top}s/1/{rest}" if top in {"location", "service"} else top + slash + rest


def _record(facts):
    """An organization of HSDS; lists are told in full where one of their columns is mapped."""
    parts = {"location": {}, "service": {}, "": {}}
    for field, value in facts.items():
        top, _slash, rest = FIELDS[field].partition("/")
        _put(
            parts[top] if top in {"location", "service"} else parts[""], rest if top in parts else FIELDS[field], value
        )
    organization, location, service = parts[""], parts["location"], parts["service"]
    place = []
    if any(value for field, value in facts.items() if FIELDS[field].startswith("location/")):
        place = [{"id": f"{facts['id']} location"} | location]
    if location:
        organization["locations"] = place
    if "service_name" in facts:
        at = [{"id": f"{facts['id']} here", "location_id": f"{facts['id']} location"}] if place else []
        organization["services"] = (
            [_service(facts, service) | {"service_at_locations": at}] if facts["service_name"] else []
        )
    return organization


def _service(facts, service):
    if "languages" in facts:
        service["languages"] = [{"name": one.strip()} for one in facts["languages"].split(SEPARATOR) if one.strip()]
    if "terms" in facts:
        names = [one.strip() for one in facts["terms"].split(SEPARATOR) if one.strip()]
        service["attributes"] = [{"taxonomy_term": {"id": name[:120], "name": name}} for name in names]
    return service | {"id": facts.get("service_id") or f"{facts['id']} service", "status": "active"}


def _put(record, way, value):
    """Put `value` into `record` by a way such as "phones/1/number"; a list stays empty where all its cells are."""
    name, _slash, rest = way.partition("/")
    if not rest:
        record[name] = value
        return
    _number, _slash, rest = rest.partition("/")
    items = record.setdefault(name, [])
    if value:
        if not items:
            items.append({})
        _put(items[0], rest, value)
