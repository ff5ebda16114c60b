import json
from hashlib import sha256
from uuid import uuid4

import django.db.models.deletion
import home.blocks
import modelcluster.fields
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


def compose(apps, schema_editor):
    """The home page shows what it showed, as sections; drafts too. One that nobody had edited still follows the code."""
    home, revisions = apps.get_model("home", "HomePage"), apps.get_model("wagtailcore", "Revision")
    to_python = home._meta.get_field("sections").to_python
    for page in home.objects.all():
        sections = _sections(page.call_title, page.call_text)
        changes = {"sections": to_python(json.dumps(sections))}
        if page.loaded_hash == _hash([page.title, page.headline, page.lead, page.call_title, page.call_text]):
            changes["loaded_hash"] = _hash([page.title, page.headline, page.lead, [[each["type"], each["value"]] for each in sections]])
        home.objects.filter(pk=page.pk).update(**changes)
        for revision in revisions.objects.filter(content_type__app_label="home", content_type__model="homepage", object_id=str(page.pk)):
            words = revision.content
            words["sections"] = json.dumps(_sections(words.get("call_title", ""), words.get("call_text", "")))
            revision.save(update_fields=["content"])


def _sections(heading, text):
    return [
        {"type": kind, "value": value, "id": str(uuid4())}
        for kind, value in (
            ("latest_sheets", {"heading": "Dernières fiches publiées", "number": 6}),
            ("themes", {"heading": "Par thème"}),
            ("call", {"heading": heading, "text": text}),
        )
    ]


def _hash(words):
    """As home.domain reckons it."""
    return sha256(json.dumps(words, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


class Migration(migrations.Migration):

    dependencies = [
        ('home', '0002_blocks_in_core'),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Navigation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('footer_text', models.TextField(blank=True, max_length=400, verbose_name='words of the foot of the page')),
            ],
            options={
                'verbose_name': 'menus and foot of the page',
            },
        ),
        migrations.AddField(
            model_name='homepage',
            name='sections',
            field=wagtail.fields.StreamField([('latest_sheets', 2), ('contents', 5), ('dates', 7), ('chosen', 12), ('theme', 16), ('territory', 18), ('themes', 19), ('numbers', 25), ('call', 27)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 150}), 1: ('wagtail.blocks.IntegerBlock', (), {'default': 6, 'label': 'How many at most', 'max_value': 12, 'min_value': 1}), 2: ('wagtail.blocks.StructBlock', [[('heading', 0), ('number', 1)]], {}), 3: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('cahier', 'cahier'), ('article', 'article'), ('news', 'news item'), ('tool', 'tool'), ('voice', 'voice'), ('dossier', 'dossier')], 'label': 'Kind'}), 4: ('wagtail.blocks.IntegerBlock', (), {'default': 3, 'label': 'How many at most', 'max_value': 12, 'min_value': 1}), 5: ('wagtail.blocks.StructBlock', [[('heading', 0), ('kind', 3), ('number', 4)]], {}), 6: ('wagtail.blocks.IntegerBlock', (), {'default': 4, 'label': 'How many at most', 'max_value': 12, 'min_value': 1}), 7: ('wagtail.blocks.StructBlock', [[('heading', 0), ('number', 6)]], {}), 8: ('home.blocks.ReferenceBlock', (), {'help_text': 'Its address on this site, copied from the browser, or its identifier.', 'label': 'sheet or content'}), 9: ('wagtail.blocks.CharBlock', (), {'label': 'why read it', 'max_length': 300, 'required': False}), 10: ('wagtail.blocks.StructBlock', [[('reference', 8), ('reason', 9)]], {}), 11: ('wagtail.blocks.ListBlock', (10,), {'label': 'Chosen sheets and contents', 'max_num': 12, 'min_num': 1}), 12: ('wagtail.blocks.StructBlock', [[('heading', 0), ('items', 11)]], {}), 13: ('wagtail.blocks.TextBlock', (), {'label': 'A sentence or two', 'max_length': 400, 'required': False}), 14: ('wagtail.blocks.IntegerBlock', (), {'default': 3, 'label': 'How many at most', 'max_value': 6, 'min_value': 1}), 15: ('wagtail.blocks.ChoiceBlock', [], {'choices': home.blocks.theme_choices, 'label': 'theme'}), 16: ('wagtail.blocks.StructBlock', [[('words', 13), ('number', 14), ('theme', 15)]], {}), 17: ('wagtail.blocks.ChoiceBlock', [], {'choices': home.blocks.territory_choices, 'label': 'territory'}), 18: ('wagtail.blocks.StructBlock', [[('words', 13), ('number', 14), ('territory', 17)]], {}), 19: ('wagtail.blocks.StructBlock', [[('heading', 0)]], {}), 20: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('sheets', 'public sheets'), ('departments', 'départements with a sheet'), ('regions', 'regions with a sheet'), ('cahier', 'cahiers published'), ('article', 'articles published'), ('tool', 'tools in the toolbox'), ('voice', 'voices'), ('dossier', 'dossiers')], 'label': 'What is counted'}), 21: ('wagtail.blocks.CharBlock', (), {'label': 'Words after the number', 'max_length': 120}), 22: ('wagtail.blocks.CharBlock', (), {'help_text': 'Such as /pratiques/.', 'label': 'Address of this site', 'max_length': 300, 'required': False}), 23: ('wagtail.blocks.StructBlock', [[('measure', 20), ('words', 21), ('link', 22)]], {}), 24: ('wagtail.blocks.ListBlock', (23,), {'label': 'Numbers', 'max_num': 4, 'min_num': 1}), 25: ('wagtail.blocks.StructBlock', [[('heading', 0), ('numbers', 24)]], {}), 26: ('wagtail.blocks.TextBlock', (), {'label': 'Text', 'max_length': 600}), 27: ('wagtail.blocks.StructBlock', [[('heading', 0), ('text', 26)]], {})}, help_text='One that has nothing to show is left out.', verbose_name='sections'),
        ),
        migrations.RunPython(compose, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name='homepage',
            name='call_text',
        ),
        migrations.RemoveField(
            model_name='homepage',
            name='call_title',
        ),
        migrations.CreateModel(
            name='MainLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('label', models.CharField(blank=True, help_text='Without any, the title of the page.', max_length=40, verbose_name='words')),
                ('address', models.CharField(blank=True, help_text='Of this site (/actualites/), or of another (https://…).', max_length=500, verbose_name='address')),
                ('page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='page')),
                ('navigation', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='main_links', to='home.navigation')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('address', ''), ('page__isnull', False)), models.Q(('page__isnull', True), models.Q(('address', ''), _negated=True), models.Q(('label', ''), _negated=True)), _connector='OR'), name='mainlink_leads_to_one_thing')],
            },
        ),
        migrations.CreateModel(
            name='FooterLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('label', models.CharField(blank=True, help_text='Without any, the title of the page.', max_length=40, verbose_name='words')),
                ('address', models.CharField(blank=True, help_text='Of this site (/actualites/), or of another (https://…).', max_length=500, verbose_name='address')),
                ('page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='page')),
                ('navigation', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='footer_links', to='home.navigation')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('address', ''), ('page__isnull', False)), models.Q(('page__isnull', True), models.Q(('address', ''), _negated=True), models.Q(('label', ''), _negated=True)), _connector='OR'), name='footerlink_leads_to_one_thing')],
            },
        ),
    ]
