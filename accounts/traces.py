"""What tells who a person is, and texts without it."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from core.text import fold

#: Between the words of a name: any space, a hyphen.
_GAP = r"[\s\u00a0\u202f-]+"
#: Between the digits of a telephone number.
_PAUSE = r"[\s\u00a0\u202f.()/-]*"
_DIGITS_OF_A_NUMBER = 9


@dataclass
class Traces:
    """Names, mail addresses and telephone numbers of one person."""

    names: set[str] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)

    def add(self, *, names=(), addresses=(), phones=()) -> None:
        """Once they have been used, texts are read anew for these too."""
        self.names |= {name.strip() for name in names if name.strip()}
        self.addresses |= {address.strip().lower() for address in addresses if address.strip()}
        self.phones |= {number for number in map(_number, phones) if number}
        self.__dict__.pop("patterns", None)

    @property
    def unmistakable(self) -> "Traces":
        """Without the names: somebody else may be called so."""
        return Traces(set(), set(self.addresses), set(self.phones))

    def is_name(self, text: str) -> bool:
        """Whether this is the person's name and nothing else, its words in any order."""
        return bool(text) and _flat(text) in [_flat(name) for name in self.names]

    def is_address(self, text: str) -> bool:
        return text.strip().lower() in self.addresses

    def is_phone(self, text: str) -> bool:
        return _number(text) in self.phones

    @cached_property
    def patterns(self) -> list[tuple[re.Pattern[str], str]]:
        """What to look for, and what stands in its place. A name of one word is not looked for inside texts: « Rose » is also a flower."""
        patterns = []
        if self.addresses:
            patterns.append((_any(map(re.escape, self.addresses), before=r"[\w.+-]"), _("[address erased]")))
        if names := [form for name in self.names for form in _forms(name)]:
            patterns.append((_any(names), _("[name erased]")))
        if self.phones:
            patterns.append((_any(rf"(?:\+?33|0033|0){_PAUSE}{_PAUSE.join(number)}" for number in self.phones), _("[number erased]")))
        return patterns

    def without(self, value: Any) -> Any:
        """The same text, list or object without these traces; lists that are kept as texts (Wagtail's revisions) are read as lists."""
        if isinstance(value, str):
            if value[:1] == "[" and (items := _list_in(value)) is not None:
                return json.dumps(self.without(items)) if self.without(items) != items else value
            for pattern, instead in self.patterns:
                value = pattern.sub(instead, value)
            return value
        if isinstance(value, list):
            return [self.without(item) for item in value]
        if isinstance(value, dict):
            return {key: self.without(item) for key, item in value.items()}
        return value

    def forget(self, rows: models.QuerySet) -> int:
        """Rewrites every text and JSON column of these rows that holds a trace; returns how many rows did."""
        fields = texts_of(rows.model)
        changed = 0
        for row in self.may_be_in(rows).order_by().iterator(chunk_size=200):
            values = {column.attname: getattr(row, column.attname) for column in fields}
            changes = {name: cleaned for name, value in values.items() if (cleaned := self.without(value)) != value}
            if changes:
                rows.model._base_manager.filter(pk=row.pk).update(**changes)
                changed += 1
        return changed

    def may_be_in(self, rows: models.QuerySet) -> models.QuerySet:
        """Those of these rows in which the database finds something like a trace: a few too many."""
        fields = texts_of(rows.model)
        rough = "|".join([*map(_roughly, self.addresses), *map(_roughly, self.names), *(r"\D*".join(number) for number in self.phones)])
        found = models.Q(pk__in=[])
        for column in fields if rough else []:
            found |= models.Q(models.lookups.IRegex(Cast(column.attname, models.TextField()), rough))
        return rows.filter(found)


def texts_of(model: type[models.Model]) -> list[models.Field]:
    """Columns of this model in which somebody may be named. Addresses of pages are made of words too, and not rewritten as they are."""
    kinds = (models.CharField, models.TextField, models.JSONField, ArrayField)
    columns = [
        column for column in model._meta.concrete_fields if isinstance(column, kinds) and not column.primary_key and not column.choices
    ]
    return [column for column in columns if not isinstance(column, models.SlugField) and column.name not in ("path", "url_path")]


def _any(parts: Iterable[str], before: str = r"\w") -> re.Pattern[str]:
    return re.compile(rf"(?<!{before})(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)


def _forms(name: str) -> list[str]:
    """« Léa Martin », « MARTIN Léa », « Lea Martin »."""
    words = re.split(r"[\s\u00a0\u202f-]+", name.strip())
    if len(words) < 2:
        return []
    orders = (words, [*words[1:], words[0]])
    return [_GAP.join(re.escape(word) for word in form) for order in orders for form in (order, [fold(word) for word in order])]


def _roughly(text: str) -> str:
    """Each letter that may bear an accent stands for any character."""
    return "".join(character if character.isascii() and character.isalnum() else "." for character in _longest_word(text))


def _longest_word(text: str) -> str:
    return text if "@" in text else max(re.split(r"[\s\u00a0\u202f-]+", text), key=len)


def _flat(name: str) -> list[str]:
    return sorted(fold(name).split())


def _number(phone: str) -> str:
    """The nine digits that follow 0 or +33; empty for what is no telephone number."""
    digits = re.sub(r"\D", "", phone or "")
    return digits[-_DIGITS_OF_A_NUMBER:] if len(digits) >= _DIGITS_OF_A_NUMBER else ""


def _list_in(text: str) -> list | None:
    try:
        items = json.loads(text)
    except ValueError:
        return None
    return items if isinstance(items, list) else None
