"""Loads the demo: accounts, sheets and contents, marked as demo. Refused in production."""

from collections.abc import Callable

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.demo import load_demo_accounts
from practices.demo.loading import load_demo_sheets
from publications.demo.loading import load_demo_cahier
from publications.demo.news import load_demo_news
from publications.demo.tools import load_demo_tools
from publications.demo.voices import load_demo_voices

#: What is said of each step, and the step: it creates what is not there yet and returns the counts `created` and `present`.
STEPS: tuple[tuple[str, Callable[[], dict[str, int]]], ...] = (
    (gettext_noop("Demo sheets: %(created)d created, %(present)d already there."), load_demo_sheets),
    (gettext_noop("Demo tools and dossier: %(created)d created, %(present)d already there."), load_demo_tools),
    (gettext_noop("Demo voices: %(created)d created, %(present)d already there."), load_demo_voices),
    (gettext_noop("Demo cahier: %(created)d contents created, %(present)d already there."), load_demo_cahier),
    (gettext_noop("Demo news: %(created)d created, %(present)d already there."), load_demo_news),
)


class Command(BaseCommand):
    help = "Loads the demo accounts, sheets and contents; idempotent, refused in production."

    def handle(self, **options):
        if not settings.DEMO_ALLOWED:
            raise CommandError(_("The demo is not loaded in production."))
        load_demo_accounts()
        for said, step in STEPS:
            self.stdout.write(_(said) % step())
