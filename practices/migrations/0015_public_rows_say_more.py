"""Rows written before now say too when a sheet was confirmed and whether its team can be written to; nothing else of them changes."""

from django.db import migrations

SAY = """
UPDATE practices_publicpractice
SET data = jsonb_build_object(
    'confirmed_at', NULL, 'to_verify', FALSE, 'reachable', COALESCE(data -> 'contact' ->> 'email', '') <> ''
) || data
WHERE NOT data ? 'reachable'
"""


class Migration(migrations.Migration):
    dependencies = [("practices", "0014_files_in_doubt")]
    operations = [migrations.RunSQL(SAY, migrations.RunSQL.noop)]
