"""« Reprendre ma parole »: what a person takes back by the link of her receipt, without an account. docs/decisions/voices.md."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from core.allowances import Allowance
from core.client import client_ip

from ..consents import links
from ..domain.consents import withdraw_consents
from ..models import EditorialRecord, VoiceConsent, VoicePage
from ..vocabulary import ConsentUse

ALL = "all"
TEMPLATE = "publications/voices/consent.html"
#: Codes that one machine may try in a minute, right or wrong: 60 bits are not guessed at this pace.
allowance = Allowance("publications.consent", 20)


# Whoever holds the receipt holds the code, and has no session here.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: HttpRequest, code: str) -> HttpResponse:
    """What she agrees to, and a button for each use and for all. Opening the page takes nothing back: programs open links too."""
    if seconds := allowance.wait(client_ip(request)):
        return _too_many(request, seconds)
    identifier = links.identifier_of(code)
    record = EditorialRecord.objects.filter(identifier=identifier, page__in=VoicePage.objects.values("pk")).first() if identifier else None
    if record is None:
        raise Http404
    asked = request.POST.get("withdraw", "") if request.method == "POST" else ""
    uses = ConsentUse.values if asked == ALL else [use for use in ConsentUse.values if use == asked]
    if uses:
        withdrawn = withdraw_consents(page_id=record.pk, uses=uses)
        # An answer that can be loaded again without asking again.
        return redirect(f"{request.path}?{'&'.join(f'fait={use}' for use in withdrawn)}")
    return _page(request, record)


@never_cache
@require_http_methods(["GET", "HEAD"])
def typed(request: HttpRequest) -> HttpResponse:
    """Where the code of a printed receipt is typed."""
    given = request.GET.get("code", "")
    if not given:
        return _private(render(request, "publications/voices/typed.html", {"given": "", "error": False}))
    if seconds := allowance.wait(client_ip(request)):
        return _too_many(request, seconds)
    identifier = links.identifier_of(given)
    if identifier is None:
        return _private(render(request, "publications/voices/typed.html", {"given": given[:60], "error": True}, status=422))
    return redirect(links.path(identifier))


def _page(request: HttpRequest, record: EditorialRecord) -> HttpResponse:
    consents = {row.use: row for row in VoiceConsent.objects.standing().filter(page_id=record.pk)}
    done = [use for use in ConsentUse if use.value in request.GET.getlist("fait") and use.value not in consents]
    context = {
        "standing": [(use, consents[use.value]) for use in ConsentUse if use.value in consents],
        "done": done,
        "voice": record.page.specific if consents else None,
    }
    return _private(render(request, TEMPLATE, context))


def _too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    said = ngettext("Try again in %(n)d second.", "Try again in %(n)d seconds.", seconds) % {"n": seconds}
    response = _private(render(request, "publications/voices/too_many.html", {"said": said}, status=429))
    response["Retry-After"] = str(seconds)
    return response


def _private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response
