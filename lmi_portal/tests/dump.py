"""What somebody gets who copies the whole database, SQLite and PostgreSQL alike."""

from io import StringIO

from django.db import connection


def dump():
    """The whole database as text."""
    if connection.vendor == "sqlite":
        return "\n".join(connection.connection.iterdump())
    text = StringIO()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.copy_expert(f'COPY "{table}" TO STDOUT', text)
    return text.getvalue()
