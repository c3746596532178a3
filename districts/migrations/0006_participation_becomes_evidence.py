from django.db import migrations

UNKNOWN = "What staff had written of the district"


def write_evidence(apps, schema_editor):
    District, Evidence = apps.get_model("districts", "District"), apps.get_model("districts", "Evidence")
    Evidence.objects.bulk_create(
        Evidence(district=district, kind="own_work", what=district.participation[:300], strength=2, source=UNKNOWN)
        for district in District.objects.exclude(participation="")
    )


def write_participation(apps, schema_editor):
    Evidence = apps.get_model("districts", "Evidence")
    for evidence in Evidence.objects.filter(source=UNKNOWN).select_related("district"):
        evidence.district.participation = evidence.what
        evidence.district.save(update_fields=["participation"])
        evidence.delete()


class Migration(migrations.Migration):
    dependencies = [("districts", "0005_evidence")]

    operations = [migrations.RunPython(write_evidence, write_participation)]
