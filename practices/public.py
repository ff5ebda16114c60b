"""From a page to what the public reads: the API's object, the filter values, the searched text. Nothing private passes here."""

import hashlib
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from core.public_records import iso
from territories.queries import describe, with_ancestors
from themes.models import Theme

from . import content, sheet
from .life import genealogy, relay
from .models import PracticePage, PracticeRecord
from .review import grid
from .rows import ROW_KINDS
from .together.names import without_persons

#: Search parameter of the contract → attribute of the sheet, for those that are the sheet's own codes.
PLAIN_FILTERS = {
    "mode": "mode",
    "public": "audiences",
    "statut": "status",
    "echelle": "scale",
    "espace": "space_types",
    "structure": "organisation_type",
    "metier": "professions",
    "participation": "participation",
    "diagnostic": "social_workers_in_diagnosis",
    "evaluation": "evaluation",
    "transfert": "transfer_readiness",
    "disponible": "available_for",
}

#: Lists of rows that search filters by.
FILTERED_ROWS = ("effects", "barriers", "facilitators")


class Sheet:
    """A page and its record read once: `data` is the public object, `filters` and `years` what search filters by."""

    def __init__(self, page: PracticePage, record: PracticeRecord):
        self.page, self.record = page, record
        public = content.public_values(page)
        self.values = without_persons(public) if record.authors_withheld else public
        self.themes = _themes([self.values["main_theme"], *self.values["themes"]])
        self.places = describe(self.values["territories"])

    @cached_property
    def data(self) -> dict[str, Any]:
        """The object of the API's detail; keys as in the formats, `url` is a path. The page, fiche.json and the preview show it."""
        record, values = self.record, self.values
        plain = content.nest({key: value for key, value in values.items() if key not in ("themes", "main_theme", "territories")})
        return plain | {
            "id": record.identifier,
            "external_id": record.external_id or record.identifier,
            "url": self.path,
            "title": self.page.title,
            "main_theme": self._theme(values["main_theme"]) if values["main_theme"] else None,
            "themes": [self._theme(slug) for slug in values["themes"]],
            "territories": self.places,
            "region": self._region(),
            "contact": plain.get("contact"),
            "point": self._point(),
            "image": self._image(),
            "documents": self._documents(),
            "documents_review": {each.key: record.grid.get(each.key, "unset") for each in grid.SHOWN},
            "published_at": iso(record.first_published_at),
            "updated_at": iso(record.content_changed_at),
            "confirmed_at": iso(record.confirmed_at),
            "to_verify": record.unconfirmed_since is not None,
            "reachable": relay.is_offered(record, self.page),
            "genealogy": genealogy.told(record.identifier, values["adapted_from"]),
            "is_demo": record.is_demo,
        }

    @property
    def path(self) -> str:
        return f"/pratiques/{self.record.region.slug}/{self.record.slug}/" if self.record.region_id else ""

    @cached_property
    def filters(self) -> dict[str, list[Any]]:
        """For each parameter the values that this sheet answers to, broader ones included."""
        slugs = [slug for theme in self.themes.values() for slug in (theme.slug, theme.parent and theme.parent.slug) if slug]
        filters = {
            "theme": list(dict.fromkeys(slugs)),
            "territoire": with_ancestors(self.values["territories"]),
            "motcle": [keyword.lower() for keyword in self.values["keywords"]],
        }
        for parameter, attribute in PLAIN_FILTERS.items():
            value = self.values[attribute]
            filters[parameter] = value if isinstance(value, list) else [] if value in ("", None) else [value]
        return filters | {rows: row_codes(self.values[rows], rows) for rows in FILTERED_ROWS}

    @property
    def years(self) -> tuple[int | None, int | None]:
        """First and last year of the action; no last year while it runs (no end = still running unless ended)."""
        first, last = self.values["start_date"][:4], self.values["end_date"][:4]
        if not last and self.values["status"] == "ended":
            last = first
        return int(first) if first else None, int(last) if last else None

    def weighted_texts(self) -> dict[str, str]:
        """Searched text by PostgreSQL weight: A title, B summary, labels and places, C the rest."""
        labels = [label for theme in self.themes.values() for label in (theme.name, *theme.alternative_labels)]
        places = [name for place in self.places for name in (place["label"], place["context"], *place["former_regions"])]
        rest = [self.values[field.attribute] for field in sheet.FIELDS if field.public and field.kind in ("text", "texts", "line", "rows")]
        return {
            "A": self.page.title,
            "B": " ".join([self.values["summary"], *labels, *self.values["keywords"], *places]),
            "C": " ".join(_words(rest)),
        }

    def _theme(self, slug: str) -> dict[str, str]:
        return {"slug": slug, "label": self.themes[slug].name}

    def _region(self) -> dict[str, str] | None:
        region = self.record.region
        return {"code": region.region_code, "slug": region.slug, "label": region.title} if region else None

    def _point(self) -> dict[str, Any] | None:
        if self.page.point_lat is None:
            return None
        places = 2 if self.page.point_blurred else 6
        return {"lat": round(self.page.point_lat, places), "lon": round(self.page.point_lon, places), "blurred": self.page.point_blurred}

    def _image(self) -> dict[str, str] | None:
        image = self.page.image
        if not image:
            return None
        return {
            "url": f"/p/{self.record.identifier}/image/",
            "alt": self.page.image_alt,
            "credit": self.page.image_credit,
            "licence": self.page.licence,
            "sha256": sha256(image.file),
        }

    def _documents(self) -> list[dict[str, str]]:
        return [
            {
                "url": f"/p/{self.record.identifier}/documents/{row.document_id}/",
                "title": row.document.title,
                "licence": row.licence,
                "sha256": sha256(row.document.file),
            }
            for row in self.page.document_rows.all()
        ]


def _themes(slugs: list[str]) -> dict[str, Theme]:
    """The themes of a sheet, the main one first."""
    found = {theme.slug: theme for theme in Theme.objects.filter(slug__in=slugs).select_related("parent")}
    return {slug: found[slug] for slug in slugs if slug in found}


def row_codes(rows: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    """Of each row its codes: filters on several cells hold together within one row."""
    cells = [cell.key for cell in ROW_KINDS[kind].cells if cell.kind == "choice"]
    return [{cell: row[cell] for cell in cells if row.get(cell) not in ("", None)} for row in rows]


def _words(value: Any) -> Iterator[str]:
    """Every text inside nested values, but for codes."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _words(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key in TEXT_CELLS:
                yield from _words(item)


TEXT_CELLS = frozenset(cell.key for kind in ROW_KINDS.values() for cell in kind.cells if cell.kind in ("text", "line"))


def sha256(file: Any) -> str:
    """Digest of a stored file, by which exports and imports recognise it."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
