"""An HSDS package of CSV tables, in a folder or a zip file, put together row by row.

What belongs together stands in several files in no order, so all is laid into a database of its own on disk first and
taken out organization by organization and service by service; memory holds one of them.
"""

import json
import sqlite3
import zlib
from contextlib import contextmanager
from pathlib import PurePosixPath
from tempfile import NamedTemporaryFile
from zipfile import BadZipFile, ZipFile

from .csv_rows import Table
from .problems import CannotRead
from .rows import PLACE, SAYS, Row
from .tables import OWNERS, TABLE_OF, TOPS, as_of_now
from .texts import NOT_UTF_8, Counted, encoding_of, text_of

MOST_FILES = 200
# Bytes, unpacked.
LARGEST = 1 << 30
NESTED = {
    "organizations": ["phones", "contacts"],
    "services": [
        *("phones", "contacts", "schedules", "languages", "service_areas", "cost_options", "required_documents"),
        *("attributes", "service_at_locations"),
    ],
    "service_at_locations": ["phones", "contacts", "schedules"],
    "locations": ["phones", "contacts", "schedules", "languages", "addresses", "accessibility"],
    "contacts": ["phones"],
    "phones": ["languages"],
}


def is_spreadsheet(names):
    return "[Content_Types].xml" in names


class _Package:
    """Tables that `files()` yields as (name, opener of its bytes)."""

    def __init__(self, path):
        self.path = path
        self.notes = []

    def rows(self):
        with NamedTemporaryFile(prefix="import-services-", suffix=".sqlite3") as file, _spool(file.name) as spool:
            tables = set(self._lay_in(spool))
            if "organizations" not in tables and "services" not in tables:
                raise CannotRead("It has neither organizations.csv nor services.csv among its files.")
            yield from spool.rows(tables)

    def _lay_in(self, spool):
        """Put every table into the spool, and return their names."""
        found, unread = [], []
        for name, open_binary in self.files():
            table = TABLE_OF.get(PurePosixPath(name).stem.lower())
            if table is None:
                unread.append(name)
                continue
            found.append(table)
            encoding = encoding_of(open_binary)
            if encoding not in {"utf-8-sig", "utf-16"}:
                self.notes.append(f"{name}: {NOT_UTF_8}")
            with text_of(Counted(open_binary()), encoding) as stream:
                spool.lay_in(table, Table(stream, name=name))
        if unread:
            self.notes.append(f"Files that were not read: {', '.join(sorted(unread))}.")
        return found


class FolderOfTables(_Package):
    def files(self):
        for file in sorted(self.path.glob("*.csv")):
            if file.is_file():
                yield file.name, lambda file=file: file.open("rb")


class ZipOfTables(_Package):
    def rows(self):
        try:
            yield from super().rows()
        except (BadZipFile, NotImplementedError, zlib.error) as error:
            raise CannotRead(f"It is a zip file that cannot be unpacked ({error}). Nothing was imported.") from error

    def files(self):
        with ZipFile(self.path) as archive:
            for entry in self._checked(archive.infolist()):
                yield PurePosixPath(entry.filename).name, lambda entry=entry: _Bounded(archive.open(entry), entry)

    def _checked(self, entries):
        tables = [
            entry
            for entry in entries
            if entry.filename.lower().endswith(".csv") and not entry.filename.startswith("__MACOSX")
        ]
        if len(tables) > MOST_FILES or sum(entry.file_size for entry in tables) > LARGEST:
            raise CannotRead(
                f"It holds more than {MOST_FILES} tables or {LARGEST >> 30} GB. Nothing was unpacked or imported."
            )
        if any(entry.flag_bits & 1 for entry in tables):
            raise CannotRead("It is locked with a password. Unpack it and import the folder.")
        return tables


class _Bounded:
    """What a zip file unpacks, which must not be more than it said it is."""

    def __init__(self, stream, entry):
        self.stream = stream
        self.left = entry.file_size
        self.name = entry.filename

    def read(self, size=-1):
        portion = self.stream.read(size)
        self.left -= len(portion)
        if self.left < 0:
            raise CannotRead(f"{self.name} is larger than the zip file says. Nothing was imported.")
        return portion

    def close(self):
        self.stream.close()

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.close()


@contextmanager
def _spool(path):
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        yield _Spool(connection)
    finally:
        connection.close()


