import django.db.models.deletion
import modelcluster.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("publications", "0004_voice_consents"),
    ]

    operations = [
        migrations.AddField(
            model_name="newspage",
            name="happens_on",
            field=models.DateField(
                blank=True,
                help_text="The day of the event or the training; the closing day of a call.",
                null=True,
                verbose_name="takes place on",
            ),
        ),
        migrations.AddField(
            model_name="newspage",
            name="happens_until",
            field=models.DateField(blank=True, help_text="Last day, when it takes several.", null=True, verbose_name="until"),
        ),
        migrations.AddField(
            model_name="newspage",
            name="place",
            field=models.CharField(blank=True, help_text="Town and address, or “online”.", max_length=200, verbose_name="place"),
        ),
        migrations.AddConstraint(
            model_name="newspage",
            constraint=models.CheckConstraint(
                condition=models.Q(("happens_until__isnull", True), ("happens_until__gte", models.F("happens_on")), _connector="OR"),
                name="news_takes_place_in_order",
            ),
        ),
        migrations.CreateModel(
            name="NewsLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "identifier",
                    models.CharField(
                        help_text="Its address on this site, copied from the browser, or its identifier.",
                        max_length=500,
                        verbose_name="sheet or content",
                    ),
                ),
                (
                    "news",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links", to="publications.newspage"
                    ),
                ),
            ],
            options={
                "ordering": ["sort_order"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("identifier__regex", "^o[pc]-[0-9a-z]{8}$")), name="news_link_has_identifier"
                    )
                ],
            },
        ),
    ]
