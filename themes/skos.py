"""The vocabulary of themes as SKOS: the same statements, written as Turtle and as JSON-LD.

A concept's address is its theme's page. A theme that was replaced stays, deprecated, with the one that stands in its place.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from .models import Theme

PREFIXES = {
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
}
LANGUAGE = "fr"

_ESCAPED = re.compile(r'[\x00-\x1f"\\\x7f]')


class Iri(NamedTuple):
    address: str


class Words(NamedTuple):
    """A text in French."""

    text: str


class Node(NamedTuple):
    """What is said of one thing: its type, then properties in order, each as often as it has values."""

    iri: Iri
    type: str
    properties: list[tuple[str, Iri | Words | str | bool]]


def turtle() -> str:
    prefixes = "".join(f"@prefix {name}: <{address}> .\n" for name, address in PREFIXES.items())
    return prefixes + "".join(map(_turtle_node, _nodes()))


def json_ld() -> str:
    return json.dumps({"@context": PREFIXES, "@graph": [_json_node(node) for node in _nodes()]}, ensure_ascii=False)


def _nodes() -> Iterator[Node]:
    """The scheme, then its concepts in the editors' order. One query."""
    themes = list(Theme.objects.order_by("position", "name", "pk"))
    by_pk = {theme.pk: theme for theme in themes}
    current = [theme for theme in themes if theme.successor_id is None]
    tops = [theme for theme in current if theme.parent_id is None]
    yield Node(
        _scheme(),
        "skos:ConceptScheme",
        [
            ("dcterms:title", Words(_("Themes of the observatory of practices"))),
            ("dcterms:language", LANGUAGE),
            *(("skos:hasTopConcept", _concept(theme)) for theme in tops),
        ],
    )
    for theme in current:
        children = [child for child in current if child.parent_id == theme.pk]
        yield _described(theme, [*_above(theme, by_pk), *(("skos:narrower", _concept(child)) for child in children)])
    for theme in themes:
        if theme.successor_id:
            replacement = _concept(by_pk[theme.successor_id])
            yield _described(theme, [("owl:deprecated", True), ("dcterms:isReplacedBy", replacement)])


def _above(theme: Theme, by_pk: dict[int, Theme]) -> list[tuple[str, Any]]:
    return [("skos:broader", _concept(by_pk[theme.parent_id]))] if theme.parent_id else [("skos:topConceptOf", _scheme())]


def _described(theme: Theme, place: list[tuple[str, Any]]) -> Node:
    # A label is preferred or alternative, never both (SKOS, S13).
    others = dict.fromkeys(label for label in theme.alternative_labels if label != theme.name)
    return Node(
        _concept(theme),
        "skos:Concept",
        [
            ("skos:prefLabel", Words(theme.name)),
            *(("skos:altLabel", Words(label)) for label in others),
            ("skos:inScheme", _scheme()),
            ("dcterms:identifier", theme.slug),
            *place,
        ],
    )


def _scheme() -> Iri:
    return Iri(settings.SITE_URL + reverse("themes:themes"))


def _concept(theme: Theme) -> Iri:
    return Iri(settings.SITE_URL + theme.get_absolute_url())


def _turtle_node(node: Node) -> str:
    lines = [f"a {node.type}", *(f"{name} {_turtle_value(value)}" for name, value in node.properties)]
    return f"\n{_turtle_value(node.iri)} " + " ;\n    ".join(lines) + " .\n"


def _turtle_value(value: Iri | Words | str | bool) -> str:
    match value:
        case Iri(address):
            return f"<{address}>"
        case Words(text):
            return f"{_turtle_value(text)}@{LANGUAGE}"
        case bool():
            return "true" if value else "false"
    return '"' + _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04X}", value) + '"'


def _json_node(node: Node) -> dict[str, Any]:
    described: dict[str, Any] = {"@id": node.iri.address, "@type": node.type}
    for name, value in node.properties:
        described.setdefault(name, []).append(_json_value(value))
    return described


def _json_value(value: Iri | Words | str | bool) -> Any:
    match value:
        case Iri(address):
            return {"@id": address}
        case Words(text):
            return {"@value": text, "@language": LANGUAGE}
    return value
