from django.db import migrations

ROWS = {
    "effects": ("level", "dimension", "direction", "horizon", "reported_by", "evidence"),
    "barriers": ("viewpoint", "nature", "intensity", "outcome"),
    "facilitators": ("viewpoint", "nature"),
}


def add_codes_of_rows(apps, schema_editor):
    """Public records written before search filtered by effects and barriers."""
    records = apps.get_model("practices", "PublicPractice").objects.only("data", "filters")
    for record in records.iterator(chunk_size=500):
        for rows, cells in ROWS.items():
            found = record.data.get(rows) or []
            record.filters[rows] = [{cell: row[cell] for cell in cells if row.get(cell) not in ("", None)} for row in found]
        record.save(update_fields=["filters"])


class Migration(migrations.Migration):
    dependencies = [("practices", "0001_initial")]
    operations = [migrations.RunPython(add_codes_of_rows, migrations.RunPython.noop)]
