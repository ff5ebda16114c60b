"""/gestion/fiches/importer/: a file of sheets, sent by an editor, read by the worker, and its report. Each editor sees her own alone."""

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from ..desk.standing import Standing
from ..domain.errors import Refused
from ..domain.import_runs import ask_import
from ..formats.cells import protect
from ..formats.writing import BOM
from ..models import ImportNote, ImportRun
from ..permissions import is_editor, is_national_editor
from ..uploads import MEGABYTE
from ..uploads.bounded import BoundedUploads

FILE_BYTES, ZIP_BYTES = 60 * MEGABYTE, 300 * MEGABYTE
EXTENSIONS = (".jsonl", ".csv", ".xlsx")
SHOWN, LISTED = 200, 20


class ImportForm(forms.Form):
    """`too_large`: the fields whose file was let go while it came in."""

    file = forms.FileField(
        label=lazy("File of sheets"),
        help_text=lazy("A .csv, .xlsx or .jsonl, as the exports of the search give it: one sheet a row, 60 MB at most."),
        widget=forms.FileInput(attrs={"accept": ",".join(EXTENSIONS)}),
        required=False,
    )
    files = forms.FileField(
        label=lazy("Images and documents"),
        help_text=lazy("A .zip that holds the files that the rows name, 300 MB at most."),
        widget=forms.FileInput(attrs={"accept": ".zip"}),
        required=False,
    )
    dry_run = forms.BooleanField(label=lazy("Try first: say what would be refused, write nothing"), required=False, initial=True)
    publish = forms.BooleanField(label=lazy("Put the sheets online at once, without a review"), required=False)

    def __init__(self, *args, user, too_large: frozenset[str] = frozenset(), **kwargs):
        super().__init__(*args, **kwargs)
        self.too_large = too_large
        if not is_national_editor(user):
            del self.fields["publish"]

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if "file" in self.too_large or (file and file.size > FILE_BYTES):
            raise ValidationError(_("This file weighs more than %(most)d MB.") % {"most": FILE_BYTES // MEGABYTE})
        if not file:
            raise ValidationError(_("Choose the file of your sheets."))
        if PurePath(file.name).suffix.lower() not in EXTENSIONS:
            raise ValidationError(_("Only .jsonl, .csv and .xlsx files are read."))
        return file

    def clean_files(self) -> UploadedFile | None:
        file = self.cleaned_data["files"]
        if "files" in self.too_large:
            raise ValidationError(_("This file weighs more than %(most)d MB.") % {"most": ZIP_BYTES // MEGABYTE})
        if file and PurePath(file.name).suffix.lower() != ".zip":
            raise ValidationError(_("Images and documents come in a .zip."))
        return file


@csrf_exempt
def index(request: HttpRequest) -> HttpResponse:
    """Bounds what comes in before anything reads it; the token is checked just after, since that reads the form."""
    bounded = BoundedUploads(ZIP_BYTES)
    request.upload_handlers.insert(0, bounded)
    return _index(request, bounded)


@never_cache
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def _index(request: HttpRequest, bounded: BoundedUploads) -> HttpResponse:
    if not is_editor(request.user):
        raise Http404
    if request.method == "POST":
        form = ImportForm(request.POST, request.FILES, user=request.user, too_large=frozenset(bounded.too_large))
        if form.is_valid():
            try:
                run = ask_import(by=request.user, **({"publish": False} | form.cleaned_data))
                return redirect("practices_desk:import", run.pk)
            except Refused as refusal:
                form.add_error(None, str(refusal))
    else:
        form = ImportForm(user=request.user)
    runs = ImportRun.objects.filter(by=request.user).order_by("-pk")[:LISTED]
    return render(request, "practices/imports/index.html", {"form": form, "runs": runs}, status=422 if form.errors else 200)


@never_cache
@require_safe
def report(request: HttpRequest, run_id: int) -> HttpResponse:
    """How far it is, what was done and what was refused. The page asks again by itself until it is over."""
    run = _own_or_404(request, run_id)
    notes = run.notes.filter(page_id=None)
    context = {"run": run, "notes": notes.order_by("line", "pk")[:SHOWN], "number": notes.count(), "shown": SHOWN, "made": _made(run)}
    return render(request, "practices/imports/report.html", context)


def _made(run: ImportRun) -> str:
    """Where the desk lists what came in, once it is over; empty when nothing did."""
    if run.finished_at is None or run.dry_run or not run.created + run.updated:
        return ""
    standing = Standing.PUBLISHED if run.publish else Standing.NEW
    return f"{reverse('practices_desk:index')}?{urlencode({'q': f'est:{standing}', 'tri': 'recentes'})}"


@never_cache
@require_safe
def report_csv(request: HttpRequest, run_id: int) -> HttpResponseBase:
    run = _own_or_404(request, run_id)
    notes = run.notes.filter(page_id=None).order_by("line", "pk")
    response = StreamingHttpResponse(_lines(notes.iterator()), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="import-{run.pk}.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _lines(notes: Iterable[ImportNote]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow([_("Line"), "external_id", _("Field"), _("Reason")])
    yield BOM + buffer.getvalue()
    for note in notes:
        buffer.seek(0)
        buffer.truncate()
        writer.writerow([note.line, *map(protect, (note.external_id, note.field, note.reason))])
        yield buffer.getvalue()


def _own_or_404(request: HttpRequest, run_id: int) -> ImportRun:
    if not is_editor(request.user):
        raise Http404
    return get_object_or_404(ImportRun, pk=run_id, by=request.user)
