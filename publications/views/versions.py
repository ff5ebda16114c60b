"""A version that was public before: readable and dated, as long as the content is public."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ..drawing import draw
from ..models import PublicVersion
from ..queries import public_content
from .public import note_of


@require_safe
def version(request: HttpRequest, path: str, number: int) -> HttpResponse:
    """As it read then, with a note that leads to what reads now. Of what left the site nothing is left to read."""
    found = public_content(f"/{path}/")
    if found is None:
        return note_of(request, f"/{path}/")
    former = PublicVersion.objects.filter(record__identifier=found.identifier, edition=number).first()
    if former is None:
        raise Http404
    response = draw(request, former.data, former={"row": former, "today": found.data})
    response["X-Robots-Tag"] = "noindex"
    return response
