from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

TABLES = ["districts_district", "districts_organization"]


def index_pieces_of_words(apps, schema_editor):
    """The state of the models knows nothing of these, as SQLite has none."""
    if schema_editor.connection.vendor == "postgresql":
        for table in TABLES:
            schema_editor.execute(f"CREATE INDEX {table}_near ON {table} USING gin (spelling gin_trgm_ops)")


def forget_pieces_of_words(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table in TABLES:
            schema_editor.execute(f"DROP INDEX {table}_near")


class Trigrams(TrigramExtension):
    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        # On the way back Django's own asks any database for PostgreSQL's tables.
        if schema_editor.connection.vendor == "postgresql":
            super().database_backwards(app_label, schema_editor, from_state, to_state)


class Migration(migrations.Migration):
    """SQLite finds the exact words only; PostgreSQL also what is spelled much like them."""

    dependencies = [("districts", "0009_words_to_find_by")]

    operations = [Trigrams(), migrations.RunPython(index_pieces_of_words, forget_pieces_of_words)]
