from django import template

from home import queries

register = template.Library()


@register.simple_tag
def footer_pages() -> list[queries.FooterPage]:
    """The editorial pages of the footer."""
    return queries.footer_pages()
