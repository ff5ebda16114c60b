"""Writes many territories at once: with COPY the whole of France takes under a second, row by row five."""

import csv
import io
from collections.abc import Iterable

from django.db import connection

from .models import Territory

_NULL = r"\N"
_COLUMNS = [str(field.column) for field in Territory._meta.concrete_fields]
_TABLE = Territory._meta.db_table


def write(territories: Iterable[Territory]) -> None:
    """Adds these rows, or brings those of the same code up to date. To be called in a transaction."""
    columns = ", ".join(_COLUMNS)
    newer = ", ".join(f"{column} = excluded.{column}" for column in _COLUMNS if column != "code")
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE territories_incoming ON COMMIT DROP AS SELECT {columns} FROM {_TABLE} WITH NO DATA")
        cursor.copy_expert(f"COPY territories_incoming ({columns}) FROM STDIN WITH (FORMAT csv, NULL '{_NULL}')", _as_csv(territories))
        cursor.execute(f"INSERT INTO {_TABLE} ({columns}) TABLE territories_incoming ON CONFLICT (code) DO UPDATE SET {newer}")
        cursor.execute("DROP TABLE territories_incoming")
        # Without fresh statistics the first searches would read the whole table.
        cursor.execute(f"ANALYZE {_TABLE}")


def _as_csv(territories: Iterable[Territory]) -> io.StringIO:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows([_cell(getattr(territory, column)) for column in _COLUMNS] for territory in territories)
    text.seek(0)
    return text


def _cell(value: str | int | list[str] | None) -> str | int:
    if value is None:
        return _NULL
    return "{" + ",".join(value) + "}" if isinstance(value, list) else value
