from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ClientAllowance',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('granted', models.PositiveSmallIntegerField(help_text='Handed out by the last taking.')),
                ('left_over', models.FloatField(help_text='What was left after it, at `at`.')),
                ('at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'allowance of a client',
                'verbose_name_plural': 'allowances of clients',
            },
        ),
        # A crash may empty it: no request then waits for the disk.
        migrations.RunSQL('ALTER TABLE core_clientallowance SET UNLOGGED', 'ALTER TABLE core_clientallowance SET LOGGED'),
    ]
