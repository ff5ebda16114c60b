"""Reads of the editorial pages."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet
from wagtail.models import Page

from themes.models import Theme

from .models import HomePage, StandardPage


class FooterPage(NamedTuple):
    title: str
    url: str


def footer_pages() -> list[FooterPage]:
    """The pages of text that ask to be in menus, in the tree's order. One query: their address is read from their path."""
    found = StandardPage.objects.live().filter(show_in_menus=True).order_by("path").values_list("title", "url_path")
    return [FooterPage(title, _address(path)) for title, path in found]


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
