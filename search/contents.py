"""From the public record of a content to the engine's document. Nothing but the public record is read."""

from typing import Any

from elasticsearch.dsl import Date, Keyword, MetaField

from publications.models import PublicContent

from .documents import SearchedDocument, listed_territories, sort_title
from .sections import SECTION_OF

#: Characters of running text that one document holds; a few long files must not make a search wait.
MOST_TEXT = 1_000_000


class ContentDocument(SearchedDocument):
    """The mapping of what the observatory publishes. `rubrique`: the section in which people look for it."""

    rubrique = Keyword()
    kind = Keyword()
    type = Keyword()
    theme = Keyword()
    territoire = Keyword()
    #: The last day on which it is news; nothing when it stays so.
    listed_until = Date(format="yyyy-MM-dd")

    class Meta:
        dynamic = MetaField("strict")


def document(content: PublicContent) -> dict[str, Any]:
    """The engine's document of a public content. What it attaches is read as part of its text."""
    data, filters = content.data, content.filters
    return {
        "title": data["title"],
        "summary": data["summary"],
        "theme_labels": [theme["label"] for theme in data["themes"]],
        "places": [place["label"] for place in data["territories"]],
        "organisation": [text for author in data["authors"] for text in (author["name"], author["affiliation"]) if text],
        "body": _bounded([*content.texts, *(attached.text for attached in content.attached_texts.all())]),
        "identifier": content.identifier,
        "sort_title": sort_title(content.title),
        "published_at": data["published_at"],
        "confirmed_at": data["published_at"],
        "rubrique": SECTION_OF[content.kind].value,
        "kind": content.kind,
        "type": types(content),
        "theme": filters["theme"],
        "territoire": filters["territoire"],
        "listed_territories": listed_territories(filters["territoire"]),
        "listed_until": content.listed_until and content.listed_until.isoformat(),
        "hit": hit(content),
    }


def types(content: PublicContent) -> list[str]:
    """What its kind is parted into: types, or for voices the side that speaks."""
    return content.filters.get("type") or content.filters.get("side") or []


def hit(content: PublicContent) -> dict[str, Any]:
    """What a list of results shows of a content; both engines answer with it."""
    data = content.data
    keys = ("title", "summary", "themes", "territories", "published_at", "updated_at")
    return {
        "id": content.identifier,
        "kind": content.kind,
        "url": content.path,
        **{key: data[key] for key in keys},
        "types": types(content),
        "authors": [author["name"] for author in data["authors"]],
        "said_by": data.get("said_by", ""),
        "number": data.get("number"),
        "date": data.get("date"),
        "listed_until": content.listed_until and content.listed_until.isoformat(),
        "is_demo": data["is_demo"],
    }


def _bounded(texts: list[str]) -> list[str]:
    """The first of them, as far as there is room."""
    kept, room = [], MOST_TEXT
    for text in texts:
        if room > 0:
            kept.append(text[:room])
            room -= len(text)
    return kept
