"""From the public record to the engine's document, and what each of its fields is. Nothing but the public record is read."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from elasticsearch.dsl import Date, Document, Integer, Keyword, Nested, Object, Text

from core.text import fold
from practices.models import PublicPractice

from .analysis import exact, french, french_search
from .facets import FLAT_FACETS, ROW_FACETS, TERRITORY, Facet

#: A running action has no last year: it answers to every year to come.
STILL_RUNNING = 9999

LEADING_ARTICLE = re.compile(r"(l'|l’|(le|la|les|un|une|des)\s+)", re.IGNORECASE)


def _text() -> Text:
    verbatim = Text(analyzer=exact, index_options="offsets")
    return Text(analyzer=french, search_analyzer=french_search, index_options="offsets", fields={"exact": verbatim}, copy_to="spelling")


def _rows(facets: Iterable[Facet]) -> Nested:
    # In the root too: a filter or a count on one cell alone needs no walk through the rows.
    return Nested(properties={facet.cell: Keyword() for facet in facets}, dynamic=False, include_in_root=True)


class SearchedDocument(Document):
    """What everything that search holds has, under the same names: one question may be asked of sheets and contents together.

    `hit` is what a list shows, kept as it is and never searched.
    """

    title = _text()
    summary = _text()
    theme_labels = _text()
    keywords = _text()
    places = _text()
    organisation = _text()
    objectives = _text()
    body = _text()

    #: Every word there is, as written: what tells that a typed one is nowhere.
    spelling = Text(analyzer=exact, index_options="docs", norms=False)
    identifier = Keyword()
    #: Of `territoire`, what the facet lists.
    listed_territories = Keyword()
    sort_title = Keyword()
    published_at = Date()
    #: When somebody last said that it holds: its publication, or a confirmation since.
    confirmed_at = Date()
    hit = Object(enabled=False)


class PracticeDocument(SearchedDocument):
    """The mapping of sheets."""

    main_theme = Keyword()
    content_hash = Keyword(index=False)
    #: The organisation's name as a whole: suggestions gather sheets by it.
    organisation_name = Keyword()
    first_year = Integer()
    last_year = Integer()

    class Meta:
        dynamic = "strict"


for _facet in FLAT_FACETS:
    PracticeDocument._doc_type.mapping.field(_facet.parameter, Keyword())
for _name, _facets in ROW_FACETS.items():
    PracticeDocument._doc_type.mapping.field(_name, _rows(_facets))


def document(practice: PublicPractice) -> dict[str, Any]:
    """The engine's document of a public sheet."""
    data = practice.data
    return {
        **searched_texts(data),
        **{facet.parameter: [str(value) for value in practice.filters.get(facet.parameter, [])] for facet in FLAT_FACETS},
        **{rows: practice.filters.get(rows, []) for rows in ROW_FACETS},
        "identifier": practice.identifier,
        "listed_territories": listed_territories(practice.filters.get(TERRITORY.parameter, [])),
        "main_theme": data["main_theme"]["slug"],
        "content_hash": practice.content_hash,
        "sort_title": sort_title(practice.title),
        "organisation_name": (data.get("organisation") or {}).get("name") or None,
        "published_at": data["published_at"],
        "confirmed_at": data.get("confirmed_at") or data["published_at"],
        "first_year": practice.first_year,
        "last_year": practice.last_year or (STILL_RUNNING if practice.first_year else None),
        "hit": hit(practice),
    }


def searched_texts(data: Mapping[str, Any]) -> dict[str, Any]:
    """What words in `q` are looked for in, by field. Places around and other names of themes are reached by their codes."""
    return {
        "title": data["title"],
        "summary": data["summary"],
        "theme_labels": [theme["label"] for theme in _all_themes(data)],
        "keywords": data.get("keywords") or [],
        "places": [place["label"] for place in data["territories"]],
        "organisation": (data.get("organisation") or {}).get("name", ""),
        "objectives": data.get("objectives") or [],
        "body": list(_body(data)),
    }


def listed_territories(codes: Iterable[str]) -> list[str]:
    return [code for code in codes if TERRITORY.lists(code)]


def sort_title(title: str) -> str:
    """The title as an index sorts it: no case, no accent, no leading article."""
    return fold(LEADING_ARTICLE.sub("", title.strip(), count=1)) or fold(title)


def hit(practice: PublicPractice) -> dict[str, Any]:
    """What a list of results shows of a sheet; both engines answer with it."""
    data = practice.data
    keys = ("title", "summary", "main_theme", "themes", "keywords", "territories", "mode", "status", "scale", "organisation", "region")
    times = ("start_date", "end_date", "published_at", "updated_at")
    effects, barriers = data.get("effects") or [], data.get("barriers") or []
    return {
        "id": practice.identifier,
        "url": practice.get_absolute_url(),
        **{key: data.get(key) for key in (*keys, *times)},
        "effects_count": len(effects),
        "effects_without_success": sum(row.get("direction") in ("none", "unfavourable") for row in effects),
        "barriers_count": len(barriers),
        "is_demo": bool(data.get("is_demo")),
    }


def _all_themes(data: Mapping[str, Any]) -> list[dict[str, str]]:
    return [theme for theme in [data.get("main_theme"), *(data.get("themes") or [])] if theme]


def _body(data: Mapping[str, Any]) -> Iterable[str]:
    """The rest of what people wrote, each text apart, so that an extract never runs from one into the next."""
    for key in ("context", "diagnosis", "steering_role", "tools", "evaluation_method", "evaluation_participants"):
        yield from _filled(data.get(key))
    for key, cells in _TEXT_ROWS.items():
        for row in data.get(key) or []:
            for cell in cells:
                yield from _filled(row.get(cell))
    for key in ("lessons", "skills"):
        for text in (data.get(key) or {}).values():
            yield from _filled(text)
    yield from _filled((data.get("means") or {}).get("material"))


_TEXT_ROWS = {
    "steps": ("description",),
    "partners": ("name", "role", "contribution"),
    "effects": ("description",),
    "barriers": ("description", "lever"),
    "facilitators": ("description",),
    "transfer_conditions": ("description",),
}


def _filled(text: Any) -> Iterable[str]:
    if isinstance(text, str) and text.strip():
        yield text
