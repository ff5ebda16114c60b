"""What search engines may read: robots.txt, and the list of every public page."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.html import escape
from django.views.decorators.http import require_safe

from newsletter.models import Issue
from practices.models import PublicPractice
from publications.cahiers.pieces import SHEET
from publications.models import PublicContent

from .queries import editorial_addresses, theme_slugs

#: The protocol allows 50,000 addresses a file; the rest is for the pages that are not sheets: the first part has them all.
SHEETS_A_PART = 45_000
#: Lists of contents and of letters, which are pages too.
LISTS = (
    *("publications:cahiers", "publications:news", "publications:tools", "publications:voices", "publications:dossiers"),
    *("newsletter:subscribe", "newsletter:archive"),
)
PRIVATE = ("/gestion/", "/compte/", "/deposer/", "/mes-fiches/", "/relecture/")
#: Every hit of a search, a sheet on paper: made for whoever asks for it by hand. A robot would ask for each combination, and each sheet.
HEAVY = ("/pratiques/export.", "/pratiques/*/fiche.pdf")
_OPENING = '<?xml version="1.0" encoding="UTF-8"?>\n<{tag} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'

Address = tuple[str, datetime | None]


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    kept_out = [f"Disallow: {path}" for path in (*PRIVATE, *HEAVY)]
    lines = ["User-agent: *", *kept_out, "", f"Sitemap: {settings.SITE_URL}{reverse('home:sitemap')}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """One list of all public pages; past the protocol's limit, a list of lists (`?partie=1` …)."""
    parts = -(-PublicPractice.objects.count() // SHEETS_A_PART) or 1
    asked = request.GET.get("partie", "")
    if not asked and parts > 1:
        return _xml("sitemapindex", "sitemap", ((f"{request.path}?partie={part}", None) for part in range(1, parts + 1)))
    if asked and asked not in map(str, range(1, parts + 1)):
        raise Http404
    return _xml("urlset", "url", _addresses(int(asked or 1)))


def _addresses(part: int) -> Iterator[Address]:
    """The first part begins with what is not a sheet."""
    if part == 1:
        yield from editorial_addresses()
        yield from ((reverse(name), None) for name in ("search:practices", "themes:themes"))
        yield from ((reverse("themes:theme", args=[slug]), None) for slug in theme_slugs())
        yield from ((reverse(name), None) for name in LISTS)
        yield from _contents()
        yield from ((letter.get_absolute_url(), letter.begun_at) for letter in Issue.objects.public().only("number", "begun_at"))
    sheets = _sheets()[(part - 1) * SHEETS_A_PART : part * SHEETS_A_PART]
    yield from ((sheet.get_absolute_url(), sheet.updated_at) for sheet in sheets.iterator(chunk_size=2000))


def _contents() -> Iterator[Address]:
    """Every content, and the sheets that a cahier gives as it cites them. One query.

    Voices and tools have one address of their own, whoever gathers them.
    """
    rows = PublicContent.objects.order_by("first_published_at", "identifier").values_list("path", "updated_at", "data__pieces")
    for path, changed, pieces in rows.iterator(chunk_size=2000):
        yield path, changed
        yield from ((piece["url"], changed) for piece in pieces or [] if piece["kind"] == SHEET)


def _sheets() -> QuerySet[PublicPractice]:
    """Oldest first: a part that is full no longer changes its members when sheets are published."""
    return PublicPractice.objects.order_by("first_published_at", "identifier").only("region_slug", "slug", "updated_at")


def _xml(tag: str, entry: str, addresses: Iterable[Address]) -> StreamingHttpResponse:
    return StreamingHttpResponse(_written(tag, entry, addresses), content_type="application/xml; charset=utf-8")


def _written(tag: str, entry: str, addresses: Iterable[Address]) -> Iterator[str]:
    yield _OPENING.format(tag=tag)
    for path, changed in addresses:
        when = f"<lastmod>{changed.isoformat(timespec='seconds')}</lastmod>" if changed else ""
        yield f"<{entry}><loc>{escape(settings.SITE_URL + path)}</loc>{when}</{entry}>\n"
    yield f"</{tag}>\n"
