from django.db import migrations
from django.db.models import F


def call_them_told(apps, schema_editor):
    """What was shared before letters went out is old news to everyone."""
    surveys = apps.get_model("wellbeing", "Survey").objects.filter(shared_at__isnull=False)
    surveys.update(told_of_results_at=F("shared_at"))


class Migration(migrations.Migration):
    dependencies = [("wellbeing", "0009_employees_told_of_results")]

    operations = [migrations.RunPython(call_them_told, migrations.RunPython.noop)]
