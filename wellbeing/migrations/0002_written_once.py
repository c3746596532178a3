from django.db import migrations

from lmi_portal.written_once import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("wellbeing", "0001_initial")]

    operations = [refuse_changes("wellbeing_signature")]
