import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("practices", "0005_readings_of_editors"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="practiceevent",
            name="person",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="practiceevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("created", "created"),
                    ("submitted", "submitted"),
                    ("taken_back", "taken back by its contributor"),
                    ("taken_in_charge", "taken in charge"),
                    ("agreement_asked", "agreement to corrections asked"),
                    ("corrections_accepted", "corrections accepted"),
                    ("changes_requested", "changes requested"),
                    ("handed_over", "handed over to another region"),
                    ("published", "published"),
                    ("imported", "imported"),
                    ("declined", "declined"),
                    ("withdrawn", "withdrawn"),
                    ("archived", "archived"),
                    ("suspended", "suspended after a report"),
                    ("restored", "public again"),
                    ("corrected", "small correction by the editors"),
                    ("confirmation_asked", "confirmation asked"),
                    ("confirmed", "confirmed by its contributor"),
                    ("reported", "report by a reader"),
                    ("report_answered", "report answered"),
                    ("held", "given to an editor"),
                    ("released", "held by nobody any more"),
                    ("due_set", "due date set"),
                    ("reminded", "reminder sent"),
                    ("unattended", "national editors told that nobody handles it"),
                    ("review_asked", "review asked"),
                    ("review_done", "review done"),
                    ("review_given_up", "review given up"),
                    ("coauthor_invited", "co-author invited"),
                    ("coauthor_joined", "co-author joined"),
                    ("coauthor_left", "co-author left"),
                    ("version_restored", "earlier version taken up again"),
                    ("authors_withheld", "names withheld from the public"),
                    ("authors_shown", "names shown to the public"),
                    ("reassigned", "given to somebody else"),
                    ("person_erased", "a person’s data erased"),
                ],
                max_length=24,
            ),
        ),
        migrations.AddIndex(
            model_name="practicerecord",
            index=models.Index(
                condition=models.Q(("due_on__isnull", False), ("review_state__in", ("submitted", "in_review"))),
                fields=["due_on"],
                name="record_due",
            ),
        ),
        migrations.AddIndex(
            model_name="practicerecord",
            index=models.Index(
                condition=models.Q(("review_state__in", ("submitted", "in_review")), ("unattended_told_at__isnull", True)),
                fields=["state_since"],
                name="record_unattended",
            ),
        ),
    ]
