#!/usr/bin/env python
"""Django's command line, on the development settings unless told otherwise."""

import os
import sys
from contextlib import nullcontext

# These never ask the database, so nothing is started for them.
WITHOUT_DATABASE = {"help", "version", "catalogue", "check", "collectstatic", "diffsettings", "findstatic", "startapp"}


def main() -> None:
    """Runs the command with the database and engine that `make run` has up, else with a database of its own."""
    from observatory.embedded import Refusal, services
    from observatory.environment import read_env_file

    read_env_file()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "observatory.settings.dev")
    development = os.environ["DJANGO_SETTINGS_MODULE"] == "observatory.settings.dev"
    try:
        with services.database() if development and needs_database(sys.argv[1:]) else nullcontext():
            if development:
                services.join_engine()
            from django.core.management import execute_from_command_line

            execute_from_command_line(sys.argv)
    except Refusal as refusal:
        sys.exit(str(refusal))


def needs_database(arguments: list[str]) -> bool:
    """Whether the command reads or writes data."""
    command = arguments[0] if arguments else "help"
    return not (command.startswith("-") or command in WITHOUT_DATABASE or {"--help", "-h"} & set(arguments))


if __name__ == "__main__":
    main()
