"""What the templates of contents need."""

import json
from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import StreamValue

from practices.templatetags.practice_tags import NOT_IN_A_SCRIPT, chapters
from publications import citations, vocabulary
from publications.models import EditorialPage
from publications.vocabulary import Kind

register = template.Library()

#: Where the contents of a kind are listed.
SHELVES = {
    Kind.CAHIER: (gettext_lazy("Publications"), "/publications/"),
    Kind.ARTICLE: (gettext_lazy("Publications"), "/publications/"),
    Kind.NEWS: (gettext_lazy("News"), "/actualites/"),
    Kind.TOOL: (gettext_lazy("Toolbox"), "/outils/"),
    Kind.VOICE: (gettext_lazy("Voices"), "/paroles/"),
    Kind.DOSSIER: (gettext_lazy("Dossiers"), "/dossiers/"),
}
#: Chapters of a sheet that only the living one has.
LIVING = ("fichiers", "documente", "citer")
TYPES = {Kind.NEWS: "NewsType", Kind.ARTICLE: "ArticleType", Kind.TOOL: "ToolType"}


@register.simple_tag
def stream(content: dict[str, Any], name: str) -> StreamValue:
    """A stream of the public object, to be drawn block by block: `{% stream content "body" as body %}`."""
    model = next(model for model in EditorialPage.__subclasses__() if model.kind == content["kind"])
    block = model._meta.get_field(name).stream_block
    return block.to_python(content[name])


@register.simple_tag
def shelf(content: Mapping[str, Any]) -> dict[str, str]:
    """The list that it stands in: `label`, `url`."""
    label, url = SHELVES[Kind(content["kind"])]
    return {"label": str(label), "url": url}


@register.filter
def kind_label(content: Mapping[str, Any]) -> str:
    """« Synthèse », « Guide », « Parole »: its type in words, else its kind."""
    kind = Kind(content["kind"])
    words = getattr(vocabulary, TYPES[kind])(content["type"]).label if kind in TYPES else kind.label
    return str(words)[:1].upper() + str(words)[1:]


@register.filter
def piece_label(kind: str) -> str:
    """« Fiche », « Article », « Parole »: the kind of a piece, to stand before its title."""
    words = _("Sheet") if kind == "sheet" else str(Kind(kind).label)
    return words[:1].upper() + words[1:]


@register.filter
def issue(cahier: Mapping[str, Any]) -> str:
    """« Cahiers de l’observatoire, n° 3 »."""
    number = _("no. %(number)d") % {"number": cahier["number"]} if cahier["number"] else ""
    return ", ".join(filter(None, [cahier["series"], number]))


@register.filter
def main_theme(content: Mapping[str, Any]) -> str:
    """The slug that gives the motif its inks."""
    return content["themes"][0]["slug"] if content["themes"] else str(content["kind"])


@register.simple_tag
def content_citation(content: Mapping[str, Any], cahier: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """How to cite a content: `text`, `address` (permanent), `files` for reference managers."""
    labels = {"citation.ris": _("RIS (Zotero, EndNote)"), "citation.bib": "BibTeX"}
    return {
        "text": citations.plain(content, cahier),
        "address": citations.permanent_address(content),
        "files": [{"label": label, "url": content["url"] + name} for name, label in labels.items()],
    }


@register.simple_tag
def content_told_to_machines(content: Mapping[str, Any], cahier: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What the head of the page says: `tags` by name, `properties` (Open Graph), `linked_data` as JSON that may stand in a script."""
    linked = json.dumps(citations.schema_org(content, cahier), ensure_ascii=False).translate(NOT_IN_A_SCRIPT)
    core = [(f"DC.{name}", value) for name, value in citations.dublin_core(content, cahier)]
    return {
        "tags": citations.citation_tags(content, cahier) + core,
        "properties": citations.open_graph_tags(content),
        "linked_data": mark_safe(linked),
    }


@register.simple_tag
def cited_chapters(sheet: Mapping[str, Any]) -> dict[str, str]:
    """Anchors and headings of the chapters that a copy of a sheet has."""
    return {anchor: heading for anchor, heading in chapters(sheet).items() if anchor not in LIVING}
