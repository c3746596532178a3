from django.db import migrations

FIRST_STEPS = [30, 60, 90]


def add_first_steps(apps, schema_editor):
    steps = apps.get_model("billing", "ChasingStep").objects
    for days in FIRST_STEPS:
        steps.get_or_create(days_past_due=days)


def remove_first_steps(apps, schema_editor):
    apps.get_model("billing", "ChasingStep").objects.filter(days_past_due__in=FIRST_STEPS).delete()


class Migration(migrations.Migration):
    dependencies = [("billing", "0003_card_concerns")]

    operations = [migrations.RunPython(add_first_steps, remove_first_steps)]
