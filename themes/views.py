"""Finding a theme by its name or by another word for it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from core import picker

from .models import Theme
from .queries import search_themes


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The themes that `q` may mean."""
    options = search_themes(picker.typed(request))
    return picker.answer(request, options=options, template="themes/picker", as_json=_as_json)


def _as_json(theme: Theme) -> dict:
    parent = {"slug": theme.parent.slug, "label": theme.parent.name} if theme.parent else None
    return {"slug": theme.slug, "label": theme.name, "parent": parent}
