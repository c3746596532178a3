"""Rows that are written once: the model refuses to change or delete them, and so does the database whoever asks."""

from contextlib import contextmanager

from django.db import connection, migrations, models, transaction


class WrittenOnce(Exception):
    """Somebody tried to change or delete a row that is written once."""


class WrittenOnceQuerySet(models.QuerySet):
    def update(self, **fields):
        raise WrittenOnce(f"No {self.model._meta.verbose_name} is ever changed.")

    def delete(self):
        raise WrittenOnce(f"No {self.model._meta.verbose_name} is ever deleted.")


class WrittenOnceModel(models.Model):
    """A row that is never changed or deleted; its migration must add `refuse_changes(table)` as well."""

    objects = WrittenOnceQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, **kwargs):
        if not self._state.adding:
            raise WrittenOnce(f"No {self._meta.verbose_name} is ever changed.")
        super().save(**kwargs)

    def delete(self, **kwargs):
        raise WrittenOnce(f"No {self._meta.verbose_name} is ever deleted.")


def refuse_changes(table):
    """The migration operation that makes the database refuse UPDATE and DELETE on `table`.

    Left to the database's owner are TRUNCATE on PostgreSQL and deleting from the oldest row on on SQLite, which has no
    TRUNCATE: that is how tables are emptied as a whole. SQLite drops a table's triggers when a later migration remakes
    the table, so such a migration must add this again.
    """

    def forwards(apps, schema_editor):
        for statement in _TRIGGERS[schema_editor.connection.vendor]:
            schema_editor.execute(statement.format(table=table))

    def backwards(apps, schema_editor):
        for statement in _NO_TRIGGERS[schema_editor.connection.vendor]:
            schema_editor.execute(statement.format(table=table))

    return migrations.RunPython(forwards, backwards)


@contextmanager
def lifted(*tables):
    """Within it, and one transaction, the rows of `tables` may be re-encrypted or destroyed by rule; nothing else may.

    PostgreSQL locks the tables against other writers until the end.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in _statements(_LIFTED, tables):
            cursor.execute(statement)
        yield
        for statement in _statements(_BACK, tables):
            cursor.execute(statement)


def _statements(of_vendor, tables):
    return [statement.format(table=table) for table in tables for statement in of_vendor[connection.vendor]]


_TRIGGERS = {
    "postgresql": [
        """
        CREATE FUNCTION {table}_is_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'A row of {table} is written once.' USING ERRCODE = 'integrity_constraint_violation';
        END $$
        """,
        """
        CREATE TRIGGER {table}_is_written_once BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION {table}_is_written_once()
        """,
    ],
    "sqlite": [
        """
        CREATE TRIGGER {table}_is_never_changed BEFORE UPDATE ON {table}
        BEGIN SELECT RAISE(ABORT, 'A row of {table} is written once.'); END
        """,
        """
        CREATE TRIGGER {table}_is_never_deleted BEFORE DELETE ON {table}
        WHEN EXISTS (SELECT 1 FROM {table} WHERE id < OLD.id)
        BEGIN SELECT RAISE(ABORT, 'A row of {table} is written once.'); END
        """,
    ],
}
_NO_TRIGGERS = {
    "postgresql": ["DROP TRIGGER {table}_is_written_once ON {table}", "DROP FUNCTION {table}_is_written_once()"],
    "sqlite": ["DROP TRIGGER {table}_is_never_changed", "DROP TRIGGER {table}_is_never_deleted"],
}
# What rows name each other by is checked at the end of a transaction; until then PostgreSQL alters no such table.
_CHECKED_NOW = ["SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL DEFERRED"]
_LIFTED = {
    "postgresql": [*_CHECKED_NOW, "ALTER TABLE {table} DISABLE TRIGGER {table}_is_written_once"],
    "sqlite": _NO_TRIGGERS["sqlite"],
}
_BACK = {
    "postgresql": [*_CHECKED_NOW, "ALTER TABLE {table} ENABLE TRIGGER {table}_is_written_once"],
    "sqlite": _TRIGGERS["sqlite"],
}
