from textwrap import wrap

from django.db import migrations

UNKNOWN = "What staff had written of the district"
LONGEST, LIKELY, INFERRED = 300, 2, 3


def rows_of(participation):
    """[(what, strength)]: longer words go on in another row, and what was called inferred is no likelier for that."""
    strength = INFERRED if "(inferred)" in participation else LIKELY
    return [(what, strength) for what in wrap(participation, LONGEST)]


def write_evidence(apps, schema_editor):
    District, Evidence = apps.get_model("districts", "District"), apps.get_model("districts", "Evidence")
    Evidence.objects.bulk_create(
        Evidence(district=district, kind="own_work", what=what, strength=strength, source=UNKNOWN)
        for district in District.objects.exclude(participation="")
        for what, strength in rows_of(district.participation)
    )


def write_participation(apps, schema_editor):
    District, Evidence = apps.get_model("districts", "District"), apps.get_model("districts", "Evidence")
    for evidence in Evidence.objects.filter(source=UNKNOWN).order_by("pk"):
        district = District.objects.get(pk=evidence.district_id)
        district.participation = f"{district.participation} {evidence.what}".strip()
        district.save(update_fields=["participation"])
        evidence.delete()


class Migration(migrations.Migration):
    dependencies = [("districts", "0005_evidence")]

    operations = [migrations.RunPython(write_evidence, write_participation)]
