"""« En faire un dossier »: what a search found, offered to a national editor as the beginning of a dossier."""

from dataclasses import replace

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from publications.domain.dossiers import MOST_ITEMS
from publications.views.dossiers import propose

from .everything import find_everything
from .params import parse, parse_everything
from .queries import find
from .vocabulary import Vocabulary

#: Set where the search is the one in everything.
EVERYTHING = "tout"


@require_safe
@login_required
def from_search(request: HttpRequest) -> HttpResponse:
    """The first hits of the search that the address holds: among sheets, or (`tout=1`) in everything. Unknown values count for nothing."""
    mixed = request.GET.get(EVERYTHING) == "1"
    params = (parse_everything if mixed else parse)(request.GET, Vocabulary())
    asked = replace(params, page=1, par_page=MOST_ITEMS)
    results = find_everything(asked, ()) if mixed else find(asked, [])
    title = params.q[:1].upper() + params.q[1:]
    return propose(request, title=title, identifiers=[hit["id"] for hit in results.hits], found=results.count)


urlpatterns = [path("depuis-une-recherche/", from_search, name="from_search")]
