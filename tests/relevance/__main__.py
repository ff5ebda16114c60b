"""`make relevance`: the judged queries asked of our search and of Wagtail's own, in one table. Exit code 1 when a threshold is missed."""

import argparse
import os
import signal
import sys
from pathlib import Path

from observatory.embedded import Refusal
from observatory.environment import read_env_file
from tests.platform import services


def main() -> None:
    read_env_file()
    os.environ["DJANGO_SETTINGS_MODULE"] = "observatory.settings.test"
    # Whoever stops the run leaves nothing behind either.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(143))
    arguments = _arguments()
    try:
        with services.for_a_command() as url:
            sys.exit(_run(arguments, url))
    except Refusal as refusal:
        sys.exit(f"✗ {refusal}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make relevance ARGS=…", description="Mesure la recherche sur les requêtes jugées.")
    parser.add_argument("--query", help="montre les premières fiches des requêtes jugées qui contiennent ce texte, ou de ce texte même")
    parser.add_argument("--kind", help="ne mesure que les requêtes de ce genre")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="montre les N requêtes les plus mal servies")
    parser.add_argument("--alone", action="store_true", help="sans la recherche de Wagtail")
    parser.add_argument("--fresh", action="store_true", help="refait la base même si rien n’a changé")
    parser.add_argument("--judgments", type=Path, metavar="DOSSIER", help="d’autres fiches et requêtes jugées que celles du dépôt")
    return parser.parse_args()


def _run(arguments: argparse.Namespace, url: str) -> int:
    # Only now: Django reads DATABASE_URL when it starts.
    from django.test.utils import override_settings

    from tests.relevance import details, judgments, stock, table
    from tests.relevance.searches import EngineAway, Ours

    folder = arguments.judgments or judgments.FOLDER
    prefix = f"{os.environ.get('ELASTICSEARCH_INDEX_PREFIX') or 'observatoire'}-relevance"
    try:
        queries = _asked(judgments.read(folder), arguments)
        with override_settings(ELASTICSEARCH_URL=[url], ELASTICSEARCH_INDEX_PREFIX=prefix):
            digest = stock.open_kept(judgments.sheets(folder), fresh=arguments.fresh)
            from search.rebuild import rebuild

            rebuild()
            given = table.answers(Ours(), queries)
            shown = given if arguments.query else table.worst(given, arguments.worst)
            for answer in shown:
                print(*details.lines(answer), "", sep="\n")
            if arguments.query:
                return 0
            figures = {"Observatoire": table.summaries(given)}
            if not arguments.alone:
                figures |= _of_wagtail(queries, url, f"{prefix}-wagtail", digest)
    except (judgments.WrongJudgments, EngineAway) as error:
        print(f"✗ {error}")
        return 1
    print(*table.lines(figures), sep="\n")
    faults = table.missed(figures["Observatoire"])
    print(*(f"✗ {fault}" for fault in faults), sep="\n", end="\n" if faults else "")
    return 1 if faults else 0


def _asked(queries: list, arguments: argparse.Namespace) -> list:
    """Those that the options name."""
    from tests.relevance.judgments import Judged, WrongJudgments

    if arguments.kind:
        queries = [judged for judged in queries if judged.kind == arguments.kind]
    if arguments.query:
        text = arguments.query.lower()
        same = [judged for judged in queries if judged.q.lower() == text]
        queries = same or [judged for judged in queries if text in judged.q.lower()]
        return queries or [Judged(q=arguments.query, kind="non jugée", why="")]
    if not queries:
        raise WrongJudgments("no judged query")
    return queries


def _of_wagtail(queries: list, url: str, prefix: str, digest: str) -> dict:
    from tests.relevance import table, wagtail_search

    wagtail_search.declare(url, prefix, digest)
    wagtail_search.build(url, prefix, digest)
    backends = {"Wagtail, PostgreSQL": "default", "Wagtail, Elasticsearch": "elasticsearch"}
    return {title: table.summaries(table.answers(wagtail_search.Wagtail(name), queries)) for title, name in backends.items()}


if __name__ == "__main__":
    main()
