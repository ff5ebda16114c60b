"""The text of a content, block by block, with its notes where paper and books want them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from lxml import html
from wagtail.rich_text import RichText

from core.typography import french

from ..cahiers.blocks import CALL, rows_of
from .pictures import Pictures
from .sources import Data, Edition

BLOCKS = "publications/print/blocks/{kind}.html"


@dataclass
class Text:
    """One stream on its way into a document. `book`: notes stand at its end, with links there and back; else at the foot of their page."""

    edition: Edition
    pictures: Pictures
    title: str
    book: bool = False
    voices: Mapping[str, str] = ()

    def drawn(self, stream: list[dict[str, Any]]) -> SafeString:
        notes = {block["value"]["mark"]: _inline(block["value"]["text"]) for block in stream if block["type"] == "note"}
        self._notes, self._numbers = notes, {}
        body = [self._block(block["type"], block["value"]) for block in stream if block["type"] != "note"]
        called = [{"number": number, "text": notes[mark]} for mark, number in self._numbers.items()]
        after = render_to_string(BLOCKS.format(kind="notes"), {"notes": called}) if self.book and called else ""
        return mark_safe("".join([*body, after]))

    def _block(self, kind: str, value: Any) -> str:
        shown = getattr(self, f"_{kind}", lambda value: {"value": value})(value)
        return render_to_string(BLOCKS.format(kind=kind), {**shown, "book": self.book}) if shown else ""

    def _text(self, value: str) -> dict[str, Any]:
        return {"html": mark_safe(CALL.sub(self._call, french(str(RichText(value).__html__()))))}

    def _image(self, value: dict[str, Any]) -> dict[str, Any]:
        return {"image": self._shown(value["image"]), "caption": value["caption"], "source": ""}

    def _figure(self, value: dict[str, Any]) -> dict[str, Any]:
        return self._image(value) | {"source": value["source"]}

    def _table(self, value: dict[str, Any]) -> dict[str, Any]:
        head, *rows = rows_of(value["cells"])
        return {"head": head, "rows": rows, "caption": value["caption"], "source": value["source"], "heads_rows": value["heads_rows"]}

    def _sheet(self, value: dict[str, Any]) -> dict[str, Any] | None:
        data = self.edition.sheets.get(f"{value['identifier']} {value['version']}")
        return {"sheet": data} if data else None

    def _voice(self, value: dict[str, Any]) -> dict[str, Any] | None:
        piece = self.edition.told.get(str(value["voice"]))
        return {"piece": piece} if piece else None

    def _shown(self, value: Any) -> dict[str, Any]:
        chosen = value if isinstance(value, dict) else {"image": value}
        alt = "" if chosen.get("decorative") else chosen.get("alt_text") or ""
        return self.pictures.shown(chosen["image"], alt, self.title)

    def _call(self, found) -> str:
        """The note itself in a PDF, which sets it at the foot of the page; its number in a book."""
        mark = found[1]
        if mark not in self._notes:
            return found[0]
        first = mark not in self._numbers
        number = self._numbers.setdefault(mark, len(self._numbers) + 1)
        if not self.book:
            return f'<span class="footnote">{self._notes[mark]}</span>' if first else f'<sup class="called-again">{number}</sup>'
        called = ' id="call-{}"' if first else ""
        return format_html(
            f'<a{called} class="call" epub:type="noteref" role="doc-noteref" href="#note-{{}}">{{}}</a>', *([number] * (3 if first else 2))
        )


def alternative(content: Data) -> str:
    """What the picture of a content shows; empty for an ornament, which print leaves out."""
    return (content.get("image") or {}).get("alt") or ""


def signatures(content: Data) -> str:
    """« Nadia Essai et Sacha Essai »."""
    names = [french(author["name"]) for author in content.get("authors", [])]
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]} if len(names) > 1 else "".join(names)


def _inline(rich: str) -> str:
    """The text of a note without its paragraphs, which could not stand inside a paragraph."""
    root = html.fragment_fromstring(french(str(RichText(rich).__html__())), create_parent="div")
    for number, paragraph in enumerate(root.xpath(".//p")):
        if number:
            paragraph.addprevious(html.Element("br"))
        paragraph.drop_tag()
    return str(format_html("{}", root.text or "")) + "".join(html.tostring(child, encoding="unicode") for child in root)
