"""Reads of the editorial pages."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from wagtail.models import Page

from core.fresh import Fresh
from themes.models import Theme

from . import content
from .models import FooterLink, HomePage, MainLink, Navigation, StandardPage


class Link(NamedTuple):
    label: str
    url: str


class Menus(NamedTuple):
    """What stands around every page."""

    main: list[Link]
    footer: list[Link]
    footer_text: str


#: What each row of `menus` holds. `rank` and `place` order the rows of a part.
_COLUMNS = {"part": "", "rank": 0, "place": "", "words": "", "target": "", "own_title": "", "own_path": ""}


def _menus() -> Menus:
    pages = StandardPage.objects.live().filter(show_in_menus=True)
    rows = _links(MainLink, "main").union(
        _links(FooterLink, "footer"),
        _row(pages, part=Value("pages"), place=F("path"), own_title=F("title"), own_path=F("url_path")),
        _row(Navigation.objects.all(), part=Value("text"), words=F("footer_text")),
        all=True,
    )
    parts: dict[str, list[Link]] = {"main": [], "footer": [], "pages": [], "text": []}
    for part, _rank, _place, words, target, title, path in sorted(rows, key=lambda row: row[:3]):
        parts[part].append(Link(words or title, target or (_address(path) if path else "")))
    main = parts["main"] or [Link(*link) for link in content.MENU]
    text = parts["text"][0].label if parts["text"] else content.FOOTER_TEXT
    return Menus(main, parts["footer"] + parts["pages"], text)


#: The links that editors chose; in the footer the pages of text that ask to be in menus follow, in the tree's order. One query, now and
#: then: every page of the site draws them.
menus: Fresh[Menus] = Fresh(_menus)


def _links(model: type[MainLink] | type[FooterLink], part: str) -> QuerySet[Any]:
    """Those that lead to an address or to a public page."""
    shown = model.objects.filter(Q(page__isnull=True) | Q(page__live=True)).order_by()
    own = {"own_title": F("page__title"), "own_path": F("page__url_path")}
    return _row(shown, part=Value(part), rank=Coalesce("sort_order", 0), words=F("label"), target=F("address"), **own)


def _row(found: QuerySet[Any], **columns: Any) -> QuerySet[Any]:
    empty = {name: Value(value) for name, value in _COLUMNS.items()}
    return found.annotate(**(empty | columns)).values_list(*_COLUMNS)


def editorial_addresses() -> list[tuple[str, datetime]]:
    """Path and time of the last change of the home page and of every page of text. One query."""
    pages: QuerySet[Page] = Page.objects.live().type(HomePage, StandardPage).order_by("path")
    return [(_address(path), changed) for path, changed in pages.values_list("url_path", "last_published_at")]


def theme_slugs() -> list[str]:
    """Of every theme that has a page of its own. One query."""
    return list(Theme.objects.current().values_list("slug", flat=True))


def _address(url_path: str) -> str:
    """`url_path` begins with the home page's own slug, which addresses do not have."""
    return "/" + url_path.split("/", 2)[2]
