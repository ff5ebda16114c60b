import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_audit_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="MailWish",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="mail_wish",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "rhythm",
                    models.CharField(
                        choices=[
                            ("at_once", "as it comes, one message each time"),
                            ("daily", "once a day, all in one message"),
                            ("never", "never: I look on the site"),
                        ],
                        default="at_once",
                        max_length=10,
                        verbose_name="rhythm of the messages",
                    ),
                ),
            ],
            options={"verbose_name": "wish about messages"},
        ),
    ]
