from django.db import migrations

TABLES = ["providers_provider", "providers_service"]


def index_pieces_of_words(apps, schema_editor):
    """So that words are found inside of others without reading every row; SQLite has no such index."""
    if schema_editor.connection.vendor == "postgresql":
        for table in TABLES:
            schema_editor.execute(f"CREATE INDEX {table}_pieces ON {table} USING gin (spelling gin_trgm_ops)")


def forget_pieces_of_words(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table in TABLES:
            schema_editor.execute(f"DROP INDEX {table}_pieces")


class Migration(migrations.Migration):
    # The districts’ migration installs PostgreSQL’s extension.
    dependencies = [
        ("providers", "0002_words_to_find_by"),
        ("districts", "0010_near_spellings_on_postgresql"),
    ]

    operations = [migrations.RunPython(index_pieces_of_words, forget_pieces_of_words)]
