"""The description of the API, in OpenAPI 3.1. It is made once, from what searches obey: a facet added there is described here."""

from functools import cache
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from . import examples, parameters, schemas
from .json_schema import Schema, ref
from .throttling import REQUESTS_A_MINUTE

VERSION = "1.0"


@cache
def document() -> Schema:
    return {
        "openapi": "3.1.0",
        "info": {"title": "Observatoire des pratiques", "version": VERSION, "summary": _summary(), "description": _description()},
        "servers": [{"url": f"{settings.SITE_URL}/api/v1"}],
        "paths": {path: {"get": operation} for path, operation in _operations().items()},
        "components": {"schemas": schemas.components(), "headers": _headers(), "responses": _shared_responses()},
    }


def _summary() -> str:
    return _("Practices of collective social work, told by those who led them: search, read, harvest.")


def _description() -> str:
    return _(
        "Everything is open, without a key, and for reading only (GET, HEAD). The parameters are those of the site’s pages: an "
        "address of the search page becomes a request by changing its beginning. Codes may be written in any case; an unknown "
        "parameter is ignored, an unknown value is refused (422), an empty one counts for nothing. Times are in UTC. At most "
        "%(number)d requests a minute. Each sheet names its own licence."
    ) % {"number": REQUESTS_A_MINUTE}


def _operations() -> dict[str, Schema]:
    listed, one, themes, territories = ref("Listing"), ref("Sheet"), ref("Themes"), ref("Territories")
    typed = parameters.words(_("What was typed so far, two letters at least"))
    place = parameters.words(_("Name, or its beginning; a postal code or the number of a département too"))
    return {
        "/practices": _operation(
            "practices",
            _("Search the sheets"),
            listed,
            parameters.of_a_search(),
            tried=("/practices?q=jardin", "/practices?theme=logement&mode=group&par_page=50", "/practices?cursor=*&par_page=100"),
            example=examples.listing(),
            refusals=("422",),
        ),
        "/practices/{id}": _operation(
            "practice", _("Read one sheet"), one, [parameters.identifier()], refusals=("404", "410"), headers=("ETag", "Last-Modified")
        ),
        "/themes": _operation("themes", _("The themes, on two levels"), themes, tried=("/themes",)),
        "/territories": _operation(
            "territories", _("Find a territory"), territories, [place], tried=("/territories?q=picardie",), refusals=("422",)
        ),
        "/suggest": _operation(
            "suggest", _("Guess from the first letters"), ref("Suggestions"), [typed], tried=("/suggest?q=loge",), refusals=("422",)
        ),
    }


def _operation(
    name: str,
    summary: str,
    answer: Schema,
    asked: list[Schema] | None = None,
    *,
    tried: tuple[str, ...] = (),
    example: Schema | None = None,
    refusals: tuple[str, ...] = (),
    headers: tuple[str, ...] = ("ETag",),
) -> Schema:
    shown = {header: {"$ref": f"#/components/headers/{header}"} for header in headers}
    return {
        "operationId": name,
        "summary": summary,
        "parameters": asked or [],
        "x-examples": list(tried),
        "responses": {
            "200": {"description": _("The answer"), "headers": shown, "content": _json(answer, example)},
            "304": {"description": _("Nothing has changed since the answer that the client holds (If-None-Match, If-Modified-Since)")},
            **{status: {"$ref": f"#/components/responses/{status}"} for status in (*refusals, "429")},
        },
    }


def _shared_responses() -> dict[str, Any]:
    return {
        "404": _refusal(_("No sheet was ever published under this identifier")),
        "410": _refusal(_("The sheet was withdrawn or archived")),
        "422": _refusal(_("Values that were not understood, or a page beyond the 10,000th sheet: see “cursor”"), example=examples.errors()),
        "429": _refusal(_("Too many requests"), {"Retry-After": {"$ref": "#/components/headers/Retry-After"}}),
    }


def _refusal(description: str, headers: Schema | None = None, example: Schema | None = None) -> Schema:
    return {"description": description, **({"headers": headers} if headers else {}), "content": _json(ref("Errors"), example)}


def _json(schema: Schema, example: Schema | None = None) -> Schema:
    return {"application/json": {"schema": schema, **({"example": example} if example else {})}}


def _headers() -> Schema:
    return {
        "ETag": {"description": _("To be given back in If-None-Match: 304 while nothing has changed"), "schema": {"type": "string"}},
        "Last-Modified": {"description": _("Last change of the public content"), "schema": {"type": "string"}},
        "Retry-After": {"description": _("Seconds after which to come back"), "schema": {"type": "integer", "minimum": 1}},
    }
