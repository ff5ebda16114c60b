"""What editors write in a letter, as mail programs show it: a few tags of ours and nothing else, and the same in plain text."""

from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Page

from core.typography import french

#: Tags kept, with the style that they bear in a mail.
STYLES = {
    "p": "margin:0 0 16px",
    "ul": "margin:0 0 16px;padding-left:24px",
    "ol": "margin:0 0 16px;padding-left:24px",
    "li": "margin:0 0 6px",
    "b": "",
    "strong": "",
    "i": "",
    "em": "",
}
EMPTY = {"br": "<br>"}
LINK_CLASS = "link"
LINK_STYLE = "color:#17477e"
SCHEMES = ("http", "https", "mailto")


@dataclass(frozen=True)
class Rich:
    """`mail`: HTML with inline styles; `page`: the same without; `text`: plain, the address of a link after its words."""

    mail: str
    page: str
    text: str


def rich(source: str) -> Rich:
    """`source`: Wagtail's rich text, as stored."""
    reader = _Reader(_live_addresses(source))
    reader.feed(source)
    reader.close()
    reader.finish()
    text = "\n".join(line.rstrip() for line in "".join(reader.text).splitlines())
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return Rich("".join(reader.mail), "".join(reader.page), text.strip())


class _Reader(HTMLParser):
    def __init__(self, pages: dict[int, str]):
        super().__init__()
        self.pages = pages
        self.mail: list[str] = []
        self.page: list[str] = []
        self.text: list[str] = []
        self._open: list[str] = []
        self._links: list[str] = []
        self._lists: list[int] = []

    def handle_starttag(self, tag, attrs):
        if tag in EMPTY:
            self._both(EMPTY[tag])
            self.text.append("\n")
        elif tag == "a":
            self._begin_link(dict(attrs))
        elif tag in STYLES:
            self.mail.append(f'<{tag} style="{STYLES[tag]}">' if STYLES[tag] else f"<{tag}>")
            self.page.append(f"<{tag}>")
            self._open.append(tag)
            self._begin_text(tag)

    def handle_endtag(self, tag):
        if tag == "a" and self._links:
            self._end_link()
        elif tag in STYLES and tag in self._open:
            # Whatever was left open inside is closed first.
            while self._close() != tag:
                pass

    def handle_data(self, data):
        self._both(escape(french(data)))
        self.text.append(french(data))

    def finish(self) -> None:
        while self._links:
            self._end_link()
        while self._open:
            self._close()

    def _close(self) -> str:
        tag = self._open.pop()
        self._both(f"</{tag}>")
        if tag in ("ul", "ol"):
            self._lists.pop()
        if tag in ("p", "ul", "ol"):
            self.text.append("\n\n")
        return tag

    def _begin_text(self, tag: str) -> None:
        if tag in ("ul", "ol"):
            self._lists.append(0 if tag == "ol" else -1)
        elif tag == "li":
            if self._lists and self._lists[-1] >= 0:
                self._lists[-1] += 1
            number = self._lists[-1] if self._lists else -1
            self.text.append(f"\n{number}. " if number > 0 else "\n- ")

    def _begin_link(self, attributes: dict[str, str | None]) -> None:
        address = self._address(attributes)
        self._links.append(address)
        if address:
            self.mail.append(f'<a class="{LINK_CLASS}" style="{LINK_STYLE}" href="{escape(address)}">')
            self.page.append(f'<a href="{escape(address)}">')

    def _end_link(self) -> None:
        if address := self._links.pop():
            self._both("</a>")
            self.text.append(f" ({address.removeprefix('mailto:')})")

    def _address(self, attributes: dict[str, str | None]) -> str:
        """Absolute; empty for a page that is not public and for what is no address: the words stay, without a link."""
        if attributes.get("linktype"):
            number = attributes.get("id") or ""
            return self.pages.get(int(number), "") if attributes["linktype"] == "page" and number.isdecimal() else ""
        address = (attributes.get("href") or "").strip()
        if address.startswith("/") and not address.startswith("//"):
            address = settings.SITE_URL + address
        try:
            return address if urlsplit(address).scheme.lower() in SCHEMES else ""
        except ValueError:
            return ""

    def _both(self, html: str) -> None:
        self.mail.append(html)
        self.page.append(html)


class _PageLinks(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found: set[int] = set()

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "a" and values.get("linktype") == "page" and (values.get("id") or "").isdecimal():
            self.found.add(int(values["id"]))


def _live_addresses(source: str) -> dict[int, str]:
    """The addresses of the pages linked to that are public. No query when there is none."""
    reader = _PageLinks()
    reader.feed(source)
    if not reader.found:
        return {}
    pages = Page.objects.live().public().filter(pk__in=[number for number in reader.found if number < 2**31])
    # A page's address begins with the home page's own slug in the tree.
    return {page.pk: f"{settings.SITE_URL}/{page.url_path.split('/', 2)[2]}" for page in pages}
