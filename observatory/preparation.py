"""Brings data, then the index, to this version, each in one process of its own for run.py: `python -m observatory.preparation data LOG`."""

import contextlib
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TextIO, TypeVar

from observatory.environment import BASE_DIR

T = TypeVar("T")
DATA = (
    # First: a migration that clears the cache needs its table.
    ("Table du cache", ["createcachetable"]),
    ("Migrations", ["migrate", "--verbosity", "0"]),
    ("Données de référence", ["load_reference"]),
    ("Contenus de démonstration", ["load_demo"]),
)
INDEX = (
    ("Index de recherche", ["search_rebuild", "--if-needed"]),
    ("Index de recherche, comparé à la base", ["search_check", "--repair"]),
)


def main(part: str, log: Path) -> int:
    """0 when all went well; else one line has said what did not, and the log holds the rest."""
    terminal = sys.stdout
    with log.open("w") as output, contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
        try:
            prepare(part, terminal)
        except KeyboardInterrupt:
            return 130
        except (Exception, SystemExit):
            traceback.print_exc()
            output.flush()
            said = [line for line in log.read_text(errors="replace").splitlines() if line.strip()]
            say(f"✗ La préparation du site a échoué : {said[-1]} (tout est dans {log}).", terminal)
            return 1
    return 0


def prepare(part: str, terminal: TextIO) -> None:
    if part == "data":
        # Before Django reads them.
        step("Textes français", compile_catalogues, terminal)
    import django
    from django.core.management import call_command

    django.setup()
    for title, command in DATA if part == "data" else INDEX:
        step(title, lambda command=command: call_command(*command), terminal)
    if part == "index":
        from search.queries import warm_up

        step("Premières recherches", warm_up, terminal)


def compile_catalogues() -> None:
    from core import catalogue

    for app in catalogue.APPS:
        catalogue.compile_catalogue(app, BASE_DIR)


def step(title: str, action: Callable[[], T], terminal: TextIO | None = None) -> T:
    """Says what is under way and how long it took."""
    began = time.monotonic()
    say(f"• {title}…", terminal)
    result = action()
    say(f"  fait en {time.monotonic() - began:.1f} s", terminal)
    return result


def say(line: str, terminal: TextIO | None = None) -> None:
    print(line, file=terminal, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
