"""The text of a PDF, read by a process of its own that may neither take long nor much: a hostile file stops it, never the worker."""

import json
import os
import re
import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from .pdf_reader import MOST_CHARACTERS, MOST_PAGES

PROGRAM = Path(__file__).with_name("pdf_reader.py")
#: Bytes of a file beyond which it is not read.
LARGEST = 30 * 1024 * 1024
#: Seconds by the clock, waiting included; more than its processor time, which it may have to share.
PATIENCE = 60

Outcome = Literal["read", "no_text", "encrypted", "broken"]

_HYPHENATED = re.compile(r"(?<=\w)[-\u00ad]\n(?=\w)")
#: Control characters and lone halves of surrogate pairs: PostgreSQL and JSON refuse them.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class PdfText:
    """`is_whole`: whether every page was read."""

    outcome: Outcome
    text: str = ""
    is_whole: bool = True


def text_of(content: bytes, patience: float = PATIENCE) -> PdfText:
    """What this file says. Never raises because of it; what was read before the time ran out is kept."""
    lines = _told(content, patience)
    if not lines:
        return PdfText("broken")
    head, pages = lines[0], [page for page in lines[1:] if isinstance(page, str)]
    if head.get("fault") == "encrypted":
        return PdfText("encrypted")
    text = "\n\n".join(filter(None, map(_clean, pages)))
    whole = len(pages) == head["pages"] and sum(map(len, pages)) < MOST_CHARACTERS
    if not text:
        return PdfText("no_text" if whole or len(pages) >= MOST_PAGES else "broken")
    return PdfText("read", text, whole)


def _told(content: bytes, patience: float) -> list[Any]:
    """The lines that the reader wrote, whatever became of it."""
    command = [sys.executable, "-I", str(PROGRAM)]
    quiet: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "env": {"PATH": os.defpath}}
    try:
        output = subprocess.run(command, input=content, timeout=patience, check=False, **quiet).stdout
    except subprocess.TimeoutExpired as late:
        output = late.stdout or b""
    # A line that was being written when it was stopped has no end.
    whole_lines = output.decode("ascii", errors="replace").split("\n")[:-1]
    return [json.loads(line) for line in whole_lines]


def _clean(page: str) -> str:
    """Ligatures undone, words that a line's end parts joined, one space between words."""
    text = unicodedata.normalize("NFKC", _HYPHENATED.sub("", page))
    return " ".join(_UNWRITABLE.sub(" ", text).split())
