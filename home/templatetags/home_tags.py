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
    return [MenuLink(link.label, link.url, _current(link.url, path)) for link in _menus(context).main]


@register.simple_tag(takes_context=True)
def footer(context: template.Context) -> queries.Menus:
    return _menus(context)


def _menus(context: template.Context) -> queries.Menus:
    """Read once a page."""
    request = context["request"]
    if not hasattr(request, "menus"):
        request.menus = queries.menus()
    return request.menus


def _current(url: str, path: str) -> str:
    if url == path:
        return "page"
    return "true" if len(url) > 1 and path.startswith(url) else ""
