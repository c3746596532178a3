from django.db import migrations

from lmi_portal.written_once import refuse_changes

TABLES = [
    "invoice",
    "invoiceline",
    "creditnote",
    "quote",
    "payment",
    "bounce",
    "refund",
    "allocation",
    "entry",
]


class Migration(migrations.Migration):
    dependencies = [("billing", "0001_initial")]

    operations = [refuse_changes(f"billing_{table}") for table in TABLES]