class _Spool:
    """All rows of a package: which table, whose, on which line of which file, and the record as JSON."""

    def __init__(self, connection):
        self.ask = connection.execute
        self.ask("PRAGMA journal_mode=OFF")
        self.ask("PRAGMA synchronous=OFF")
        self.ask(
            "CREATE TABLE row (place TEXT, problem TEXT, kind TEXT, id TEXT, owner_kind TEXT, owner TEXT, facts TEXT)"
        )
        self.many = connection.executemany

    def lay_in(self, kind, table):
        self.ask("BEGIN")
        self.many("INSERT INTO row VALUES (?, ?, ?, ?, ?, ?, ?)", self._laid(kind, table))
        self.ask("COMMIT")

    def _laid(self, kind, table):
        for line, cells, problem in table.rows():
            facts = as_of_now(kind, table.name.lower(), cells)
            owner = next((name for name in OWNERS.get(kind, []) if facts.get(name, "").strip()), None)
            if owner is None and kind in OWNERS and not problem:
                problem = f"it belongs to nothing: {', '.join(OWNERS[kind])} are empty."
            place = f"{table.name}, line {line}"
            yield (
                *(place, problem, kind, facts.get("id", "").strip(), TOPS.get(owner)),
                *(owner and facts[owner].strip(), json.dumps(facts | {PLACE: place})),
            )

    def rows(self, tables):
        """Yield the Rows of organizations and then of services, and of what could not be put anywhere."""
        self.ask("CREATE INDEX by_owner ON row (owner_kind, owner)")
        self.ask("CREATE INDEX by_id ON row (kind, id)")
        self.tables = tables
        yield from self._astray()
        tops = "SELECT place, problem, kind, facts, rowid FROM row WHERE kind = ? AND problem = ''"
        (total,) = self.ask("SELECT COUNT(*) FROM row WHERE kind IN ('organizations', 'services')").fetchone()
        number = 0
        for kind in ("organizations", "services"):
            for place, _problem, _kind, facts, _rowid in self.ask(f"{tops} ORDER BY rowid", [kind]):
                number += 1
                yield Row(place, self._whole(kind, json.loads(facts)), number / total)

    def _astray(self):
        for place, problem in self.ask("SELECT place, problem FROM row WHERE problem <> '' ORDER BY rowid"):
            yield Row(place, None, 0, problem)
        lost = (
            "SELECT place, owner_kind, owner FROM row WHERE owner <> '' AND problem = '' AND NOT EXISTS"
            " (SELECT 1 FROM row other WHERE other.kind = row.owner_kind AND other.id = row.owner) ORDER BY rowid"
        )
        for place, kind, owner in self.ask(lost):
            yield Row(place, None, 0, f"it belongs to {owner} of {kind}, which is not there.")

    def _whole(self, kind, facts):
        """The record with all that belongs to it, nested."""
        lists = [name for name in NESTED.get(kind, []) if name in self.tables]
        whole = facts | {SAYS: lists} | {name: [] for name in lists}
        if facts.get("id"):
            for name, nested in self._belonging(kind, facts["id"].strip()):
                if name in lists:
                    whole[name].append(self._whole(name, nested))
                elif name == "eligibility":
                    _add_eligibility(whole, nested)
        if kind == "service_at_locations" and (location := self._by_id("locations", facts.get("location_id"))):
            whole["location"] = self._whole("locations", location)
        if kind == "attributes" and (term := self._by_id("taxonomy_terms", facts.get("taxonomy_term_id"))):
            whole["taxonomy_term"] = term
        return whole

    def _belonging(self, kind, key):
        found = self.ask(
            "SELECT kind, facts FROM row WHERE owner_kind = ? AND owner = ? AND problem = '' ORDER BY rowid",
            [kind, key],
        )
        return [(name, json.loads(facts)) for name, facts in found.fetchall()]

    def _by_id(self, kind, key):
        found = self.ask(
            "SELECT facts FROM row WHERE kind = ? AND id = ? LIMIT 1", [kind, (key or "").strip()]
        ).fetchone()
        return json.loads(found[0]) if found and key else None


def _add_eligibility(service, facts):
    """Tables of eligibility, as 1.1 and 2.0 have them."""
    words = [service.get("eligibility_description", ""), facts.get("eligibility", "")]
    service["eligibility_description"] = "; ".join(filter(None, words))
    for name in ("minimum_age", "maximum_age"):
        if facts.get(name):
            service.setdefault(name, facts[name])
