"""What a person agreed to use by use, with its proof; recorded voices. No consent was kept before this."""

import django.db.models.deletion
import django.utils.timezone
import publications.models.consent
import publications.models.voice
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("publications", "0003_editorial_workflow"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="VoiceAgreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("given_on", models.DateField(verbose_name="given on")),
                (
                    "manner",
                    models.CharField(
                        choices=[("signed_paper", "Signed paper"), ("recorded_words", "Recorded words"), ("mail", "By mail")],
                        max_length=20,
                        verbose_name="how it was given",
                    ),
                ),
                ("proof", models.FileField(max_length=200, upload_to=publications.models.consent.proof_name, verbose_name="proof")),
                ("with_portrait", models.BooleanField(default=False, verbose_name="her portrait too")),
                ("with_recording", models.BooleanField(default=False, verbose_name="her recorded voice too")),
                ("noted_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                "verbose_name": "agreement",
                "ordering": ["-noted_at", "-pk"],
            },
        ),
        migrations.AlterModelOptions(
            name="voiceconsent",
            options={"ordering": ["-noted_at", "-pk"], "verbose_name": "consent to a use", "verbose_name_plural": "consents to uses"},
        ),
        migrations.RemoveConstraint(
            model_name="voiceconsent",
            name="one_valid_consent_a_use",
        ),
        migrations.AddField(
            model_name="voiceconsent",
            name="expires_on",
            field=models.DateField(blank=True, null=True, verbose_name="last day"),
        ),
        migrations.AddField(
            model_name="voiceconsent",
            name="replaced_at",
            field=models.DateTimeField(blank=True, help_text="When a newer agreement took its place.", null=True),
        ),
        migrations.AddField(
            model_name="voicepage",
            name="recording",
            field=models.FileField(
                blank=True,
                help_text="MP3, M4A or OGG (Vorbis, Opus), 30 MB at most: about half an hour.",
                max_length=200,
                upload_to=publications.models.voice.recording_name,
                verbose_name="recording",
            ),
        ),
        migrations.AddField(
            model_name="voicepage",
            name="signs_with_name",
            field=models.BooleanField(default=False, verbose_name="this is her real name, as she asked"),
        ),
        migrations.AddField(
            model_name="voicepage",
            name="transcript",
            field=models.TextField(
                blank=True,
                help_text="Word for word: required with a recording, for those who do not hear it.",
                max_length=60000,
                verbose_name="transcript",
            ),
        ),
        migrations.AlterField(
            model_name="voicepage",
            name="words",
            field=models.TextField(
                blank=True,
                help_text="An empty line begins a paragraph. May stay empty beside a recording.",
                max_length=20000,
                verbose_name="what was said",
            ),
        ),
        migrations.AddField(
            model_name="voiceagreement",
            name="noted_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="recorded by",
            ),
        ),
        migrations.AddField(
            model_name="voiceagreement",
            name="page",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="agreements", to="publications.voicepage"),
        ),
        migrations.AddField(
            model_name="voiceconsent",
            name="agreement",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="consents", to="publications.voiceagreement"),
        ),
        migrations.AddConstraint(
            model_name="voiceconsent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaced_at__isnull", True), ("withdrawn_at__isnull", True)),
                fields=("page", "use"),
                name="one_standing_consent_a_use",
            ),
        ),
    ]
