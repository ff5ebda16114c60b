"""/gestion/contenus/entretien/: what needs an editor's hand in what is public."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from practices.permissions import is_national_editor

from ..models import EditorialRecord
from ..upkeep.findings import Trouble, findings


@never_cache
@require_safe
def upkeep(request: HttpRequest) -> HttpResponse:
    """Each finding with the way to its editor, trouble by trouble. Others than national editors: 404."""
    if not is_national_editor(request.user):
        raise Http404
    found = findings()
    pages = dict(EditorialRecord.objects.filter(identifier__in={each.identifier for each in found}).values_list("identifier", "page_id"))
    sections = [(trouble, [(each, pages[each.identifier]) for each in found if each.trouble == trouble]) for trouble in Trouble]
    return render(request, "publications/admin/upkeep.html", {"found": [section for section in sections if section[1]]})
