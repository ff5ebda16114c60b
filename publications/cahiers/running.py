"""The text of an article as readers get it: headings that a plan leads to, notes numbered in their order, figures, what it cites."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from wagtail.blocks import StreamBlock
from wagtail.rich_text import expand_db_html

from core.pictures import Picture, pictures
from core.templatetags.core_tags import french_text

from ..cited.sheets import AsCited, as_cited
from ..models import ArticlePage
from .blocks import CALL, calls_of, rows_of

Data = Mapping[str, Any]
Stored = dict[str, Any]

#: Parts texts that are expanded together; no text holds it.
_BETWEEN = "\ue000"
_BEFORE_CALL = re.compile(rf"[ \u00a0\u202f]*{CALL.pattern}")
_NUMBERED = ("figure", "table")


@dataclass(frozen=True)
class Note:
    """`calls`: the ids of the places that call it."""

    number: int
    html: SafeString
    calls: list[str]


@dataclass
class RunningText:
    """`parts`: each block, drawn. `headings`: anchor → heading. `notes`: in the order in which they are called."""

    parts: list[SafeString] = field(default_factory=list)
    headings: dict[str, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)


@dataclass(frozen=True)
class Shown:
    """What blocks refer to, read at once: images and sheets by number and version, voices by the number of their page."""

    pictures: Mapping[int, Picture]
    sheets: Mapping[tuple[str, int], AsCited]
    voices: Mapping[str, Data]


def cited_in(stream: list[Stored]) -> list[tuple[str, int]]:
    """Identifier and version of each sheet that a stored text cites."""
    return [(block["value"]["identifier"], block["value"]["version"] or 0) for block in stream if block["type"] == "sheet"]


def gather(stream: list[Stored], voices: Mapping[str, Data]) -> Shown:
    """Reads what the text refers to: two queries for images, one for sheets, none for what it has not."""
    images = [block["value"]["image"]["image"] for block in stream if block["type"] in ("figure", "image")]
    return Shown(pictures(filter(None, images)), as_cited(cited_in(stream)), voices)


def run(stream: list[Stored], shown: Shown, *, call_template: str = "publications/blocks/call.html") -> RunningText:
    """The text drawn. `call_template` draws the call of a note (print puts the whole note there)."""
    return _Run(stream, shown, call_template).text


class _Run:
    def __init__(self, stream: list[Stored], shown: Shown, call_template: str):
        self.shown, self.call_template = shown, call_template
        self.blocks: StreamBlock = ArticlePage._meta.get_field("body").stream_block
        self.text = RunningText()
        self.numbers = {mark: number for number, mark in enumerate(calls_of(stream), 1)}
        self.calls: dict[str, list[str]] = {mark: [] for mark in self.numbers}
        self.counts = dict.fromkeys(_NUMBERED, 0)
        self.rich = _expanded(stream)
        self.note_of = {block["value"]["mark"]: self.rich[block["id"]] for block in stream if block["type"] == "note"}
        for block in stream:
            if drawn := self._drawn(block):
                self.text.parts.append(drawn)
        for mark, number in self.numbers.items():
            if mark in self.note_of:
                self.text.notes.append(Note(number, self.note_of[mark], self.calls[mark]))

    def _drawn(self, block: Stored) -> SafeString | None:
        draw = getattr(self, f"_{block['type']}", None)
        return draw(block) if draw else None

    def _heading(self, block: Stored) -> SafeString:
        stem = slugify(block["value"])[:60] or "partie"
        anchor, again = stem, 1
        while anchor in self.text.headings:
            again += 1
            anchor = f"{stem}-{again}"
        heading = str(french_text(block["value"]))
        self.text.headings[anchor] = heading
        return format_html('<h2 id="{}">{}</h2>', anchor, heading)

    def _text(self, block: Stored) -> SafeString:
        return mark_safe(_BEFORE_CALL.sub(self._call, self.rich[block["id"]]))

    def _call(self, found: re.Match[str]) -> str:
        mark = found[1]
        if mark not in self.note_of:
            return ""
        number, calls = self.numbers[mark], self.calls[mark]
        calls.append(f"appel-{number}" + (f"-{len(calls) + 1}" if calls else ""))
        context = {"number": number, "id": calls[-1], "note": self.note_of[mark], "is_first": len(calls) == 1}
        return render_to_string(self.call_template, context).strip()

    def _quote(self, block: Stored) -> SafeString:
        return self._template("core/blocks/quote.html", value=block["value"])

    def _image(self, block: Stored) -> SafeString | None:
        return self._picture(block["value"], number=0, source="")

    def _figure(self, block: Stored) -> SafeString | None:
        self.counts["figure"] += 1
        return self._picture(block["value"], number=self.counts["figure"], source=block["value"]["source"])

    def _picture(self, value: Stored, *, number: int, source: str) -> SafeString | None:
        image = value["image"]
        picture = self.shown.pictures.get(image["image"])
        if picture is None:
            return None
        alt = "" if image["decorative"] else image["alt_text"]
        caption = value["caption"]
        return self._template("publications/blocks/figure.html", picture=picture, alt=alt, caption=caption, source=source, number=number)

    def _table(self, block: Stored) -> SafeString:
        self.counts["table"] += 1
        value = block["value"]
        head, *rows = rows_of(value["cells"])
        table = {"number": self.counts["table"], "caption": value["caption"], "source": value["source"], "heads_rows": value["heads_rows"]}
        return self._template(
            "publications/blocks/table.html", **table, head=head, rows=[list(zip(head, row, strict=True)) for row in rows]
        )

    def _sheet(self, block: Stored) -> SafeString | None:
        cited = self.shown.sheets.get((block["value"]["identifier"], block["value"]["version"] or 0))
        return self._template("publications/blocks/sheet.html", cited=cited) if cited else None

    def _voice(self, block: Stored) -> SafeString | None:
        voice = self.shown.voices.get(str(block["value"]["voice"]))
        return self._template("publications/blocks/voice.html", voice=voice) if voice else None

    def _reference(self, block: Stored) -> SafeString:
        return self._template("publications/blocks/reference.html", **block["value"])

    def _template(self, name: str, **context: Any) -> SafeString:
        return render_to_string(name, context)


def _expanded(stream: list[Stored]) -> dict[str, SafeString]:
    """The rich texts of the blocks by the blocks' ids, links to pages and documents resolved for all at once."""
    rich = {
        block["id"]: block["value"] if block["type"] == "text" else block["value"]["text"]
        for block in stream
        if block["type"] in ("text", "note")
    }
    together = expand_db_html(_BETWEEN.join(text.replace(_BETWEEN, "") for text in rich.values()))
    return {key: french_text(mark_safe(text)) for key, text in zip(rich, together.split(_BETWEEN), strict=True)} if rich else {}
