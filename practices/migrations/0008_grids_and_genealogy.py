import django.db.models.deletion
import django.db.models.fields.json
import django.utils.timezone
from django.contrib.postgres.operations import CreateExtension
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("practices", "0007_life_after_publication")]

    operations = [
        CreateExtension("fuzzystrmatch"),
        migrations.CreateModel(
            name="GridReading",
            fields=[
                (
                    "record",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="grid_reading",
                        serialize=False,
                        to="practices.practicerecord",
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("filename", models.CharField(max_length=200)),
                ("placed", models.JSONField(default=list, help_text='[{"key": "summary", "text": "…"}], in the order of the sheet.')),
                (
                    "unplaced",
                    models.JSONField(default=list, help_text='[{"where": "Effets, ligne 3", "text": "…", "why": "…"}]'),
                ),
            ],
            options={
                "verbose_name": "reading of a grid",
                "indexes": [models.Index(fields=["at"], name="grid_reading_at")],
            },
        ),
        migrations.AddIndex(
            model_name="publicpractice",
            index=models.Index(django.db.models.fields.json.KeyTransform("adapted_from", "data"), name="public_practice_adapts"),
        ),
        # Public records say now which sheets they adapt and which adapt them: the worker writes them again.
        migrations.RunSQL("UPDATE practices_publicpractice SET stale = true", migrations.RunSQL.noop),
    ]
