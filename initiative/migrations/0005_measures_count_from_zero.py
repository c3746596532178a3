import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("initiative", "0004_plan_may_be_an_example"),
    ]

    operations = [
        migrations.AlterField(
            model_name="measure",
            name="baseline",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=12,
                null=True,
                validators=[django.core.validators.MinValueValidator(0)],
                verbose_name="baseline",
            ),
        ),
        migrations.AlterField(
            model_name="measure",
            name="target",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=12,
                null=True,
                validators=[django.core.validators.MinValueValidator(0)],
                verbose_name="target",
            ),
        ),
        migrations.AlterField(
            model_name="measurevalue",
            name="value",
            field=models.DecimalField(
                decimal_places=2,
                max_digits=12,
                validators=[django.core.validators.MinValueValidator(0)],
                verbose_name="value",
            ),
        ),
    ]
