"""Loads the demo: accounts and sheets, marked as demo. Refused in production."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.demo import load_demo_accounts
from practices.demo.loading import load_demo_sheets


class Command(BaseCommand):
    help = "Loads the demo accounts and sheets; idempotent, refused in production."

    def handle(self, **options):
        if not settings.DEMO_ALLOWED:
            raise CommandError(_("The demo is not loaded in production."))
        load_demo_accounts()
        counts = load_demo_sheets()
        self.stdout.write(_("Demo sheets: %(created)d created, %(present)d already there.") % counts)
