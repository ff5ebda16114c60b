"""When a consent that is past its last day was followed up."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("publications", "0008_attached_texts"),
    ]

    operations = [
        migrations.AddField(
            model_name="voiceconsent",
            name="ended_at",
            field=models.DateTimeField(blank=True, help_text="When what was past its last day was taken off.", null=True),
        ),
    ]
