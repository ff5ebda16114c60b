"""The full sheet, chapter by chapter: its plan, and the search of the sheet that it adapts. Each chapter is a step (views.submission)."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core import picker

from .. import content
from ..domain.records import latest_version
from ..forms import plan
from ..life.originals import search_public_sheets
from ..models import PublicPractice
from ..permissions import may_write
from ..queries import changes_requested
from .own import own_or_404


@never_cache
@login_required
@require_safe
def plan_of_sheet(request: HttpRequest, identifier: str) -> HttpResponse:
    """Which chapters are filled, which are not, and what each would give to readers."""
    record = own_or_404(request, identifier)
    if reason := may_write(request.user, record):
        messages.warning(request, str(reason))
        return redirect("practices:mine_sheet", identifier)
    page = latest_version(record)
    values = content.read(page)
    context = {
        "record": record,
        "title": page.title,
        "plan": plan.lines(values, page),
        "missing": plan.left(values, page),
        "comment": changes_requested(record),
        "saved_at": record.page.latest_revision_created_at,
    }
    return render(request, "practices/submission/plan.html", context)


@require_safe
def originals(request: HttpRequest) -> HttpResponse:
    """Public sheets by title or identifier, for who adapts one of them."""
    found = search_public_sheets(text) if (text := picker.typed(request)) else []
    return picker.answer(request, options=found, template="practices/originals/picker", as_json=_as_json)


def _as_json(public: PublicPractice) -> dict[str, Any]:
    return {"id": public.identifier, "title": public.title}
