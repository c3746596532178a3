"""Triggers that refuse to change or delete an audit entry.

SQLite drops a table's triggers when a later migration remakes the table, so such a migration must run these again.
"""

from django.db import migrations

POSTGRESQL = [
    """
    CREATE FUNCTION audit_entry_is_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'An audit entry is written once.' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE TRIGGER audit_entry_is_written_once BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_entry_is_written_once()
    """,
]
POSTGRESQL_BACK = [
    "DROP TRIGGER audit_entry_is_written_once ON audit_entry",
    "DROP FUNCTION audit_entry_is_written_once()",
]

# SQLite has no TRUNCATE: emptying the whole table, as `flush` does, deletes its rows from the oldest on.
SQLITE = [
    """
    CREATE TRIGGER audit_entry_is_never_changed BEFORE UPDATE ON audit_entry
    BEGIN SELECT RAISE(ABORT, 'An audit entry is written once.'); END
    """,
    """
    CREATE TRIGGER audit_entry_is_never_deleted BEFORE DELETE ON audit_entry
    WHEN EXISTS (SELECT 1 FROM audit_entry WHERE id < OLD.id)
    BEGIN SELECT RAISE(ABORT, 'An audit entry is written once.'); END
    """,
]
SQLITE_BACK = ["DROP TRIGGER audit_entry_is_never_changed", "DROP TRIGGER audit_entry_is_never_deleted"]


def run(*, postgresql, sqlite):
    def statements_of_this_database(apps, schema_editor):
        for statement in {"postgresql": postgresql, "sqlite": sqlite}[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return statements_of_this_database


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_keep_who_acted")]

    operations = [
        migrations.RunPython(
            run(postgresql=POSTGRESQL, sqlite=SQLITE), run(postgresql=POSTGRESQL_BACK, sqlite=SQLITE_BACK)
        )
    ]
