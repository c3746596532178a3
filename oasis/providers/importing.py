"""Bringing the directory up to date with the file of a publisher: HSDS as JSON or as tables, or a table of its own."""

from dataclasses import dataclass, field
from itertools import islice

from django.conf import settings
from django.db import reset_queries, transaction

from lmi_portal.audit.recording import entry, record_all

from .incoming.drafting import drafted
from .incoming.opening import opened
from .incoming.pieces import Draft
from .incoming.problems import BadRow
from .models import Provider, Service
from .upserting import Upserting

AT_ONCE = 250
MOST_TOLD = 1_000
OUTCOMES = ["created", "updated", "unchanged"]


@dataclass
class Import:
    """What an import did.

    `organizations` and `services` are counts by outcome; `bad` (place, reason) of rows that were left out, the first
    thousand of `bad_count`; `orphans` providers and services of the source on file that the file does not have;
    `delisted` whether those were taken off the list; `notes` sentences about the file.
    """

    organizations: dict = field(default_factory=dict)
    services: dict = field(default_factory=dict)
    bad: list = field(default_factory=list)
    bad_count: int = 0
    orphans: list = field(default_factory=list)
    delisted: bool = False
    notes: list = field(default_factory=list)

    def refuse(self, place, reason):
        self.bad_count += 1
        if len(self.bad) < MOST_TOLD:
            self.bad.append((place, reason))


class _InFile:
    """What the file names, readable or not: nothing of it is an orphan, and nothing of it comes twice."""

    def __init__(self):
        self.uids = {Provider: set(), Service: set()}
        self.heads = set()

    def take(self, draft):
        """Note what the draft names; raises BadRow where an earlier row was about the same."""
        for model, uid in [*draft.heads, *(piece.name for piece in draft.pieces)]:
            if model in self.uids:
                self.uids[model].add(uid)
        for _model, provider in (piece.links["provider"] for piece in draft.pieces if piece.model is Service):
            self.uids[Provider].add(provider)
        heads = set(draft.heads)
        if len(heads) < len(draft.heads) or heads & self.heads:
            raise BadRow("its id is that of an earlier row.", field="id")
        self.heads |= heads


@transaction.atomic
def import_services(
    path, *, source, now, column_map=None, delist_orphans=False, dry_run=False, on_progress=lambda done, total: None
):
    """Create and update providers, services and their places from the file or folder at `path`, and return the Import.

    A row is taken whole or left out with its reason; a broken file imports nothing. What is on file stays where the
    file does not have it: such orphans are told, and only with `delist_orphans`, and where no row was left out, taken
    off the public list. What another source or somebody here entered is left alone, and so is what staff decide: who
    is listed, whose contacts are public, who receives referrals, what is full. `column_map` is {our field: the file's
    column} for a table that is not HSDS. `dry_run` does all of it and then undoes it. Raises CannotRead.
    """
    file = opened(path, column_map=column_map)
    done, upserting, in_file = Import(), Upserting(source=source, now=now), _InFile()
    rows = iter(file.rows())
    while portion := list(islice(rows, AT_ONCE)):
        _write(portion, upserting, in_file, done)
        _record(upserting, now=now, source=source)
        on_progress(int(portion[-1].share * 100), 100)
        if settings.DEBUG:
            # Django keeps the text of every query then.
            reset_queries()
    on_progress(100, 100)
    nowhere = upserting.place_providers()
    done.organizations, done.services = _counts(upserting, Provider), _counts(upserting, Service)
    _tell_orphans(done, in_file, source, now=now, delist=delist_orphans)
    done.notes = [*file.notes]
    if nowhere:
        done.notes.append(f"{len(nowhere):,} organizations above others are neither in the file nor on file.")
    transaction.set_rollback(dry_run)
    return done


def _write(rows, upserting, in_file, done):
    drafts = {}
    for row in rows:
        draft = Draft(source=upserting.source, place=row.place)
        try:
            if row.problem:
                raise BadRow(row.problem)
            try:
                drafted(draft, row.record)
            finally:
                in_file.take(draft)
            drafts[id(draft)] = draft, row
        except BadRow as problem:
            done.refuse(*_told(row, problem))
    upserting.write(
        [draft for draft, _row in drafts.values()],
        lambda draft, problem: done.refuse(*_told(drafts[id(draft)][1], problem)),
    )


def _told(row, problem):
    """(place, reason), with the file's own name of the field at fault."""
    name = row.columns.get(problem.field, problem.field)
    return problem.place or row.place, f"“{name}”: {problem}" if name else _capital(str(problem))


def _capital(sentence):
    return sentence[:1].upper() + sentence[1:]


def _record(upserting, *, now, source):
    record_all(
        entry(
            deed=f"import_services:{outcome}",
            on=row,
            by=None,
            by_label=f"import_services {source}",
            now=now,
            changes={name: [_readable(value) for value in pair] for name, pair in changes.items()},
        )
        for row, outcome, changes in upserting.changes
    )
    upserting.changes = []


def _readable(value):
    return None if value is None else str(value)


def _counts(upserting, model):
    return {outcome: upserting.count(model, outcome) for outcome in OUTCOMES}


def _tell_orphans(done, in_file, source, *, now, delist):
    """Services are orphans where the file is about services, providers where it names any."""
    is_listed = {Provider: {"is_listed": True}, Service: {"status": Service.Status.ACTIVE}}
    for model, named in in_file.uids.items():
        on_file = model.objects.filter(source=source, **is_listed[model]).only("pk", "uid", "name")
        if named:
            done.orphans += [row for row in on_file.iterator(chunk_size=AT_ONCE) if row.uid not in named]
    if not delist or not done.orphans or done.bad_count:
        return
    off = {Provider: {"is_listed": False}, Service: {"status": Service.Status.INACTIVE}}
    for model, values in off.items():
        pks = [row.pk for row in done.orphans if isinstance(row, model)]
        model.objects.filter(pk__in=pks).update(modified_at=now, **values)
    record_all(
        entry(deed="import_services:delisted", on=row, by=None, by_label=f"import_services {source}", now=now)
        for row in done.orphans
    )
    done.delisted = True
