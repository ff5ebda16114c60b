"""From a public object to its page, for readers and for previews: the same template of its kind, from the same object."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from .cahiers.pieces import around_article, around_cahier
from .models import EditorialPage, EditorialRecord
from .public import Content
from .vocabulary import Kind

Data = dict[str, Any]

#: What a page shows besides its own content, by kind: names of the template's variables and their values.
#: Called with the public object, and whether this is a preview (what it refers to may not be public yet).
AROUND: dict[str, Callable[[Data, bool], dict[str, Any]]] = {
    Kind.CAHIER: around_cahier,
    Kind.ARTICLE: around_article,
}

#: Where the other contents of a kind are listed, and what the link to them says.
LISTS = {
    Kind.CAHIER: ("publications:cahiers", _("All publications")),
    Kind.ARTICLE: ("publications:cahiers", _("All publications")),
    Kind.NEWS: ("publications:news", _("All news")),
    Kind.TOOL: ("publications:tools", _("All tools")),
    Kind.VOICE: ("publications:voices", _("All voices")),
    Kind.DOSSIER: ("publications:dossiers", _("All dossiers")),
}


def draw(request: HttpRequest, content: Data, *, preview: bool = False, **more: Any) -> HttpResponse:
    """The page of this content."""
    around = AROUND[content["kind"]](content, preview) if content["kind"] in AROUND else {}
    context = {"content": content, "preview": preview, "cahier": None, "former": None, **around, **more}
    return render(request, f"publications/{content['kind']}.html", context)


def draw_preview(request: HttpRequest, page: EditorialPage) -> HttpResponse:
    """The page of a content as it is being written, saved or not."""
    record = EditorialRecord.objects.filter(page_id=page.pk).first() if page.pk else None
    return draw(request, Content(page, record or EditorialRecord()).data, preview=True)


def draw_gone(request: HttpRequest, record: EditorialRecord) -> HttpResponse:
    """What is read where a content was, or one of its files: the words of those who took it off, and where the others are."""
    address, label = LISTS[record.page.specific_class.kind]
    context = {"words": record.gone_note, "list_address": address, "list_label": label}
    return render(request, "publications/gone.html", context, status=410)
