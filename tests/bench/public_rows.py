"""Public sheets in any number, written by COPY: what `practices.public` makes of a page, from drawn values in place of a page's.

One sheet at a time: memory does not grow with their number.
"""

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from django.db import connection

from core.text import fold
from practices import sheet
from practices.identifiers import CROCKFORD, sheet_slug
from practices.models import PublicPractice, RegionPage
from practices.public import Sheet
from practices.rows import ROW_KINDS, Cell
from practices.sheet import Field
from territories.models import Territory
from territories.queries import describe
from tests.bench.words import Words
from themes.models import Keyword, Theme

COLUMNS = (
    *("identifier", "region_slug", "slug", "title", "data", "filters", "first_year", "last_year", "text"),
    *("version", "content_hash", "first_published_at", "updated_at", "stale"),
)
FIRST_DAY = datetime(2018, 1, 1, tzinfo=UTC)
#: How many territories of each kind are drawn from, and how often.
TERRITORIES = {"com": (3_000, 70), "epci": (300, 8), "dep": (101, 12), "reg": (18, 8), "iso": (30, 2)}
KEYWORDS = 3_000
#: Words of a text by field, where it is not what TEXT_WORDS says; how many rows and values, at least and at most.
WORDS_OF = {"title": (4, 11), "summary": (35, 70), "context": (40, 100), "diagnosis": (15, 45), "objectives": (5, 14)}
TEXT_WORDS, LINE_WORDS, CELL_WORDS = (6, 24), (2, 5), (6, 18)
ROWS_OF = {"steps": (2, 8), "effects": (1, 7), "barriers": (1, 6), "facilitators": (0, 4), "partners": (0, 4)}
ROWS, VALUES = (0, 3), (1, 3)


class PublicRows:
    """The source of rows; `copy` writes some of them."""

    def __init__(self) -> None:
        self.words = Words()
        self.themes = list(Theme.objects.filter(successor=None).select_related("parent"))
        self.by_slug = {theme.slug: theme for theme in self.themes}
        self.regions = list(RegionPage.objects.order_by("region_code"))
        self.keywords = _keywords(self.words)
        self.territories = {kind: _codes(kind, number) for kind, (number, _often) in TERRITORIES.items()}
        codes = [code for kind in self.territories.values() for code in kind]
        self.places = {place["code"]: place for place in describe(codes)}
        self.ancestors = {place.code: [place.code, *place.ancestors] for place in Territory.objects.filter(code__in=codes)}

    def copy(self, first: int, last: int) -> None:
        """Writes the sheets of these numbers."""
        lines = _Stream(self._line(number) for number in range(first, last))
        # Nothing is asked of the connection that COPY holds.
        apart = patch("practices.public.with_ancestors", self._with_ancestors), patch("practices.public.genealogy.told", _alone)
        with apart[0], apart[1], connection.cursor() as cursor:
            cursor.copy_expert(f"COPY {PublicPractice._meta.db_table} ({', '.join(COLUMNS)}) FROM STDIN", lines)
            cursor.execute(f"ANALYZE {PublicPractice._meta.db_table}")

    def _line(self, number: int) -> bytes:
        return ("\t".join(_copied(value) for value in self.row(number)) + "\n").encode()

    def row(self, number: int) -> tuple[Any, ...]:
        """Values in the order of COLUMNS."""
        chance = random.Random(number)
        values = {field.attribute: self._value(field, chance) for field in sheet.FIELDS if field.public}
        values |= self._dates(values["status"], chance)
        record = self._record(number, values["title"], chance)
        public = _Drawn(values, record, self)
        first_year, last_year = public.years
        return (
            record.identifier,
            record.region.slug,
            record.slug,
            values["title"],
            json.dumps(public.data, ensure_ascii=False),
            json.dumps(public.filters, ensure_ascii=False),
            first_year,
            last_year,
            " ".join(f"'{word}':{place}A" for place, word in enumerate(dict.fromkeys(fold(values["title"]).split()), start=1)),
            1,
            f"{number:064x}",
            record.first_published_at.isoformat(),
            record.content_changed_at.isoformat(),
            False,
        )

    def _with_ancestors(self, codes: list[str]) -> list[str]:
        return list(dict.fromkeys(above for code in codes for above in self.ancestors[code]))

    def _record(self, number: int, title: str, chance: random.Random) -> SimpleNamespace:
        identifier = _identifier(number)
        published = FIRST_DAY + timedelta(minutes=4 * number)
        region = chance.choice(self.regions)
        return SimpleNamespace(
            identifier=identifier,
            external_id=f"banc-{number:07}",
            region=region,
            region_id=region.pk,
            slug=sheet_slug(title, identifier, tail=8),
            grid={},
            first_published_at=published,
            content_changed_at=published + timedelta(days=chance.randint(0, 300)),
            confirmed_at=None,
            unconfirmed_since=None,
            authors_withheld=False,
            is_demo=False,
        )

    def _dates(self, status: str, chance: random.Random) -> dict[str, str]:
        first = chance.randint(2005, 2025)
        last = f"{first + chance.randint(1, 6)}" if status == "ended" else ""
        return {"start_date": f"{first}-{chance.randint(1, 12):02}", "end_date": last}

    def _value(self, field: Field, chance: random.Random) -> Any:
        match field.kind:
            case "line":
                return self.words.line(chance, chance.randint(*WORDS_OF.get(field.key, LINE_WORDS)))[: min(field.longest, 180)]
            case "text":
                return self.words.text(chance, chance.randint(*WORDS_OF.get(field.key, TEXT_WORDS)))[: field.longest]
            case "texts":
                return [self.words.line(chance, chance.randint(*WORDS_OF[field.key])) for _each in range(chance.randint(*VALUES))]
            case "rows":
                name = field.rows.name
                return [self._row(name, chance) for _each in range(chance.randint(*ROWS_OF.get(name, ROWS)))]
            case "choice":
                return chance.choice(field.choices.values)
            case "choices":
                return chance.sample(field.choices.values, min(chance.randint(*VALUES), len(field.choices)))
        return self._drawn_from_vocabularies(field, chance)

    def _drawn_from_vocabularies(self, field: Field, chance: random.Random) -> Any:
        match field.kind:
            case "theme":
                return chance.choice(self.themes).slug
            case "themes":
                return [theme.slug for theme in chance.sample(self.themes, chance.randint(0, 3))]
            case "keywords":
                # The first ones are the most used.
                return list(dict.fromkeys(self.keywords[int(KEYWORDS * chance.random() ** 3)] for _each in range(chance.randint(0, 5))))
            case "territories":
                kinds = chance.choices(
                    list(TERRITORIES), weights=[often for _number, often in TERRITORIES.values()], k=chance.randint(1, 2)
                )
                return list(dict.fromkeys(chance.choice(self.territories[kind]) for kind in kinds))
            case "number" | "decimal":
                return chance.randint(1, 20_000)
            case "boolean":
                return chance.random() < 0.5
        return None if field.kind in ("degrees", "image") else [] if field.kind == "documents" else ""

    def _row(self, name: str, chance: random.Random) -> dict[str, Any]:
        return {cell.key: self._cell(cell, chance) for cell in ROW_KINDS[name].cells}

    def _cell(self, cell: Cell, chance: random.Random) -> Any:
        match cell.kind:
            case "choice":
                return chance.choice(cell.choices.values) if cell.choices else ""
            case "text":
                return self.words.text(chance, chance.randint(*CELL_WORDS))
            case "line":
                return self.words.line(chance, chance.randint(*LINE_WORDS))
            case "boolean":
                return chance.random() < 0.3
        return chance.randint(1, 20)


