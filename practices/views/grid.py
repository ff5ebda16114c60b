"""The grid to fill offline: to download blank, to import filled, and what was read of it."""

from pathlib import PurePath
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_safe

from .. import sheet
from ..domain import grids
from ..formats import UnreadableFile, grid_docx, grid_safety, grid_xlsx
from ..formats.grid_understood import understand
from ..forms.places import address
from ..models import GridReading
from .own import own_or_404

FORMATS: dict[str, tuple[Any, str]] = {
    "docx": (grid_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": (grid_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@require_safe
@cache_control(max_age=3600, public=True)
def blank(request: HttpRequest, extension: str) -> HttpResponse:
    """The whole sheet as a file to fill."""
    format, kind = FORMATS[extension]
    response = HttpResponse(format.write(), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="grille-fiche-de-pratique.{extension}"'
    return response


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Makes a draft of a filled grid, then shows what was read where."""
    if request.method != "POST":
        return render(request, "practices/grid/upload.html", {"error": "", "errors": []})
    file = request.FILES.get("file")
    try:
        if file is None or not file.size:
            raise UnreadableFile(1, _("Choose the file of your grid."))
        extension = PurePath(file.name or "").suffix.lower().lstrip(".")
        grid_safety.check(file, file.size, extension)
        understood = understand(FORMATS[extension][0].read(file))
        if not understood.values:
            raise UnreadableFile(1, _("No answer was found in this file: is it our grid, and was it saved after it was filled?"))
    except UnreadableFile as refusal:
        errors = [{"id": "id_file", "message": str(refusal)}]
        return render(request, "practices/grid/upload.html", {"error": str(refusal), "errors": errors}, status=422)
    record = grids.import_grid(owner=request.user, understood=understood, filename=PurePath(file.name).name.replace("\x00", ""))
    return redirect("practices:grid_report", record.identifier)


@never_cache
@login_required
@require_safe
def report(request: HttpRequest, identifier: str) -> HttpResponse:
    """What was read where, and what found no place, to be copied."""
    record = own_or_404(request, identifier)
    reading = GridReading.objects.filter(record=record).first()
    if reading is None:
        raise Http404
    placed = [
        {"label": sheet.BY_KEY[row["key"]].label, "text": row["text"], "address": address(identifier, row["key"])}
        for row in reading.placed
        if row["key"] in sheet.BY_KEY
    ]
    context = {"record": record, "title": record.page.draft_title, "reading": reading, "placed": placed, "days": grids.KEPT.days}
    return render(request, "practices/grid/report.html", context)
