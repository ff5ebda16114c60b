"""All that is due by the clock, once; safe beside a worker that does the same."""

from django.core.management.base import BaseCommand, CommandError

from core import due


class Command(BaseCommand):
    help = "Runs what is due: reminders, digests, scheduled publications, outboxes left behind."

    def handle(self, **options):
        if failed := due.run_all():
            raise CommandError(f"failed, see the log: {', '.join(failed)}")
