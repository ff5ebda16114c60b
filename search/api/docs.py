"""The page that explains the API to people, drawn from its description: what the description says, the page says."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import openapi
from .json_schema import Schema

KINDS = {
    "string": gettext_lazy("text"),
    "integer": gettext_lazy("whole number"),
    "number": gettext_lazy("number"),
    "boolean": gettext_lazy("true or false"),
    "array": gettext_lazy("list"),
    "object": gettext_lazy("object"),
}


class Row(NamedTuple):
    """One key of an answer; `path` goes down by dots, `[]` enters a list."""

    path: str
    kind: str
    description: str
    codes: list[str]


def page(request: HttpRequest) -> HttpResponse:
    return render(request, "search/api/docs.html", _context())


@cache
def _context() -> dict[str, Any]:
    document = openapi.document()
    base = document["servers"][0]["url"]
    return {
        "summary": document["info"]["summary"],
        "description": document["info"]["description"],
        "base": base,
        "openapi_url": f"{base}/openapi.json",
        "operations": [_operation(document, path, item["get"], base) for path, item in document["paths"].items()],
    }


def _operation(document: Schema, path: str, operation: Schema, base: str) -> dict[str, Any]:
    answer = operation["responses"]["200"]["content"]["application/json"]
    return {
        "id": operation["operationId"],
        "path": path,
        "address": base + path,
        "summary": operation["summary"],
        "examples": [{"short": example, "address": base + example} for example in operation["x-examples"]],
        "parameters": [_parameter(parameter) for parameter in operation["parameters"]],
        "statuses": [(status, _resolved(document, response)["description"]) for status, response in operation["responses"].items()],
        "rows": list(_rows(document, _resolved(document, answer["schema"]))),
        "example": json.dumps(answer["example"], ensure_ascii=False, indent=2) if "example" in answer else "",
    }


def _parameter(parameter: Schema) -> dict[str, Any]:
    schema = parameter["schema"]
    items = schema.get("items", schema)
    return {
        "name": parameter["name"],
        "meaning": schema.get("title", parameter["description"]),
        "repeatable": schema["type"] == "array",
        "limits": _limits(schema),
        "labels": list(items.get("x-labels", {}).items()),
        "codes": [] if "x-labels" in items else items.get("enum", []),
    }


def _limits(schema: Schema) -> str:
    if "maxLength" in schema:
        return _("%(number)d characters at most") % {"number": schema["maxLength"]}
    if "minimum" in schema and "maximum" in schema:
        return _("from %(least)d to %(most)d") % {"least": schema["minimum"], "most": schema["maximum"]}
    return ""


def _rows(document: Schema, schema: Schema, path: str = "") -> Iterator[Row]:
    """The keys of an object, those of the objects in it below theirs."""
    for name, described in schema.get("properties", {}).items():
        inner, nullable = _inside(document, described)
        here = f"{path}{name}"
        kind = str(KINDS[_kind(inner)]) + (_(", or null") if nullable else "")
        codes = [str(code) for code in inner.get("enum", []) if code not in ("", None)]
        yield Row(here, kind, described.get("description") or inner.get("description", ""), codes)
        if inner["type"] == "array":
            items, _nullable = _inside(document, inner["items"])
            yield from _rows(document, items, f"{here}[].")
        elif name != "facets":
            yield from _rows(document, inner, f"{here}.")


def _inside(document: Schema, schema: Schema) -> tuple[Schema, bool]:
    """What stands behind a reference or « this or null »."""
    if "anyOf" in schema:
        return _resolved(document, schema["anyOf"][0]), True
    resolved = _resolved(document, schema)
    return resolved, isinstance(resolved.get("type"), list)


def _kind(schema: Schema) -> str:
    kind = schema["type"]
    return kind[0] if isinstance(kind, list) else kind


def _resolved(document: Schema, schema: Schema) -> Schema:
    if "$ref" not in schema:
        return schema
    found: Schema = document
    for key in schema["$ref"].removeprefix("#/").split("/"):
        found = found[key]
    return found
