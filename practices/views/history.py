"""The versions of a sheet: who saved them and when, two of them side by side, an earlier one taken up again."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from .. import permissions
from ..domain import history as domain
from ..domain.records import latest_version
from ..models import PracticeRecord
from ..together.saved_versions import SavedVersion, for_editors, for_writers
from ..together.versions import changes
from .own import acted, back_to, own_or_404


@never_cache
@login_required
@require_safe
def history(request: HttpRequest, identifier: str) -> HttpResponse:
    """For those who write it: every version that is kept."""
    record = own_or_404(request, identifier)
    context = _compared(request, record, for_writers(record, request.user))
    context["may_restore"] = permissions.may_write(request.user, record) is None
    return render(request, "practices/together/history.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: HttpRequest, identifier: str, number: int) -> HttpResponse:
    """What would change, then the earlier version becomes a new one to go on with."""
    record = own_or_404(request, identifier)
    version = next((each for each in for_writers(record, request.user) if each.number == number), None)
    if version is None:
        raise Http404
    if request.method == "POST":
        said = _("This version is taken up again; the one before is kept in the history.")
        if acted(request, domain.restore_version, said, page_id=record.pk, revision_id=number):
            return back_to("mine_sheet", record)
        return back_to("history", record)
    context = {
        "record": record,
        "title": record.page.draft_title,
        "version": version,
        "changes": changes(latest_version(record), version.page(), private=True),
        "refusal": permissions.may_write(request.user, record),
    }
    return render(request, "practices/together/restore.html", context)


@require_safe
def desk_history(request: HttpRequest, page_id: int) -> HttpResponse:
    """For the editors of its region: the versions that were handed to them or that they saved; they take none up again."""
    records = PracticeRecord.objects.select_related("page__owner", "page__latest_revision", "region")
    record = records.filter(page_id=page_id).first()
    if record is None or permissions.may_handle(request.user, record):
        raise Http404
    context = _compared(request, record, for_editors(record))
    # The title that editors were given, not that of a draft.
    context["title"] = record.listed_title
    return render(request, "practices/desk/versions.html", context)


def _compared(request: HttpRequest, record: PracticeRecord, versions: list[SavedVersion]) -> dict[str, Any]:
    """The list, and the two that were asked for (?de=…&a=…); unasked, the newest and the one before it."""
    by_number = {str(version.number): version for version in versions}
    newer = by_number.get(request.GET.get("a", "")) or (versions[0] if versions else None)
    older = by_number.get(request.GET.get("de", "")) or next((each for each in versions if newer and each.number < newer.number), None)
    if older and newer and older.number > newer.number:
        older, newer = newer, older
    return {
        "record": record,
        "title": record.page.draft_title,
        "versions": versions,
        "older": older,
        "newer": newer,
        "changes": changes(older.page(), newer.page(), private=True) if older and newer and older != newer else [],
    }
