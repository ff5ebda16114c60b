from typing import NamedTuple

from django import template

from home import queries

register = template.Library()


class MenuLink(NamedTuple):
    """`current`: value of aria-current, empty elsewhere."""

    label: str
    url: str
    current: str


@register.simple_tag(takes_context=True)
def main_menu(context: template.Context) -> list[MenuLink]:
    """The main menu as this page shows it: its own link, and the one of the part of the site that it is in."""
    path = context["request"].path
    return [MenuLink(link.label, link.url, _current(link.url, path)) for link in queries.menus().main]


@register.simple_tag
def footer() -> queries.Menus:
    return queries.menus()


def _current(url: str, path: str) -> str:
    if url == path:
        return "page"
    return "true" if len(url) > 1 and path.startswith(url) else ""
