"""Pages of the site made ready for paper and for books: nothing that moves or is pressed, whole addresses, headings at their level."""

import re
from collections.abc import Iterator

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from lxml import html
from lxml.html import HtmlElement

from core.typography import NARROW, NO_BREAK

#: What paper has no use for, what comes from elsewhere, and what the site shows to eyes only or to ears only.
LEFT_OUT = (
    "//script | //style | //svg | //audio | //video | //iframe | //object | //embed | //form | //button | //input | //nav | //template"
    " | //link | //meta | //base | //source | //track | //img[not(starts-with(@src, 'own:') or starts-with(@src, 'images/'))]"
    " | //*[@aria-hidden='true'] | //*[contains(concat(' ', normalize-space(@class), ' '), ' vh ')]"
)
#: Attributes that pages keep.
KEPT = {"href", "src", "alt", "id", "class", "lang", "dir", "colspan", "rowspan", "scope", "width", "height", "cite", "datetime", "start"}
KEPT_IN_BOOKS = KEPT | {"role", "epub:type", "aria-label"}
#: What XML, and so a book, cannot hold.
NOT_TEXT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
DEEPEST = 6
PARSER = html.HTMLParser(remove_comments=True, remove_pis=True)


def ready(markup: str, *, prefix: str = "", deeper: int = 0, book: bool = False) -> SafeString:
    """The fragment for one document. `prefix` goes before its anchors, for those of several fragments stay apart;
    `deeper`: levels by which its headings go down. `book`: for an EPUB, else for a PDF."""
    root = html.fragment_fromstring(NOT_TEXT.sub("", markup), create_parent="div", parser=PARSER)
    for element in root.xpath(LEFT_OUT):
        element.drop_tree()
    for element in list(root.iter()):
        _address(element, prefix)
        _plain(element, KEPT_IN_BOOKS if book else KEPT)
    _levels(root, deeper)
    if not book:
        for listed in root.xpath(".//dl"):
            _as_table(listed)
    return mark_safe(_inner(root, book))


def _address(element: HtmlElement, prefix: str) -> None:
    if anchor := element.get("id"):
        element.set("id", prefix + anchor)
    href = element.get("href")
    if href is None:
        return
    if href.startswith("#"):
        element.set("href", f"#{prefix}{href[1:]}")
    elif href.startswith("/") and not href.startswith("//"):
        element.set("href", settings.SITE_URL + href)
    elif not re.match(r"(https?|mailto|tel):", href.strip(), re.IGNORECASE):
        element.drop_tag()


def _levels(root: HtmlElement, deeper: int) -> None:
    """Headings below the title that stands above the fragment; none is skipped on the way down, as readers of tagged documents ask."""
    above = deeper + 1
    for heading in root.xpath(".//h1 | .//h2 | .//h3 | .//h4 | .//h5 | .//h6"):
        above = min(int(heading.tag[1]) + deeper, above + 1, DEEPEST)
        heading.tag = f"h{above}"


def _plain(element: HtmlElement, kept: set[str]) -> None:
    for name, value in list(element.attrib.items()):
        if name in kept:
            element.set(name, value.replace(NARROW, NO_BREAK))
        else:
            del element.attrib[name]


def _as_table(listed: HtmlElement) -> None:
    """Terms and what is said of them, as rows: readers of tagged PDF know no other list of pairs, and rows do not part over pages."""
    table = html.Element("table", {"class": f"pairs {listed.get('class', '')}".strip()})
    body = html.Element("tbody")
    table.append(body)
    for term, said in _pairs(listed):
        row, cell = html.Element("tr"), html.Element("td")
        term.tag = "th"
        term.set("scope", "row")
        for each in said:
            each.tag = "div"
            cell.append(each)
        row.extend([term, cell])
        body.append(row)
    table.tail = listed.tail
    listed.getparent().replace(listed, table)


def _pairs(listed: HtmlElement) -> Iterator[tuple[HtmlElement, list[HtmlElement]]]:
    for term in listed.xpath("./dt | ./div/dt"):
        said = []
        for each in term.itersiblings():
            if each.tag == "dt":
                break
            said.append(each)
        yield term, said


def _inner(root: HtmlElement, book: bool) -> str:
    method = "xml" if book else "html"
    children = "".join(html.tostring(child, encoding="unicode", method=method) for child in root)
    return thin(f"{escape(root.text or '')}{children}")


def thin(markup: str) -> str:
    """The narrow space that French sets before high marks: neither of our fonts has it, so a no-break space is drawn narrow."""
    return markup.replace(NARROW, f'<span class="thin">{NO_BREAK}</span>')
