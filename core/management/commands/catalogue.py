"""The French catalogues: `update` from the code, `check` that nothing is missing, `compile` for Django to read."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core import catalogue


class Command(BaseCommand):
    help = "Brings the French catalogues up to date, checks or compiles them."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("action", choices=["update", "compile", "check"])
        parser.add_argument("apps", nargs="*", metavar="app", help="all apps when none is named")

    def handle(self, *, action, apps, **options):
        unknown = [app for app in apps if app not in catalogue.APPS]
        if unknown:
            raise CommandError(f"No such app: {', '.join(unknown)}. Apps: {', '.join(catalogue.APPS)}.")
        getattr(self, f"_{action}")(apps or catalogue.APPS)

    def _update(self, apps):
        for app in apps:
            entries = catalogue.update(app, settings.BASE_DIR)
            empty = [entry for entry in entries if not entry.translated()]
            self.stdout.write(f"{app}: {len(entries)} texts, {len(empty)} to translate")

    def _compile(self, apps):
        for app in apps:
            catalogue.compile_catalogue(app, settings.BASE_DIR)

    def _check(self, apps):
        faults = [fault for app in apps for fault in catalogue.faults(app, settings.BASE_DIR)]
        faults += catalogue.contradictions(settings.BASE_DIR)
        for fault in faults:
            self.stdout.write(fault)
        if faults:
            raise CommandError(f"{len(faults)} faults in the French catalogues.")
