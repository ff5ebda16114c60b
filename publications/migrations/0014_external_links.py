from django.db import migrations, models
import django.utils.timezone


class Migration(migrations.Migration):
    dependencies = [("publications", "0013_cited_version_shown")]

    operations = [
        migrations.CreateModel(
            name="ExternalLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="written at")),
                ("attempts", models.PositiveIntegerField(default=0, editable=False, verbose_name="attempts")),
                ("next_attempt_at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="next attempt at")),
                ("leased_until", models.DateTimeField(editable=False, null=True, verbose_name="taken until")),
                ("last_error", models.TextField(blank=True, editable=False, verbose_name="last error")),
                ("address", models.CharField(max_length=2000, unique=True)),
                ("host", models.CharField(max_length=255)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("found", "found"),
                            ("reserved", "keeps programs out"),
                            ("missing", "the page is not there"),
                            ("unknown_host", "no site has this name"),
                            ("no_answer", "the site does not answer"),
                            ("not_secure", "its certificate is not valid"),
                            ("not_public", "not an address that the public can follow"),
                            ("redirects", "sends on without end"),
                        ],
                        help_text="Empty until it was asked for.",
                        max_length=12,
                    ),
                ),
                ("status", models.PositiveSmallIntegerField(help_text="Of the last answer; none when the site did not answer.", null=True)),
                ("checked_at", models.DateTimeField(null=True)),
                (
                    "failing_since",
                    models.DateTimeField(help_text="First failure of those that have followed one another without a success.", null=True),
                ),
                (
                    "is_broken",
                    models.BooleanField(default=False, help_text="Failed on two days: one evil day of another site is no broken link."),
                ),
            ],
            options={
                "verbose_name": "link to another site",
                "verbose_name_plural": "links to other sites",
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["next_attempt_at"], name="external_link_due")],
            },
        ),
    ]
