"""The one address of the protocol."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods

from . import queries, verbs
from .protocol import Refusal, read_arguments, stamp
from .xml import element, leaf, schema

NAMESPACE = "http://www.openarchives.org/OAI/2.0/"
SCHEMA = "http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"

#: Errors after which an answer does not repeat what was asked: it was not understood.
NOT_REPEATED = ("badVerb", "badArgument")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@gzip_page
def answer(request: HttpRequest) -> HttpResponse:
    """Any request is answered with 200 and XML, an error of the protocol too. The date of an answer is the one for which it holds."""
    settled = queries.settled_moment()
    arguments: Mapping[str, str] = {}
    try:
        arguments = read_arguments(_sent(request))
        verb = arguments["verb"]
        content = element(verb, verbs.ANSWERS[verb](arguments, settled))
    except Refusal as refusal:
        content = leaf("error", refusal.words, {"code": refusal.code})
        arguments = {} if refusal.code in NOT_REPEATED else arguments
    return _response(settled, arguments, content)


def _sent(request: HttpRequest) -> QueryDict:
    try:
        return request.POST if request.method == "POST" else request.GET
    except TooManyFieldsSent:
        raise Refusal("badArgument", _("There are too many arguments.")) from None


def _response(settled: datetime, arguments: Mapping[str, str], content: str) -> HttpResponse:
    document = element(
        "OAI-PMH",
        leaf("responseDate", stamp(settled)),
        leaf("request", verbs.address(), arguments),
        content,
        at={"xmlns": NAMESPACE, **schema(NAMESPACE, SCHEMA)},
    )
    headers = {"Access-Control-Allow-Origin": "*", "Cache-Control": "no-cache"}
    return HttpResponse(f'<?xml version="1.0" encoding="UTF-8"?>\n{document}\n', content_type="text/xml; charset=utf-8", headers=headers)
