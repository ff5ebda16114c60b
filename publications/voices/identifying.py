"""What in a voice may tell who the person is. It blocks nothing: editors look at each passage, and with her if need be."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.text import fold
from practices.helps.personal_data import AROUND, MOST_SHOWN, WORDS, Kind, scan

from ..models import VoicePage

AGE = re.compile(r"(?<!\w)(?:\d{1,3}|\w{3,12}(?:-\w{3,12}){1,2})[\s ]ans\b")
#: « à Roubaix », « de Lille » : a word that begins with a capital after a preposition of place.
PLACE = re.compile(r"(?<!\w)(?:à|À|au|aux|de|d’|d'|près de|chez)[\s ]?([A-ZÀ-ÖØ-Þ][\w’'-]{2,40})")
#: Territories of this kind are small enough for somebody to be known there.
TOWN = "com-"

PSEUDONYM_WORDS = _("A pseudonym with a family name looks like a real name: a first name is enough, or tick that it is hers.")
TOGETHER = _("A first name, an age and a place, together")
TOGETHER_WORDS = _("Each says little; together neighbours recognise her. Change or drop one of them, with her.")


@dataclass(frozen=True)
class Finding:
    """A passage, what stands around it, and in which field."""

    label: str | Promise
    place: str
    words: str | Promise
    before: str = ""
    passage: str = ""
    after: str = ""


def findings(page: VoicePage) -> list[Finding]:
    """What to look at again in this version, each passage once, the most telling first."""
    found: dict[tuple[str, str], Finding] = {}
    for label, text in _texts(page):
        for start, end, kind in scan(text):
            key = (kind, fold(text[start:end]))
            if key not in found and not _is_signature(page, kind, text[start:end]):
                found[key] = _finding(label, text, start, end, Kind(kind))
    return [*_together(page), *_signature(page), *list(found.values())[:MOST_SHOWN]]


def _texts(page: VoicePage) -> Iterator[tuple[str, str]]:
    for name in ("title", "summary", "said_as", "words", "transcript", "image_alt", "image_credit"):
        if text := getattr(page, name):
            yield str(page._meta.get_field(name).verbose_name), text


def _is_signature(page: VoicePage, kind: str, passage: str) -> bool:
    """The name that she signs with may stand in her words: it was chosen."""
    return kind in (Kind.FIRST_NAME, Kind.NAME) and fold(passage) == fold(page.said_by)


def _signature(page: VoicePage) -> list[Finding]:
    if page.signs_with_name or not any(kind == Kind.NAME for _start, _end, kind in scan(page.said_by)):
        return []
    label = str(page._meta.get_field("said_by").verbose_name)
    return [Finding(Kind.NAME.label, label, PSEUDONYM_WORDS, passage=page.said_by)]


def _together(page: VoicePage) -> list[Finding]:
    """Where all three are in one voice, wherever they stand."""
    text = "\n".join(text for _label, text in _texts(page))
    names = [text[start:end] for start, end, kind in scan(text) if kind in (Kind.FIRST_NAME, Kind.NAME, Kind.PORTRAIT)]
    named = page.said_by if page.signs_with_name else next(iter(names), "")
    age, place = AGE.search(text), PLACE.search(text)
    town = next((row.territory.name for row in page.territory_rows.all() if row.territory_id.startswith(TOWN)), "")
    where = town or (place[1] if place else "")
    if not (named and age and where):
        return []
    return [Finding(TOGETHER, "", TOGETHER_WORDS, passage=" · ".join([named, age[0], where]))]


def _finding(label: str, text: str, start: int, end: int, kind: Kind) -> Finding:
    before, after = text[max(start - AROUND, 0) : start], text[end : end + AROUND]
    return Finding(kind.label, label, WORDS[kind], before, text[start:end], after)
