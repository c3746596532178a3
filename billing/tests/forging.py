"""Differences planted behind the back of models and triggers, as a bug or a hand at the database would."""

from django.db import connection
from django.db.models import QuerySet

from billing.checking import check_books


def forge(row, **fields):
    """Change a row that is written once; the triggers are back when the test's transaction ends."""
    _drop_triggers(row._meta.db_table)
    QuerySet(type(row)).filter(pk=row.pk).update(**fields)
    row.refresh_from_db()
    return row


def forge_away(row):
    _drop_triggers(row._meta.db_table)
    QuerySet(type(row)).filter(pk=row.pk)._raw_delete(using=connection.alias)


def _drop_triggers(table):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # What waits for the end of the transaction would forbid to alter the table.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        else:
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_is_never_changed")
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_is_never_deleted")


def differences():
    """{promise: [sentences]} of all checks that find something."""
    found = {promise: list(sentences) for promise, sentences in check_books()}
    return {promise: sentences for promise, sentences in found.items() if sentences}
