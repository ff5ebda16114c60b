"""/paroles/: the voices, and on one theme those who work facing those who are concerned."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..voices import queries as spoken

VOICES_A_PAGE = 12
LAST_PAGE = 1_000


@require_safe
def voices(request: HttpRequest) -> HttpResponse:
    """With `?theme=`: both sides of it, face to face. Without: the themes, and the latest voices."""
    page = _page_number(request.GET.get("page", ""))
    slug = request.GET.get("theme", "").strip().lower()
    themes = spoken.spoken_themes()
    theme = next((theme for theme in themes if theme.slug == slug), None)
    context = {"themes": themes, "theme": theme, "unknown": bool(slug) and theme is None, "page": page}
    if theme:
        facing = spoken.facing(theme.slug, page)
        context |= {"facing": facing, "has_more": facing.has_more}
    else:
        start = (page - 1) * VOICES_A_PAGE
        found = list(spoken.latest(start, VOICES_A_PAGE + 1))
        context |= {"voices": found[:VOICES_A_PAGE], "has_more": len(found) > VOICES_A_PAGE}
    return render(request, "publications/voices/index.html", context)


def _page_number(text: str) -> int:
    return min(int(text), LAST_PAGE) if text.isascii() and text.isdecimal() and len(text) < 9 and int(text) else 1
