"""From a public object to its page, for readers and for previews: the same template of its kind, from the same object."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

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


def draw(request: HttpRequest, content: Data, *, preview: bool = False, **more: Any) -> HttpResponse:
    """The page of this content."""
    around = AROUND[content["kind"]](content, preview) if content["kind"] in AROUND else {}
    context = {"content": content, "preview": preview, "cahier": None, "former": None, **around, **more}
    return render(request, f"publications/{content['kind']}.html", context)


def draw_preview(request: HttpRequest, page: EditorialPage) -> HttpResponse:
    """The page of a content as it is being written, saved or not."""
    record = EditorialRecord.objects.filter(page_id=page.pk).first() if page.pk else None
    return draw(request, Content(page, record or EditorialRecord()).data, preview=True)
