"""The list of news."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..queries import listed
from ..vocabulary import Kind

NEWS_A_PAGE = 20


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """The latest news first."""
    page = Paginator(listed(Kind.NEWS), NEWS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "publications/news_index.html", {"page": page})
