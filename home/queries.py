"""Reads of the editorial pages."""

from typing import NamedTuple

from .models import StandardPage


class FooterPage(NamedTuple):
    title: str
    url: str


def footer_pages() -> list[FooterPage]:
    """The pages of text that ask to be in menus, in the tree's order. One query: their address is read from their path."""
    found = StandardPage.objects.live().filter(show_in_menus=True).order_by("path").values_list("title", "url_path")
    return [FooterPage(title, "/" + path.split("/", 2)[2]) for title, path in found]
