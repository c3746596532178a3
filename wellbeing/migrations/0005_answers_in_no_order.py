from django.db import migrations


def forget_the_order(apps, schema_editor):
    """SQLite numbers the rows of a table as they come; WITHOUT ROWID it keeps them by their random names alone.

    The tables are as new as their app, and empty.
    """
    if schema_editor.connection.vendor != "sqlite":
        return
    for table in ["wellbeing_response", "wellbeing_surveytoken"]:
        with schema_editor.connection.cursor() as cursor:
            cursor.execute("SELECT type, sql FROM sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL", [table])
            made = cursor.fetchall()
        (create,) = [sql for kind, sql in made if kind == "table"]
        schema_editor.execute(f'DROP TABLE "{table}"')
        schema_editor.execute(f"{create} WITHOUT ROWID")
        for kind, sql in made:
            if kind == "index":
                schema_editor.execute(sql)


class Migration(migrations.Migration):
    dependencies = [("wellbeing", "0004_survey_letters")]

    operations = [migrations.RunPython(forget_the_order, migrations.RunPython.noop)]
