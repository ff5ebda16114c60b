"""The numbers of the letter on the site, drawn from what is public today."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..composition import Composition
from ..models import Issue
from ..queries import public_issue

LETTERS_A_PAGE = 30


@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    page = Paginator(Issue.objects.public().defer("body"), LETTERS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "newsletter/archive.html", {"page": page})


@require_safe
def issue(request: HttpRequest, number: int) -> HttpResponse:
    """The whole number, with the parts that not everybody received. What was withdrawn since is not in it."""
    found = public_issue(number)
    if found is None:
        raise Http404
    return render(request, "newsletter/issue.html", {"issue": found, "parts": Composition(found).for_wish(None), "preview": False})
