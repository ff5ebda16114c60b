"""Sheets in any number, made from the demo's sentences: as long and as varied as real ones, the same at each run."""

import csv
import json
import random
import re
from collections.abc import Container, Iterator
from pathlib import Path

from practices.demo.loading import demo_rows
from practices.formats.cells import join_bars, protect
from practices.formats.writing import COLUMNS
from territories.models import Territory

SENTENCE = re.compile(r"(?<=[.!?…]) +")
#: Shorter texts are names, dates and codes.
SHORTEST_TEXT = 60
LONGEST_SUMMARY = 600


def write(path: Path, number: int) -> None:
    """One row of the import format a line."""
    with path.open("w", encoding="utf-8") as file:
        for row in rows(number):
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def write_csv(path: Path, number: int, bad: Container[int]) -> None:
    """The same under the columns of an export; those that are `bad` have a mode that does not exist."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        for index, row in enumerate(rows(number)):
            flat = {name: _cell(name, row) for name in COLUMNS}
            if not index:
                writer.writerow(flat)
            writer.writerow((flat | ({"mode": "magie"} if index in bad else {})).values())


def _cell(name: str, row: dict) -> str:
    head, _dot, tail = name.partition(".")
    value = (row.get(head) or {}).get(tail) if tail else row.get(head)
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return join_bars(value)
    return protect(json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value))


def rows(number: int) -> Iterator[dict]:
    models = [row for row in demo_rows() if row.pop("demo_state") == "published"]
    sentences = [sentence for row in models for text in _texts(row) for sentence in SENTENCE.split(text)]
    towns = list(Territory.objects.filter(kind=Territory.Kind.MUNICIPALITY, successor=None).order_by("code").values_list("code", flat=True))
    for index in range(number):
        chance = random.Random(index)
        row = _varied(chance.choice(models), sentences, chance)
        word = word_of(index)
        yield row | {
            "external_id": f"banc-{index:06}",
            "title": f"{row['title'][:150]} ({word})",
            "summary": row["summary"][:LONGEST_SUMMARY],
            "territories": chance.sample(towns, 1 + index % 2),
            "adapted_from": None,
        }


def word_of(index: int) -> str:
    """A word that no other sheet has."""
    letters = ""
    for _each in range(4):
        index, rest = divmod(index, 60)
        letters += "bdfgklmnprtv"[rest // 5] + "aeiou"[rest % 5]
    return letters + "k"


def _varied(value, sentences: list[str], chance: random.Random):
    """The same shape; of each longer text, half of the sentences are others."""
    if isinstance(value, dict):
        return {key: _varied(item, sentences, chance) for key, item in value.items()}
    if isinstance(value, list):
        return [_varied(item, sentences, chance) for item in value]
    if isinstance(value, str) and len(value) > SHORTEST_TEXT:
        return " ".join(chance.choice(sentences) if chance.random() < 0.5 else sentence for sentence in SENTENCE.split(value))
    return value


def _texts(value) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, str) and len(value) > SHORTEST_TEXT:
        yield value
