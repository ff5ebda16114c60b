"""Do the indexes hold what the database holds?"""

import json
import sys
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from elastic_transport import TransportError

from search import checking, engine


class Command(BaseCommand):
    help = "Compares the public records with the search indexes and prints the counts as JSON; exit 1 when they differ."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="put the differences right; exit 1 only if some remain")

    def handle(self, *args: Any, repair: bool, **options: Any) -> None:
        if not engine.is_configured():
            raise CommandError("No search engine is set (ELASTICSEARCH_URL): the site searches in PostgreSQL and has no index to check.")
        try:
            drifts = checking.compare_all()
            counts = checking.totals(drifts)
            self._say_where(drifts)
            if repair and any(drift.found for drift in drifts):
                for drift in drifts:
                    checking.repair(drift)
                drifts = checking.compare_all()
                counts |= {"repaired": True, "pending": checking.totals(drifts)["pending"]}
        except TransportError as error:
            raise CommandError(f"The search engine does not answer ({type(error).__name__}).") from error
        self.stdout.write(json.dumps(counts))
        if any(drift.found for drift in drifts):
            sys.exit(1)

    def _say_where(self, drifts: Iterable[checking.Drift]) -> None:
        """One line for each index that differs: the counts on stdout are those of all."""
        for drift in drifts:
            if drift.found:
                self.stderr.write(f"{drift.source.what}: {json.dumps(drift.counts())}")
