"""Finding a territory by its name."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from core import picker

from .models import Territory
from .queries import search_territories


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The territories that `q` may mean."""
    options = search_territories(picker.typed(request))
    return picker.answer(request, options=options, template="territories/picker", as_json=_as_json)


def _as_json(territory: Territory) -> dict:
    return {"code": territory.code, "label": territory.name, "context": territory.context, "kind": territory.kind}
