from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("districts", "0006_participation_becomes_evidence")]

    operations = [migrations.RemoveField(model_name="district", name="participation")]
