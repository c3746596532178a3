from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("oasis", "0005_minor_statement"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(fields=["need", "-created_at", "-id"], name="referral_by_need"),
        ),
    ]
