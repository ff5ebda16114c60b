"""Does the index hold what the database holds?"""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from elastic_transport import TransportError

from search import checking, engine


class Command(BaseCommand):
    help = "Compares the public records with the search index and prints the counts as JSON; exit 1 when they differ."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="put the differences right; exit 1 only if some remain")

    def handle(self, *args: Any, repair: bool, **options: Any) -> None:
        if not engine.is_configured():
            raise CommandError("No search engine is set (ELASTICSEARCH_URL): the site searches in PostgreSQL and has no index to check.")
        try:
            drift = checking.compare()
            counts = drift.counts()
            if repair and drift.found:
                checking.repair(drift)
                drift = checking.compare()
                counts |= {"repaired": True, "pending": drift.counts()["pending"]}
        except TransportError as error:
            raise CommandError(f"The search engine does not answer ({type(error).__name__}).") from error
        self.stdout.write(json.dumps(counts))
        if drift.found:
            sys.exit(1)