class _Drawn(Sheet):
    """A sheet whose values were drawn; its labels come from memory."""

    def __init__(self, values: dict[str, Any], record: SimpleNamespace, rows: PublicRows):
        self.values, self.record = values, record
        slugs = dict.fromkeys([values["main_theme"], *values["themes"]])
        values["themes"] = [slug for slug in slugs if slug != values["main_theme"]]
        self.page = SimpleNamespace(
            title=values["title"], point_lat=None, image=None, document_rows=SimpleNamespace(all=list), contact_email=""
        )
        self.themes = {slug: rows.by_slug[slug] for slug in slugs}
        self.places = [rows.places[code] for code in values["territories"]]


class _Stream:
    """What COPY reads, as a file: some lines at a time."""

    def __init__(self, lines: Iterator[bytes]):
        self.lines = lines

    def read(self, _size: int) -> bytes:
        return b"".join(islice(self.lines, 20))


def _alone(_identifier: str, _source: str) -> dict[str, Any]:
    """Drawn sheets adapt none."""
    return {"of": None, "by": []}


def _copied(value: Any) -> str:
    """One value in COPY's text format."""
    if value is None:
        return r"\N"
    text = str(value)
    for sign, written in (("\\", r"\\"), ("\t", r"\t"), ("\n", r"\n"), ("\r", r"\r")):
        text = text.replace(sign, written)
    return text


def _identifier(number: int) -> str:
    """As varied as random ones, never the same twice (an odd factor permutes 40 bits)."""
    scattered = (number * 0x9E3779B97F + 0x0B5) % 2**40
    return "op-" + "".join(CROCKFORD[scattered >> 5 * place & 31] for place in reversed(range(8)))


def _codes(kind: str, number: int) -> list[str]:
    """The most inhabited ones."""
    found = Territory.objects.filter(kind=kind, successor=None).order_by("-population", "code")
    return list(found.values_list("code", flat=True)[:number])


def _keywords(words: Words) -> list[str]:
    """Words and pairs of words, known to the site as keywords."""
    chance = random.Random(1)
    names = list(dict.fromkeys(" ".join(words.draw(chance, chance.randint(1, 2))) for _each in range(3 * KEYWORDS)))[:KEYWORDS]
    Keyword.objects.bulk_create([Keyword(name=name, slug=f"banc-{number}") for number, name in enumerate(names)], ignore_conflicts=True)
    return names
