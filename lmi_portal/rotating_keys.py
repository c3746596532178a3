"""Everything that is encrypted, sealed anew under the newest key, so that the older ones may go.

Works through the tables in parts and leaves what the newest key sealed, so that it can be stopped and gone on with
while the portal is open: what is written meanwhile is under the newest key anyway.
"""

from contextlib import nullcontext
from dataclasses import dataclass

from django.apps import apps
from django.db import connection, transaction

from lmi_portal.encryption import CannotDecrypt, EncryptedTextField, is_sealed_by_newest_key, seal, unseal
from lmi_portal.written_once import WrittenOnceModel, lifted

ROWS_AT_ONCE = 500

_parts_of_apps = []


@dataclass
class Progress:
    """How far one kind of rows has come; `unreadable` are the pks of rows that no key opens."""

    what: str
    seen: int = 0
    changed: int = 0
    unreadable: tuple = ()


def after_columns(part):
    """Register `part()` of an app that keeps more under the keys than columns: it yields Progress, as `rotate_keys`."""
    _parts_of_apps.append(part)
    return part


def encrypted_columns():
    """[(model, its encrypted fields)] of all apps, so that a new column is never forgotten."""
    found = [
        (model, [field for field in model._meta.local_concrete_fields if isinstance(field, EncryptedTextField)])
        for model in apps.get_models()
    ]
    return [(model, fields) for model, fields in found if fields]


def rotate_keys():
    """Yields a Progress after each part: the tables, then what apps keep under the keys besides."""
    for model, fields in encrypted_columns():
        yield from _rotate_table(model, fields)
    for part in _parts_of_apps:
        yield from part()


def _rotate_table(model, fields):
    progress, last = Progress(model._meta.label), None
    while rows := _part(model, fields, after=last):
        last = rows[-1][0]
        progress.seen += len(rows)
        # Tables that are written once refuse every change but within `lifted`.
        changes = issubclass(model, WrittenOnceModel) and _is_stale(rows)
        with lifted(model._meta.db_table) if changes else nullcontext(), transaction.atomic():
            for pk, *texts in rows:
                _reseal_row(model, fields, pk, texts, progress)
        yield progress


def _is_stale(rows):
    return any(text and not is_sealed_by_newest_key(text) for _pk, *texts in rows for text in texts)


def _reseal_row(model, fields, pk, texts, progress):
    for field, text in zip(fields, texts, strict=True):
        if text and not is_sealed_by_newest_key(text):
            try:
                sealed = seal(unseal(text, bound_to=field.bound_to), bound_to=field.bound_to)
            except CannotDecrypt:
                progress.unreadable += (pk,)
            else:
                progress.changed += _write(model, field, pk, was=text, sealed=sealed)


def _part(model, fields, *, after):
    """The texts as they lie in the table: read by a model, they would be opened. Pks are numbers or random names."""
    quote = connection.ops.quote_name
    columns = ", ".join(quote(name) for name in [model._meta.pk.column, *(field.column for field in fields)])
    key, table = quote(model._meta.pk.column), quote(model._meta.db_table)
    where, values = (f"WHERE {key} > %s", [after]) if after is not None else ("", [])
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns} FROM {table} {where} ORDER BY {key} LIMIT {ROWS_AT_ONCE}",  # noqa: S608
            values,
        )
        return cursor.fetchall()


def _write(model, field, pk, *, was, sealed):
    """Whether the text was still as it was read: what somebody saved meanwhile stays."""
    quote = connection.ops.quote_name
    table, column, key = (quote(name) for name in (model._meta.db_table, field.column, model._meta.pk.column))
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {column} = %s WHERE {key} = %s AND {column} = %s",  # noqa: S608
            [sealed, pk, was],
        )
        return cursor.rowcount
