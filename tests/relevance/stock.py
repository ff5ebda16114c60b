"""The database of the judged sheets, beside the one that DATABASE_URL names; kept for the next run as long as what it was made from stays.

Two steps, each a database: `…_relevance_base` is what `load_reference` leaves, `…_relevance` a copy of it with the sheets.
Each bears as its comment a digest of the files that made it.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

import psycopg2
from django.core.management import call_command
from django.db import connection

from observatory.environment import BASE_DIR

SOURCES_OF_BASE = ("[a-z]*/migrations/*.py", "[a-z]*/data/*", "[a-z]*/management/commands/load_reference.py")
SOURCES_OF_SHEETS = ("practices/public.py", "practices/content.py")


def open_kept(rows: list[dict[str, Any]], *, fresh: bool) -> str:
    """Points the connection at a database that holds these sheets, made anew when it must be; gives its digest."""
    base = _digest(_files(SOURCES_OF_BASE))
    whole = _digest([base.encode(), json.dumps(rows).encode(), *_files(SOURCES_OF_SHEETS)])
    name = os.environ["DATABASE_URL"].rpartition("/")[2] + "_relevance"
    connection.close()
    with _server() as cursor:
        if fresh or _comment(cursor, f"{name}_base") != base:
            with _making(cursor, f"{name}_base", base, "template0"):
                call_command("createcachetable", verbosity=0)
                call_command("migrate", verbosity=0)
                call_command("load_reference", stdout=StringIO())
        if fresh or _comment(cursor, name) != whole:
            with _making(cursor, name, whole, f"{name}_base"):
                load(rows)
    connection.settings_dict["NAME"] = name
    return whole


def load(rows: Iterable[dict[str, Any]]) -> None:
    """Publishes the sheets, as the import command does; raises what it refuses."""
    said = StringIO()
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        file.flush()
        try:
            call_command("import_practices", file.name, publish=True, stdout=said)
        except SystemExit:
            raise ValueError(said.getvalue()[:3000]) from None


@contextmanager
def _making(cursor, name: str, digest: str, template: str) -> Iterator[None]:
    """A new database, current for the time of making it; it gets its digest once it is whole."""
    cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    connection.settings_dict["NAME"] = name
    yield
    connection.close()
    cursor.execute(f'COMMENT ON DATABASE "{name}" IS %s', [digest])


def _comment(cursor, name: str) -> str | None:
    cursor.execute("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name])
    row = cursor.fetchone()
    return row and row[0]


@contextmanager
def _server() -> Iterator[Any]:
    """A cursor outside any transaction, in a database that nobody drops."""
    server = psycopg2.connect(os.environ["DATABASE_URL"].rpartition("/")[0] + "/postgres")
    server.autocommit = True
    try:
        with server.cursor() as cursor:
            yield cursor
    finally:
        server.close()


def _files(patterns: Iterable[str]) -> list[bytes]:
    return [path.read_bytes() for pattern in patterns for path in sorted(BASE_DIR.glob(pattern)) if path.is_file()]


def _digest(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()[:16]
