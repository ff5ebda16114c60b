"""What the pickers of territories and of themes have in common: one address for people, for htmx and for programs."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

QUERY_LENGTH = 100
FIELD_LENGTH = 40


def typed(request: HttpRequest) -> str:
    """What the person typed; a text too long to be a name counts for nothing."""
    text = request.GET.get("q", "").replace("\x00", "").strip()
    return text if len(text) <= QUERY_LENGTH else ""


def answer(request: HttpRequest, *, options: list, template: str, as_json: Callable[[Any], dict]) -> HttpResponse:
    """JSON to who asks for it, the list alone to htmx, else a page of its own (`<template>.html`, `<template>_options.html`)."""
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        response: HttpResponse = JsonResponse({"results": [as_json(option) for option in options]})
    else:
        field = request.GET.get("field", "")
        context = {"options": options, "q": typed(request), "field": field if field.isidentifier() and len(field) <= FIELD_LENGTH else ""}
        response = render(request, f"{template}_options.html" if "HX-Request" in request.headers else f"{template}.html", context)
    patch_vary_headers(response, ["Accept", "HX-Request"])
    return response
