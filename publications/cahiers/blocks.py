"""What the text of an article is made of, besides what every text of the site has."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageBlock

from core.blocks import IMAGE_HELP, TEXT_FEATURES, EditorialBlock

#: The call of a note in a running text.
CALL = re.compile(r"\[\^([\w-]{1,20})\]")
SHEET = re.compile(r"op-[0-9a-hjkmnp-tv-z]{8}")
MOST_ROWS, MOST_COLUMNS = 100, 12
NOTE_FEATURES = ["bold", "italic", "link"]


class NoteBlock(blocks.StructBlock):
    mark = blocks.RegexBlock(
        regex=r"^[\w-]{1,20}$",
        label=gettext_lazy("Mark"),
        help_text=gettext_lazy(
            "A number or a word. Where the note is called, write it as [^1]; readers see numbers in the order of the text."
        ),
    )
    text = blocks.RichTextBlock(label=gettext_lazy("Text"), features=NOTE_FEATURES)

    class Meta:
        icon = "comment"
        label = gettext_lazy("Note")


class FigureBlock(blocks.StructBlock):
    image = ImageBlock(label=gettext_lazy("Image"), help_text=IMAGE_HELP)
    caption = blocks.CharBlock(label=gettext_lazy("Caption"), max_length=300)
    source = blocks.CharBlock(label=gettext_lazy("Source and credit"), max_length=300)

    class Meta:
        icon = "image"
        label = gettext_lazy("Figure")


class TableBlock(blocks.StructBlock):
    """Cells as they are pasted from a spreadsheet: no script is needed to write a table, and readers get a plain one."""

    caption = blocks.CharBlock(label=gettext_lazy("Caption"), max_length=300)
    cells = blocks.TextBlock(
        label=gettext_lazy("Cells"),
        help_text=gettext_lazy(
            "One row a line, cells parted by a tab (as pasted from a spreadsheet) or by “|”. The first row holds the headings."
        ),
    )
    heads_rows = blocks.BooleanBlock(label=gettext_lazy("The first cell of each row is its heading"), required=False, default=True)
    source = blocks.CharBlock(label=gettext_lazy("Source and credit"), required=False, max_length=300)

    class Meta:
        icon = "table"
        label = gettext_lazy("Table")

    def clean(self, value):
        cleaned = super().clean(value)
        if words := _wrong_table(rows_of(cleaned["cells"])):
            raise StructBlockValidationError(block_errors={"cells": ValidationError(words)})
        return cleaned


class CitedSheetBlock(blocks.StructBlock):
    identifier = blocks.RegexBlock(
        regex=rf"^{SHEET.pattern}$",
        label=gettext_lazy("Identifier of a sheet"),
        help_text=gettext_lazy("Such as op-1a2b3c4d. It is cited as it reads today; readers are told when it has changed since."),
    )
    version = blocks.IntegerBlock(
        required=False,
        label=gettext_lazy("Version"),
        help_text=gettext_lazy("Fills itself when you save. Empty it to cite the sheet as it reads today."),
    )

    class Meta:
        icon = "doc-full"
        label = gettext_lazy("Sheet as cited")


class CitedVoiceBlock(blocks.StructBlock):
    voice = blocks.PageChooserBlock(
        target_model="publications.VoicePage",
        label=gettext_lazy("Voice"),
        help_text=gettext_lazy("It is shown as long as it is public, and no longer."),
    )

    class Meta:
        icon = "openquote"
        label = gettext_lazy("Voice")


class ReferenceBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=gettext_lazy("Reference"), max_length=1000)
    url = blocks.URLBlock(label=gettext_lazy("Address"), required=False)

    class Meta:
        icon = "link"
        label = gettext_lazy("Reference to read")


class ArticleBlock(EditorialBlock):
    text = blocks.RichTextBlock(
        label=gettext_lazy("Text"),
        features=TEXT_FEATURES,
        template="core/blocks/text.html",
        help_text=gettext_lazy("Call a note with its mark, such as [^1]."),
    )
    figure = FigureBlock()
    table = TableBlock()
    sheet = CitedSheetBlock()
    voice = CitedVoiceBlock()
    reference = ReferenceBlock()
    note = NoteBlock()

    def clean(self, value):
        cleaned = super().clean(value)
        if not self.is_deferred_validation and (words := wrong_notes(cleaned.get_prep_value())):
            raise StreamBlockValidationError(non_block_errors=[ValidationError(each) for each in words])
        return cleaned


def rows_of(cells: str) -> list[list[str]]:
    """The cells of a table, row by row."""
    lines = [line for line in cells.replace("\r\n", "\n").split("\n") if line.strip()]
    return [[cell.strip() for cell in line.split("\t" if "\t" in line else "|")] for line in lines]


def calls_of(stream: list[dict[str, Any]]) -> list[str]:
    """The marks that the running texts of a stored stream call, in their order, each once."""
    texts = [block["value"] for block in stream if block["type"] == "text"]
    return list(dict.fromkeys(mark for text in texts for mark in CALL.findall(text)))


def wrong_notes(stream: list[dict[str, Any]]) -> list[str]:
    """What is wrong with notes and their calls, in words; empty when each has the other, once."""
    called = calls_of(stream)
    written = [block["value"]["mark"] for block in stream if block["type"] == "note"]
    said = [_("The text calls the note “%(mark)s”, which is not written.") % {"mark": mark} for mark in called if mark not in written]
    said += [_("No text calls the note “%(mark)s”.") % {"mark": mark} for mark in dict.fromkeys(written) if mark not in called]
    empty = [block["value"]["mark"] for block in stream if block["type"] == "note" and not strip_tags(block["value"]["text"]).strip()]
    said += [_("The note “%(mark)s” says nothing.") % {"mark": mark} for mark in empty]
    twice = [mark for mark in dict.fromkeys(written) if written.count(mark) > 1]
    return said + [_("Two notes have the mark “%(mark)s”.") % {"mark": mark} for mark in twice]


def _wrong_table(rows: list[list[str]]) -> str:
    if len(rows) < 2:
        return _("A table has a row of headings and at least one other row.")
    if len(rows) > MOST_ROWS or len(rows[0]) > MOST_COLUMNS:
        return _("A table has at most %(rows)d rows and %(columns)d columns.") % {"rows": MOST_ROWS, "columns": MOST_COLUMNS}
    for number, row in enumerate(rows, 1):
        if len(row) != len(rows[0]):
            words = _("Row %(number)d has %(cells)d cells, the first one has %(wanted)d.")
            return words % {"number": number, "cells": len(row), "wanted": len(rows[0])}
    return ""
