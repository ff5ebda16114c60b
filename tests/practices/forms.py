"""What a browser would send: the values of a page's own form."""

from urllib.parse import urlsplit

from django.test import Client
from lxml import html


def form_of(client: Client, page: str, target: str = "") -> dict[str, list[str]]:
    """Names and values of the form of `page` that is posted to `target` (the page itself); empty when the page does not open."""
    answer = client.get(page)
    if answer.status_code != 200:
        return {}
    for form in html.fromstring(answer.content.decode()).forms:
        if form.method == "POST" and urlsplit(form.action or page).path == (target or page):
            values: dict[str, list[str]] = {}
            for name, value in form.form_values():
                values.setdefault(name, []).append(value)
            return values
    return {}
