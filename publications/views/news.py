"""The list of news."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..news.list import NewsList


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """The latest news first; the address is the state."""
    return render(request, "publications/news_index.html", {"news": NewsList(request.GET)})
