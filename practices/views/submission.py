"""Writing a sheet, screen by screen, and sending it to the editors of its region."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from .. import content, sheet
from ..domain import drafts, submission
from ..domain.errors import Forbidden, Incomplete, Refused
from ..domain.records import latest_version
from ..forms import acts, plan, typed
from ..forms.form import StepForm
from ..forms.opened import writer_key
from ..forms.steps import BY_SLUG, OF_FIELD, PLACES, STEPS, Step
from ..helps.screen import help_for
from ..identifiers import is_identifier
from ..models import PracticeRecord
from ..permissions import may_write
from ..public import Sheet
from ..queries import changes_requested
from .own import drawn_for_another, exists, own_or_404, sign_in_first
from .saving import Filled, Saved, fill, keeping, look, remember, save

MISSING = "a-completer"
TITLE_KEPT = 2_000


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """What a sheet is, for who is not signed in; for the others, a title to begin with."""
    if not request.user.is_authenticated:
        if request.method == "POST" and len(request.POST.get("title", "")) <= TITLE_KEPT:
            return sign_in_first(request, known=True)
        return render(request, "practices/submission/welcome.html", {"next": request.path})
    remembered = typed.recall(request, request.path)
    title, error = request.POST.get("title", remembered.get("title", "") if remembered else ""), ""
    if request.method == "POST":
        try:
            cleaned = sheet.BY_KEY["title"].clean(title)
            if cleaned:
                page = drafts.begin_draft(owner=request.user, title=cleaned)
                typed.forget(request, request.path)
                return redirect("practices:submit_step", page.record.identifier, STEPS[0].slug)
            error = _("A sheet needs a title, even a provisional one.")
        except ValidationError as fault:
            error = fault.messages[0]
    errors = [{"id": "id_title", "message": error}] if error else []
    context = {"title": title, "error": error, "errors": errors, "steps": STEPS, "writer": writer_key(request.user)}
    return render(request, "practices/submission/start.html", context, status=422 if error else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, identifier: str, slug: str) -> HttpResponse:
    """One screen of the form."""
    this = BY_SLUG.get(slug)
    if this is None:
        raise Http404
    if not request.user.is_authenticated:
        return sign_in_first(request, known=exists(identifier))
    record = own_or_404(request, identifier)
    if request.method == "POST":
        if refusal := drawn_for_another(request):
            return refusal
        return _save(request, record, this)
    if reason := may_write(request.user, record):
        messages.warning(request, str(reason))
        return redirect("practices:mine_sheet", identifier)
    page = latest_version(record)
    if remembered := typed.recall(request, request.path):
        saved = look(fill(remembered, page, this, acts.Act(acts.STAY)))
        return _page(request, record, saved.form, saved, remembered=True)
    form = StepForm(this, page)
    if MISSING in request.GET:
        form.mark_missing()
    return _page(request, record, form)


@never_cache
@require_safe
def preview(request: HttpRequest, identifier: str) -> HttpResponse:
    """The newest version as the public would read it."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    record = own_or_404(request, identifier)
    return render(request, "practices/sheet.html", {"sheet": Sheet(latest_version(record), record).data, "preview": True})


@never_cache
@require_safe
def thanks(request: HttpRequest, identifier: str) -> HttpResponse:
    """What happens once the sheet is sent."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    record = own_or_404(request, identifier)
    if not record.is_under_review:
        return redirect("practices:mine_sheet", identifier)
    return render(request, "practices/submission/thanks.html", {"record": record, "title": record.page.draft_title})


def _save(request: HttpRequest, record: PracticeRecord, this: Step) -> HttpResponse:
    """Saves what can be saved, then does what the button said. What cannot be stays in the form, with the reason."""
    act = acts.pressed(request.POST, this.fields)
    filled = fill(request.POST, latest_version(record), this, act)
    form = filled.form
    try:
        saved = save(record, request.user, filled)
    except Refused as refusal:
        return _refused(request, record, filled, act, refusal)
    record = own_or_404(request, record.identifier)
    if form.query and act.name in ("go", "send"):
        form.ask_to_choose()
    remember(request, request.path, saved)
    if saved.conflicts:
        return _page(request, record, form, saved, unchosen=act.name != acts.STAY, status=409)
    if form.errors or act.stays:
        searched = act.name == "find"
        return _page(request, record, form, saved, focus=filled.focus, searched=searched, status=422 if form.errors else 200)
    if act.name == "later":
        messages.success(request, _("Your sheet is saved. It waits for you here."))
        return redirect("practices:mine")
    if act.name == "send":
        return _send(request, record, form)
    return redirect(_where(record, this, act.value))


def _send(request: HttpRequest, record: PracticeRecord, form: StepForm) -> HttpResponse:
    try:
        submission.submit_practice(page_id=record.pk, by=request.user)
    except Incomplete as refusal:
        form.mark_missing()
        return _page(request, record, form, refusal=str(refusal), status=422)
    except Refused as refusal:
        return _page(request, record, form, refusal=str(refusal), status=409)
    return redirect("practices:submit_thanks", record.identifier)


def _refused(request: HttpRequest, record: PracticeRecord, filled: Filled, act: acts.Act, refusal: Refused) -> HttpResponse:
    """The form with all that was typed: the sheet may not be changed now. Sent already as it is typed: that is what was asked for."""
    record = own_or_404(request, record.identifier)
    nothing_new = not filled.form.errors and content.holds(latest_version(record), filled.values)
    if isinstance(refusal, Forbidden) and act.name == "send" and record.is_under_review and nothing_new:
        return redirect("practices:submit_thanks", record.identifier)
    if not nothing_new:
        typed.keep(request, request.path, request.POST)
    return _page(request, record, filled.form, look(filled), refusal=str(refusal), conflicts=[], status=409)


def _where(record: PracticeRecord, this: Step, target: str) -> str:
    """The address that a button asks for: another screen, a field to complete, the preview; else the next screen."""
    if target == "apercu":
        return reverse("practices:submit_preview", args=[record.identifier])
    if is_identifier(near := target.removeprefix("adapte-")):
        return f"{reverse('practices:adapt', args=[near])}?fiche={record.identifier}"
    if target == "image":
        return f"{reverse('practices:submit_files', args=[record.identifier])}?{MISSING}#id_image_alt"
    if field := sheet.BY_KEY.get(target):
        address = reverse("practices:submit_step", args=[record.identifier, OF_FIELD[field.key].slug]) if field.key in OF_FIELD else ""
        return f"{address}?{MISSING}#question-{field.attribute}"
    return reverse("practices:submit_step", args=[record.identifier, target if target in PLACES else this.next_slug])


def _page(
    request: HttpRequest, record: PracticeRecord, form: StepForm, saved: Saved | None = None, *, status: int = 200, **extra
) -> HttpResponse:
    page = record.page
    context = {
        "record": record,
        "title": page.draft_title,
        "form": form,
        "step": form.step,
        "steps": form.step.path,
        "plan": plan.lines(form.stored_or_typed, form.page) if form.step.is_chapter else [],
        **keeping(request, record, form, saved),
        "comment": changes_requested(record),
        "missing": [(field, step) for field, step in plan.left(form.stored_or_typed, form.page) if field not in form.step.fields]
        if form.step is STEPS[-1]
        else [],
        "help": help_for(record, request.user, form.stored_or_typed) if form.step is STEPS[-1] else None,
        "refusal": "",
        "remembered": False,
        "focus": "",
        "searched": False,
        **extra,
    }
    return render(request, form.step.template, context, status=status)
