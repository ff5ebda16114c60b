"""A new version of each index, swapped in at once."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from elastic_transport import TransportError

from search import engine
from search.rebuild import RebuildRunning, SheetsRefused, rebuild_all


class Command(BaseCommand):
    help = "Builds a new version of the search indexes and puts it in place of the live one. Searches and publications go on meanwhile."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-needed", action="store_true", help="only those that are missing or whose mapping is not today's")

    def handle(self, *args: Any, if_needed: bool, **options: Any) -> None:
        if not engine.is_configured():
            raise CommandError("No search engine is set (ELASTICSEARCH_URL): the site searches in PostgreSQL and has no index to build.")
        started = time.monotonic()
        try:
            made = rebuild_all(only_if_needed=if_needed)
        except RebuildRunning as error:
            raise CommandError("Another rebuild is running.") from error
        except SheetsRefused as error:
            raise CommandError(f"The search engine refused records, the live index stays: {error}") from error
        except TransportError as error:
            raise CommandError(f"The search engine does not answer ({type(error).__name__}): the live index stays.") from error
        if not made:
            self.stdout.write("The indexes fit: nothing to do.")
        for one in made:
            name = one.pop("index")
            said = ", ".join(f"{count} {what}" for what, count in one.items())
            self.stdout.write(f"{said} in {name}, {time.monotonic() - started:.1f} s.")
