"""Passages of a sheet that may tell who a person is. They block nothing: its author, then its editors, look at each."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.text import fold

from .. import sheet
from ..rows import Label
from ..sheet import Field
from .persons import TITLES, Person, persons

Values = dict[str, Any]

#: Characters of one sheet that are looked at, and passages that are shown: beyond, nobody would read them.
MOST_READ = 400_000
MOST_SHOWN = 40
#: Characters shown around a passage.
AROUND = 45

_SPACE = r"[\s.\-/]?"
PHONE = re.compile(rf"(?<![\d,])(?:(?:\+|00)33{_SPACE}(?:\(0\){_SPACE})?|0)[1-9](?:{_SPACE}\d\d){{4}}(?!\d)")
MAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
SECURITY_NUMBER = re.compile(r"(?<!\d)[12]\s?\d\d\s?(?:0[1-9]|1[0-2]|[2-9]\d)\s?(?:\d\d|2[ABab])\s?\d{3}\s?\d{3}(?:\s?(\d\d))?(?!\d)")
#: « 2 cours de cuisine » is no address: after these words a capital must come.
ADDRESS = re.compile(
    r"(?<![\d,.])\d{1,4}(?:\s?(?:bis|ter|quater))?,?\s(?:"
    r"(?:rue|avenue|boulevard|bd|allées?|impasse|chemin|ruelle|sentier|venelle|faubourg)\s(?:[^\W\d]|d[’'])"
    r"|(?:place|cours|route|square|quai|passage|résidence|lotissement|villa|cité|esplanade|promenade|hameau|clos|mail)\s"
    r"(?:(?:de|du|des|de\sla|de\sl[’']|d[’'])\s?)?[A-ZÀ-ÖØ-Þ]"
    r")[^\n,;.!?()«»]{0,60}(?:,?\s\d{5}\s[A-ZÀ-ÖØ-Þ][\w’'-]{1,40})?"
)
#: The sheet says that its first names are not the real ones.
CHANGED_NAMES = re.compile(r"pr[ée]noms?[^.\n]{0,25}(?:chang[ée]|modifi[ée]|fictif|d[’']emprunt)|pseudonyme", re.IGNORECASE)


class Kind(TextChoices):
    PORTRAIT = "portrait", _("A name with an age")
    NAME = "name", _("A name of a person")
    FIRST_NAME = "first_name", _("A first name")
    PHONE = "phone", _("A telephone number")
    MAIL = "mail", _("A mail address")
    ADDRESS = "address", _("A postal address")
    SECURITY_NUMBER = "security_number", _("A social security number")


WORDS: dict[str, Label] = {
    Kind.PORTRAIT: _("With an age and a place, neighbours recognise somebody: change or drop one of them."),
    Kind.NAME: _("Does this person agree to stand here by name? Otherwise say her role: “a neighbour”, “the head of the service”."),
    Kind.FIRST_NAME: _("Is it the real one? Another first name tells the story as well, and protects the person."),
    Kind.PHONE: _("Everybody would read it: the fields of the contact are made for it."),
    Kind.MAIL: _("Everybody would read it: the fields of the contact are made for it."),
    Kind.ADDRESS: _("If somebody lives there, say the neighbourhood only."),
    Kind.SECURITY_NUMBER: _("It must not stand here: take it out, also from your attached files."),
}


@dataclass(frozen=True)
class Finding:
    """A passage, with what stands around it. `row` counts from 1 in a field of rows, else 0; `others`: how often it comes again."""

    kind: Kind
    field: Field
    row: int
    before: str
    passage: str
    after: str
    others: int = 0

    @property
    def place(self) -> str:
        """« Étapes, 2 »."""
        return f"{self.field.label}, {self.row}" if self.row else str(self.field.label)

    @property
    def words(self) -> Label:
        return WORDS[self.kind]


@dataclass
class _Text:
    field: Field
    row: int
    text: str
    spans: list[tuple[int, int, Kind]] = field(default_factory=list)


def findings(values: Values) -> list[Finding]:
    """What to look at again in these values (by attribute), in the order of the sheet, each passage once.

    Who signs, the organisation and the contact are named where they sign: not warned about. The time is that of reading the texts.
    """
    read = list(_texts(values))
    changed = any(CHANGED_NAMES.search(each.text) for each in read)
    told = _Told(values)
    found: dict[tuple[str, str], Finding] = {}
    for each in read:
        for start, end, kind in scan(each.text):
            passage = each.text[start:end]
            if told.already(kind, passage) or (changed and kind == Kind.FIRST_NAME):
                continue
            key = (kind, fold(passage))
            if key in found:
                found[key] = _again(found[key])
            elif len(found) < MOST_SHOWN:
                found[key] = _finding(each, start, end, kind)
    return list(found.values())


def scan(text: str) -> list[tuple[int, int, Kind]]:
    """Passages of one text: (start, end, kind), in order, none inside another."""
    spans = [(match.start(), match.end(), kind) for kind, look in PATTERNS for match in look(text)]
    spans += [(each.start, each.end, _kind_of(each)) for each in persons(text)]
    kept: list[tuple[int, int, Kind]] = []
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def _security_numbers(text: str) -> Iterator[re.Match[str]]:
    """With its key, the number must agree with it."""
    for match in SECURITY_NUMBER.finditer(text):
        digits = re.sub(r"\s", "", match[0]).upper().replace("2A", "19").replace("2B", "18")
        if match[1] is None or (97 - int(digits[:13]) % 97) == int(digits[13:]):
            yield match


PATTERNS: tuple[tuple[Kind, Callable[[str], Iterator[re.Match[str]]]], ...] = (
    (Kind.SECURITY_NUMBER, _security_numbers),
    (Kind.PHONE, PHONE.finditer),
    (Kind.MAIL, MAIL.finditer),
    (Kind.ADDRESS, ADDRESS.finditer),
)


def _kind_of(person: Person) -> Kind:
    if person.aged:
        return Kind.PORTRAIT
    return Kind.FIRST_NAME if person.first_name_only else Kind.NAME


class _Told:
    """Who is named where names belong: authors, contact, organisation."""

    def __init__(self, values: Values):
        names = [row.get("name") for row in values.get("authors") or []]
        names += [values.get("contact_name"), values.get("organisation_name")]
        self.names = [set(fold(name).split()) for name in names if name]
        public = str(values.get("contact_public") or "").lower() in ("true", "1", "on", "oui")
        self.reached_by = {_plain(values.get(key) or "") for key in ("contact_email", "contact_phone")} if public else set()

    def already(self, kind: Kind, passage: str) -> bool:
        if kind in (Kind.PHONE, Kind.MAIL):
            return _plain(passage) in self.reached_by
        words = set(fold(passage).split()) - TITLES
        return kind in (Kind.NAME, Kind.FIRST_NAME) and any(words <= name for name in self.names)


def _plain(text: str) -> str:
    return re.sub(r"[\s.\-/]", "", text).lower()


#: Fields in which a name, an address or a number is in its place.
_IN_THEIR_PLACE = frozenset(
    [
        "authors",
        "organisation.name",
        "contact.name",
        "contact.role",
        "contact.email",
        "contact.phone",
        "adapted_from",
        "start_date",
        "end_date",
    ]
)


def _texts(values: Values) -> Iterator[_Text]:
    """Every text that people write freely, up to MOST_READ characters in all."""
    left = MOST_READ
    for each in sheet.FIELDS:
        if each.key in _IN_THEIR_PLACE:
            continue
        for row, text in _of_field(each, values.get(each.attribute)):
            if left <= 0:
                return
            yield _Text(each, row, text[:left])
            left -= len(text)


def _of_field(each: Field, value: Any) -> Iterator[tuple[int, str]]:
    if each.kind in ("line", "text") and value:
        yield 0, str(value)
    elif each.kind in ("texts", "keywords"):
        yield from ((number, str(text)) for number, text in enumerate(value or [], start=1))
    elif each.kind == "rows":
        cells = [cell.key for cell in each.rows.cells if cell.kind in ("line", "text")]
        for number, row in enumerate(value or [], start=1):
            yield from ((number, str(row[cell])) for cell in cells if row.get(cell))


def _finding(each: _Text, start: int, end: int, kind: Kind) -> Finding:
    before, after = each.text[max(start - AROUND, 0) : start], each.text[end : end + AROUND]
    if start > AROUND:
        before = "…" + before.partition(" ")[2]
    if end + AROUND < len(each.text):
        after = after.rpartition(" ")[0].rstrip(".,;: ") + "…"
    return Finding(kind, each.field, each.row, before, each.text[start:end], after)


def _again(known: Finding) -> Finding:
    return Finding(known.kind, known.field, known.row, known.before, known.passage, known.after, known.others + 1)
