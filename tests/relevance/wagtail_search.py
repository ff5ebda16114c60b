"""Wagtail's own search on the same sheets, given what it needs to do well.

`PracticePage` has no `search_fields` on the site (sheets are found from the public record). Here, in this process only, it gets what a
developer who searches with Wagtail would write: the texts that our own index holds, as fields of their own, the heavier ones boosted:
title, theme labels, keywords, places with the areas around and former regions, summary, organisation, objectives, other names of the
themes, and all other texts. Both backends read French: PostgreSQL by its `french` configuration, Elasticsearch by its `french` analyzer,
as Wagtail's documentation shows. Queries are given as typed, with Wagtail's usual operator. Filters of the address, which Wagtail leaves
to the developer, are granted: the queryset has only the sheets that answer to them.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from elasticsearch import Elasticsearch
from modelsearch.abstract_models import TextIDGenericRelation
from modelsearch.backends.database.postgres.weights import set_weights
from wagtail.models import Page
from wagtail.search import index
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry
from wagtail.search.query import MATCH_ALL

from practices.models import PracticePage, PracticeRecord, PublicPractice
from search.params import LARGEST_PAGE, SearchParams
from search.queries import find
from tests.relevance.judgments import Judged
from tests.relevance.searches import params
from themes.models import Theme

Data = Mapping[str, Any]
FRENCH = {"settings": {"analysis": {"analyzer": {"default": {"type": "french"}}}}}
ROWS = ("partners", "steps", "effects", "barriers", "facilitators", "transfer_conditions")
TEXTS = ("context", "diagnosis", "steering_role", "tools", "evaluation_method", "evaluation_participants", "means", "lessons", "skills")
CELLS = (
    "name",
    "role",
    "contribution",
    "description",
    "lever",
    "material",
    "keep",
    "change",
    "watch",
    "knowledge",
    "know_how",
    "attitudes",
)


def declare(elasticsearch_url: str, prefix: str, digest: str) -> None:
    """Has Wagtail know the fields and both backends, in this process."""
    fields = [index.SearchField("title", boost=6)]
    for name, (boost, texts) in FIELDS.items():
        setattr(PracticePage, name, _reader(texts))
        fields.append(index.SearchField(name, boost=boost))
    others = [field for field in Page.search_fields if not isinstance(field, index.SearchField)]
    PracticePage.search_fields = [*others, *fields]
    settings.WAGTAILSEARCH_BACKENDS = {
        "default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "french"},
        "elasticsearch": {
            "BACKEND": "wagtail.search.backends.elasticsearch8",
            "URLS": [elasticsearch_url],
            "INDEX_PREFIX": f"{prefix}-{digest}-",
            "INDEX_SETTINGS": FRENCH,
        },
    }
    # What Wagtail does for models that have search fields when the process starts.
    TextIDGenericRelation(IndexEntry).contribute_to_class(PracticePage, "index_entries")
    set_weights()


def build(elasticsearch_url: str, prefix: str, digest: str) -> None:
    """Fills both of Wagtail's indexes, unless they are there from an earlier run on the same sheets (`digest` tells)."""
    with Elasticsearch(elasticsearch_url) as client:
        made = client.indices.get(index=f"{prefix}-*", features="aliases")
        in_database = IndexEntry.objects.filter(content_type=ContentType.objects.get_for_model(PracticePage))
        if in_database.exists() and any(name.startswith(f"{prefix}-{digest}-") for name in made):
            return
        for name in made:
            client.indices.delete(index=name)
        call_command("wagtail_update_index", verbosity=0)
        client.indices.refresh(index=f"{prefix}-*")


class Wagtail:
    """The search of one of the two backends."""

    def __init__(self, backend: str) -> None:
        self.backend = get_search_backend(backend)
        self.names = dict(PracticeRecord.objects.values_list("page_id", "external_id"))

    def __call__(self, judged: Judged) -> list[str]:
        pages = PracticePage.objects.live()
        if judged.filters:
            pages = pages.filter(id__in=_answering(params(judged)))
        found = self.backend.search(judged.q or MATCH_ALL, pages)
        return [self.names[page.pk] for page in found[:LARGEST_PAGE]]


def _answering(asked: SearchParams) -> list[int]:
    """Pages of the sheets that answer to the filters alone."""
    identifiers: list[str] = []
    asked = replace(asked, q="", tri="")
    while (results := find(asked, [])).hits:
        identifiers += [hit["id"] for hit in results.hits]
        asked = replace(asked, page=asked.page + 1)
    return list(PracticeRecord.objects.filter(identifier__in=identifiers).values_list("page_id", flat=True))


def _reader(texts: Callable[[Data], Iterator[str]]) -> Callable[[PracticePage], str]:
    return lambda page: "\n".join(text for text in texts(_data(page.pk)) if text)


def _data(page_id: int) -> Data:
    return _all_data().get(page_id, {})


@cache
def _all_data() -> dict[int, Data]:
    pages = dict(PracticeRecord.objects.values_list("identifier", "page_id"))
    return {pages[identifier]: data for identifier, data in PublicPractice.objects.values_list("identifier", "data")}


@cache
def _other_names() -> dict[str, list[str]]:
    return dict(Theme.objects.values_list("slug", "alternative_labels"))


def _themes(data: Data) -> list[dict[str, str]]:
    return [theme for theme in (data.get("main_theme"), *data.get("themes", [])) if theme]


def _theme_labels(data: Data) -> Iterator[str]:
    yield from (theme["label"] for theme in _themes(data))


def _theme_alternatives(data: Data) -> Iterator[str]:
    yield from (name for theme in _themes(data) for name in _other_names()[theme["slug"]])


def _places(data: Data) -> Iterator[str]:
    for place in data.get("territories", []):
        yield from (place["label"], place["context"], *place["former_regions"])


def _body(data: Data) -> Iterator[str]:
    for key in TEXTS:
        value = data.get(key)
        yield from [value] if isinstance(value, str) else _cells(value or {})
    for key in ROWS:
        for row in data.get(key) or []:
            yield from _cells(row)


def _cells(row: Data) -> Iterator[str]:
    yield from (row[cell] for cell in CELLS if isinstance(row.get(cell), str))


FIELDS: dict[str, tuple[float, Callable[[Data], Iterator[str]]]] = {
    "sheet_theme_labels": (4, _theme_labels),
    "sheet_keywords": (3, lambda data: iter(data.get("keywords", []))),
    "sheet_places": (3, _places),
    "sheet_summary": (3, lambda data: iter([data.get("summary", "")])),
    "sheet_organisation": (2, lambda data: iter([(data.get("organisation") or {}).get("name", "")])),
    "sheet_objectives": (2, lambda data: iter(data.get("objectives", []))),
    "sheet_theme_alternatives": (1.5, _theme_alternatives),
    "sheet_body": (1, _body),
}
