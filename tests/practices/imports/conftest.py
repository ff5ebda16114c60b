"""Files of sheets in every format, as people and exports write them."""

import csv
import io
import json
from copy import deepcopy

import pytest
from django.core.management import call_command
from openpyxl import Workbook

from practices.formats.cells import join_bars

from ..factories import SHORT_SHEET


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")


def row(**changes):
    return deepcopy(SHORT_SHEET) | {"external_id": "essai-1"} | changes


def write(path, rows):
    """The same rows in the format that the name says."""
    if path.suffix == ".jsonl":
        path.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in rows), encoding="utf-8")
        return path
    flat = [_flat(each) for each in rows]
    columns = list(dict.fromkeys(name for each in flat for name in each))
    table = [columns, *([each.get(name) for name in columns] for each in flat)]
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";").writerows(table)
    else:
        book = Workbook()
        for cells in table:
            book.active.append(cells)
        book.save(path)
    return path


def _flat(each):
    cells = {}
    for key, value in each.items():
        if isinstance(value, dict) and key != "image":
            cells |= {f"{key}.{inner}": item for inner, item in value.items()}
        elif isinstance(value, list) and all(isinstance(item, str) for item in value):
            cells[key] = join_bars(value)
        else:
            cells[key] = json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value
    return cells


def run(path, *options, **named):
    """(refusals in cells, counts, exit code, warnings)."""
    out, warnings, code = io.StringIO(), io.StringIO(), 0
    try:
        call_command("import_practices", path, *options, stdout=out, stderr=warnings, **named)
    except SystemExit as stopped:
        code = stopped.code
    *refusals, counts = out.getvalue().splitlines()
    return [line.split("\t") for line in refusals], json.loads(counts), code, warnings.getvalue()
