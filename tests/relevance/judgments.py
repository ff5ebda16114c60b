"""The judged queries and the sheets they are judged on, read strictly: a slip of the pen must not pass for a bad search."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from observatory.environment import BASE_DIR
from practices.demo.loading import demo_rows

FOLDER = BASE_DIR / "tests" / "search" / "judgments"
KIND = re.compile(r"[a-z]+(_[a-z]+)*")
KEYS = {"q", "kind", "filters", "grades", "must_not", "why"}


class WrongJudgments(Exception):
    """Every fault found, one a line."""


@dataclass(frozen=True)
class Judged:
    """What a reader types, what kind of search that is, and what should come back; `filters` is the rest of the address."""

    q: str
    kind: str
    why: str
    filters: str = ""
    grades: dict[str, int] = field(default_factory=dict)
    must_not: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        return f"{self.q} [{self.filters}]" if self.filters else self.q


def sheets(folder: Path = FOLDER) -> list[dict[str, Any]]:
    """Rows of the import format: the demo's published sheets, then those written to be judged."""
    rows = [row for row in demo_rows() if row.pop("demo_state") == "published"]
    for path in sorted(folder.glob("corpus_*.jsonl")):
        rows += [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    names = [row["external_id"] for row in rows]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise WrongJudgments(f"sheets that stand twice: {', '.join(twice)}")
    return rows


def read(folder: Path = FOLDER) -> list[Judged]:
    """Every judged query of the folder. Raises WrongJudgments."""
    known = {row["external_id"] for row in sheets(folder)}
    faults: list[str] = []
    seen: dict[tuple[str, str], str] = {}
    queries = []
    for path in sorted(folder.glob("queries_*.yaml")):
        for place, entry in _entries(path):
            faults += [f"{place}: {fault}" for fault in _faults(entry, known)]
            if not isinstance(entry, dict):
                continue
            key = (str(entry.get("q", "")).strip().lower(), str(entry.get("filters") or ""))
            if first := seen.setdefault(key, place):
                faults += [f"{place}: {key[0]!r} is judged already at {first}"] if first != place else []
            queries.append(entry)
    if faults:
        raise WrongJudgments("\n".join(faults))
    return [Judged(**{**_filled(entry), "must_not": tuple(entry.get("must_not") or ())}) for entry in queries]


def _filled(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if value is not None}


def _entries(path: Path) -> Iterator[tuple[str, Any]]:
    """(file:line, entry) of each entry of a file that is a list."""
    loader = _Strict(path.read_text(encoding="utf-8"))
    try:
        node = loader.get_single_node()
        if not isinstance(node, yaml.SequenceNode):
            raise WrongJudgments(f"{path.name}: a list is expected")
        for item in node.value:
            yield f"{path.name}:{item.start_mark.line + 1}", loader.construct_document(item)
    except yaml.YAMLError as error:
        raise WrongJudgments(f"{path.name}: {error}") from None
    finally:
        loader.dispose()


class _Strict(yaml.SafeLoader):
    """YAML that refuses a key given twice, where PyYAML keeps the last one."""

    def construct_mapping(self, node, deep=False):
        names = [key.value for key, _value in node.value]
        if twice := {name for name in names if names.count(name) > 1}:
            raise yaml.constructor.ConstructorError(None, None, f"given twice: {', '.join(sorted(twice))}", node.start_mark)
        return super().construct_mapping(node, deep)


def _faults(entry: Any, known: set[str]) -> Iterator[str]:
    if not isinstance(entry, dict):
        yield "an object is expected"
        return
    if strange := entry.keys() - KEYS:
        yield f"unknown key: {', '.join(sorted(map(str, strange)))}"
    if not isinstance(entry.get("q"), str):
        yield "q: a text is expected"
    if not KIND.fullmatch(str(entry.get("kind"))):
        yield f"kind: {entry.get('kind')!r} is not made of small letters and underscores"
    if not isinstance(entry.get("why"), str) or not entry["why"].strip():
        yield "why: the reason is missing"
    if not isinstance(entry.get("filters") or "", str):
        yield "filters: the text of an address is expected"
    grades, must_not = entry.get("grades") or {}, entry.get("must_not") or []
    if not isinstance(grades, dict) or not isinstance(must_not, list):
        yield "grades: an object is expected; must_not: a list"
        return
    if not grades and not must_not:
        yield "neither grades nor must_not"
    if wrong := [name for name, grade in grades.items() if type(grade) is not int or not 0 <= grade <= 3]:
        yield f"grades are 0 to 3: {', '.join(map(str, wrong))}"
    if unknown := sorted(str(name) for name in {*grades, *map(str, must_not)} - known):
        yield f"no such sheet: {', '.join(unknown)}"
    if both := [name for name in must_not if grades.get(name)]:
        yield f"both graded and refused: {', '.join(both)}"
    if len(set(map(str, must_not))) < len(must_not):
        yield "must_not: one sheet stands twice"
