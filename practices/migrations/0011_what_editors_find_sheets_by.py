import django.contrib.postgres.fields
from django.db import migrations, models

from core.text import fold


def list_sheets(apps, schema_editor):
    """Sheets that were handed to editors before: from their newest version."""
    ancestors = dict(apps.get_model("territories", "Territory").objects.values_list("code", "ancestors"))
    revisions = apps.get_model("wagtailcore", "Revision").objects
    records = apps.get_model("practices", "PracticeRecord").objects.filter(region__isnull=False).select_related("page")
    for record in records.iterator(chunk_size=200):
        revision = revisions.filter(pk=record.page.latest_revision_id).first()
        content = revision.content if revision else {"title": record.page.title}
        themes = [content.get("main_theme"), *(row["tag"] for row in content.get("themed_items", []))]
        codes = [row["territory"] for row in content.get("territory_rows", [])]
        record.listed_title = content.get("title", "")
        record.listed_words = fold(record.listed_title)
        record.listed_themes = list(dict.fromkeys(filter(None, themes)))
        record.listed_territories = list(dict.fromkeys(code for own in codes for code in [own, *ancestors.get(own, [])]))
        record.save(update_fields=["listed_title", "listed_words", "listed_themes", "listed_territories"])


class Migration(migrations.Migration):

    dependencies = [
        ("practices", "0010_open_forms"),
    ]

    operations = [
        migrations.AddField(
            model_name="practicerecord",
            name="listed_title",
            field=models.CharField(blank=True, max_length=255),
        ),
        migrations.AddField(
            model_name="practicerecord",
            name="listed_words",
            field=models.CharField(blank=True, help_text="The title, folded (core.text.fold).", max_length=600),
        ),
        migrations.AddField(
            model_name="practicerecord",
            name="listed_themes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.IntegerField(),
                blank=True,
                default=list,
                help_text="Keys of its themes, the main one first.",
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="practicerecord",
            name="listed_territories",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=20),
                blank=True,
                default=list,
                help_text="Codes of its territories and of all above them.",
                size=None,
            ),
        ),
        migrations.RunPython(list_sheets, migrations.RunPython.noop, elidable=True),
    ]
