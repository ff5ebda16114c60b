"""How long the sentences of a saved text are: a hint for those who write it. Nothing is scored, nothing is held back.

Why lengths and no score: docs/decisions/reading-level.md.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import fmean

from django.utils.html import strip_tags
from wagtail.blocks import StreamValue
from wagtail.rich_text import RichText

from ..models import EditorialPage
from ..texts import paragraphs

#: « 1 phrase = 20 mots en moyenne » (European Commission, Rédiger clairement, 2011); longer by half is called long.
ADVISED, LONG = 20, 30
SHOWN = 3
#: Words that a full stop shortens, never the last of a sentence; « M. » is read as initials are.
_SHORTENED = re.compile(r"MM|Mmes?|Mlle|Dr|Pr|Me|Ste?|[Cc]f|pp?|[Aa]rt|al|chap|[Ff]ig|vol|n|ex|env|av|apr|éd|coll|trad|dir|ibid|op|c\.-à-d")
#: What may end a sentence, with the marks that close after it.
_END = re.compile(r"[.!?…]+(?:\s*[»”)\]])*(?=\s|$)")
#: What opens the next one.
_OPENING = re.compile(r"\s+[«“(\[—–-]*\s*")
_LAST_WORD = re.compile(r"[\w.-]+$")
_INITIALS = re.compile(r"[A-ZÀ-Þ](?:[.-]+[A-ZÀ-Þ])*")
_HEADING = re.compile(r"<h\d.*?</h\d>", re.DOTALL)
_BLOCK = re.compile(r"</?(?:p|li|ul|ol|blockquote|hr|div)\b[^>]*>")
_NOTE_CALL = re.compile(r"\[\^[\w-]+\]")
#: Plain texts of some kinds, besides the summary and the running text of all.
_FIELDS = ("purpose", "with_whom", "making", "words")


@dataclass(frozen=True)
class Lengths:
    """`longest`: those above what is advised, the longest first, each with its number of words."""

    sentences: int
    mean: int
    long: int
    longest: list[tuple[int, str]]

    @property
    def long_share(self) -> int:
        return round(100 * self.long / self.sentences)


def lengths(page: EditorialPage) -> Lengths | None:
    """Of the running text of this page as it stands; None while it has no sentence."""
    counted = [(len(words(each)), each) for passage in _passages(page) for each in sentences(passage)]
    numbers = [number for number, _sentence in counted if number]
    if not numbers:
        return None
    longest = sorted((each for each in counted if each[0] > ADVISED), key=lambda each: -each[0])[:SHOWN]
    return Lengths(len(numbers), round(fmean(numbers)), sum(number > LONG for number in numbers), longest)


def sentences(text: str) -> list[str]:
    """Of one paragraph of French: « M. », « etc. », decimals and what is said between guillemets do not end one too early."""
    found, begin = [], 0
    for end in _END.finditer(text):
        if _goes_on(text, begin, end):
            continue
        found.append(text[begin : end.end()].strip())
        begin = end.end()
    return [each for each in (*found, text[begin:].strip()) if each]


def words(sentence: str) -> list[str]:
    """As a word processor counts them: « l’accueil » and « aller-vers » are one each, marks alone are none."""
    return [token for token in sentence.split() if re.search(r"\w", token)]


def _goes_on(text: str, begin: int, end: re.Match[str]) -> bool:
    """Whether the sentence goes on after this mark."""
    rest = text[end.end() :]
    if not rest.strip():
        return False
    opening = _OPENING.match(rest)
    following = rest[opening.end() :][:1] if opening else ""
    if not (following.isupper() or following.isdigit()):
        return True
    if end[0] != ".":
        return False
    before = text[begin : end.start()].strip()
    last = _LAST_WORD.search(before)
    # « 1. » at the head of a sentence numbers it.
    return last is not None and bool(_SHORTENED.fullmatch(last[0]) or _INITIALS.fullmatch(last[0]) or before.isdigit())


def _passages(page: EditorialPage) -> Iterator[str]:
    """The paragraphs and items of lists of what is read as running text."""
    yield from paragraphs(page.summary)
    for name in _FIELDS:
        yield from paragraphs(getattr(page, name, ""))
    for field in page._meta.get_fields():
        stream = getattr(page, field.name, None) if field.concrete else None
        if isinstance(stream, StreamValue):
            for block in stream:
                if isinstance(block.value, RichText):
                    yield from _of_rich_text(block.value.source)


def _of_rich_text(source: str) -> list[str]:
    parts = _BLOCK.split(_HEADING.sub("", source))
    plain = (html.unescape(strip_tags(part.replace("<br/>", " "))) for part in parts)
    return [text for each in plain if (text := " ".join(_NOTE_CALL.sub("", each).split()))]
