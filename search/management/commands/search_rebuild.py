"""A new version of the index, swapped in at once."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from elastic_transport import TransportError

from search import engine, index
from search.rebuild import RebuildRunning, SheetsRefused, rebuild


class Command(BaseCommand):
    help = "Builds a new version of the search index and puts it in place of the live one. Searches and publications go on meanwhile."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-needed", action="store_true", help="only if there is no index or its mapping is not today's")

    def handle(self, *args: Any, if_needed: bool, **options: Any) -> None:
        if not engine.is_configured():
            raise CommandError("No search engine is set (ELASTICSEARCH_URL): the site searches in PostgreSQL and has no index to build.")
        started = time.monotonic()
        try:
            if if_needed and index.fits(engine.worker_client()):
                self.stdout.write("The index fits: nothing to do.")
                return
            made = rebuild()
        except RebuildRunning as error:
            raise CommandError("Another rebuild is running.") from error
        except SheetsRefused as error:
            raise CommandError(f"The search engine refused sheets, the live index stays: {error}") from error
        except TransportError as error:
            raise CommandError(f"The search engine does not answer ({type(error).__name__}): the live index stays.") from error
        self.stdout.write(f"{made['sheets']} sheets in {made['index']}, {time.monotonic() - started:.1f} s.")
