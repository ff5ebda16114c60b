"""The toolbox."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.views.decorators.http import require_safe

from ..news.list import NewsList
from ..vocabulary import Kind


class ToolList(NewsList):
    """Tools are narrowed and counted as news are; they have no months."""

    kind = Kind.TOOL
    path = reverse_lazy("publications:tools")


@require_safe
def tools(request: HttpRequest) -> HttpResponse:
    """The latest tools first; the address is the state."""
    return render(request, "publications/tool_index.html", {"tools": ToolList(request.GET)})
