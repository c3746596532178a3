from django.db import migrations

from lmi_portal.written_once import refuse_changes

TABLES = [
    "accessentry",
    "accessedstudent",
    "consent",
    "consentform",
    "consentrecipient",
    "consentrevocation",
    "contactattempt",
    "destructioncertificate",
    "disclosure",
    "note",
    "providerlinkuse",
    "referralevent",
]


class Migration(migrations.Migration):
    dependencies = [("oasis", "0001_initial")]

    operations = [refuse_changes(f"oasis_{table}") for table in TABLES]
