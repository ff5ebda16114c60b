"""The editors' desk: what awaits them."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin.ui.components import Component

from .. import permissions
from ..models import ReviewState
from ..queries import desk_counts, desk_records

PER_PAGE = 50
TABS = {
    "a-traiter": [ReviewState.SUBMITTED],
    "en-relecture": [ReviewState.IN_REVIEW],
    "complements": [ReviewState.CHANGES_REQUESTED],
    "decidees": [ReviewState.SETTLED, ReviewState.DECLINED],
}


@require_safe
def index(request):
    """The sheets of the editor's regions by what they await."""
    regions = permissions.edited_regions(request.user)
    if not regions:
        raise Http404
    tab = request.GET.get("onglet") if request.GET.get("onglet") in TABS else "a-traiter"
    chosen = [region for region in regions if region.slug == request.GET.get("region")] or regions
    counts = desk_counts(chosen)
    records = desk_records(chosen, TABS[tab], request.GET.get("q", "")[:200])
    context = {
        "tabs": [(name, label, sum(counts.get(state, 0) for state in TABS[name]), name == tab) for name, label in _tab_labels().items()],
        "tab": tab,
        "regions": regions,
        "chosen": chosen[0] if len(chosen) == 1 else None,
        "records": Paginator(records, PER_PAGE).get_page(request.GET.get("page")),
        "query": request.GET.get("q", "")[:200],
    }
    return render(request, "practices/desk/index.html", context)


class DeskPanel(Component):
    """On the admin's first page: how many sheets await."""

    name = "desk"
    order = 10
    template_name = "practices/desk/panel.html"

    def get_context_data(self, parent_context):
        regions = permissions.edited_regions(parent_context["request"].user)
        return {"count": desk_counts(regions).get(ReviewState.SUBMITTED, 0)}


def _tab_labels():
    return {
        "a-traiter": _("To handle"),
        "en-relecture": _("In review"),
        "complements": _("Changes asked for"),
        "decidees": _("Decided"),
    }
