"""The mails that the site can send, declared by the apps that send them, and the words that administrators gave them.

A kind is known by its template. Its own text is the template's; an edited one (`core.models.MailText`) takes its place: plain text with
`{{ name }}` where a value goes, and nothing else: whoever edits words never writes code. What takes turns (a list, a plural, « if there
is a date ») is a phrase: the site words it, and it goes into the text as one value.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template import Context, Engine, Template
from django.utils.translation import gettext as _

from core.models import MailText

#: The space before goes with an empty value: « Bonjour {{ name }}, » without a name is « Bonjour, ».
PLACE = re.compile(r" ?\{\{ *(\w+) *\}\}")
#: Values that a text may leave out; all others carry what the mail is for.
POLITE = frozenset({"name", "title", "region", "site_url", "site_name", "date", "time", "how_many", "introduction", "deadline"})


@dataclass(frozen=True)
class MailKind:
    """One mail. `values`: each name that its text may use, with an example. `news`: it may wait for the daily message, or be refused.
    `phrases`: of those names, the ones that the site words from what it knows, each with its small template."""

    template: str
    label: Any
    values: Mapping[str, str] = field(default_factory=dict)
    news: bool = False
    phrases: Mapping[str, str] = field(default_factory=dict)

    @property
    def examples(self) -> dict[str, str]:
        return {**_of_the_site(), **self.values}


_registered: dict[str, MailKind] = {}


def register(*kinds: MailKind) -> None:
    _registered.update({kind.template: kind for kind in kinds})


def every() -> list[MailKind]:
    return list(_registered.values())


def get(template: str) -> MailKind | None:
    return _registered.get(template)


def worded(template: str, values: Mapping[str, Any]) -> tuple[str, str]:
    """Subject and body of one mail, in the words that were edited or else in the template's."""
    values = {**_of_the_site(), **values}
    kind = get(template)
    if kind:
        values |= {name: _rendered(Engine.get_default().from_string(source), values).strip() for name, source in kind.phrases.items()}
    if kind and (edited := MailText.objects.filter(template=template).first()):
        return _one_line(_placed(edited.subject, values)), _placed(edited.body, values)
    return _from_template(template, values)


def own_text(kind: MailKind) -> tuple[str, str]:
    """The template's words with its places in them, to begin an edition with."""
    return _from_template(kind.template, {name: f"{{{{ {name} }}}}" for name in kind.examples})


def example(subject: str, body: str, kind: MailKind) -> tuple[str, str]:
    """What these words give with the examples of the kind."""
    return _one_line(_placed(subject, kind.examples)), _placed(body, kind.examples)


def check(subject: str, body: str, kind: MailKind) -> None:
    """Raises ValidationError when a place is unknown, or one that the mail is for is gone."""
    used = {match[1] for match in PLACE.finditer(subject + body)}
    if unknown := sorted(used - kind.examples.keys()):
        raise ValidationError(_("These places are unknown to this message: %(names)s.") % {"names": _places(unknown)})
    own = {match[1] for match in PLACE.finditer("".join(own_text(kind)))}
    if gone := sorted(own - used - POLITE):
        raise ValidationError(_("Without these places the message would be of no use: %(names)s.") % {"names": _places(gone)})


def _placed(text: str, values: Mapping[str, Any]) -> str:
    def value(match: re.Match[str]) -> str:
        found = str(values.get(match[1], "") or "")
        return match[0][: match[0].startswith(" ")] + found if found else ""

    return PLACE.sub(value, text)


def _from_template(template: str, values: Mapping[str, Any]) -> tuple[str, str]:
    text = _rendered(Engine.get_default().get_template(template), values).lstrip()
    header, _empty_line, body = text.partition("\n\n")
    return _one_line(header.removeprefix("Subject:")), body


def _rendered(template: Template, values: Mapping[str, Any]) -> str:
    """Values are given as they are: a mail is plain text, not HTML."""
    return template.render(Context(dict(values), autoescape=False))


def _of_the_site() -> dict[str, str]:
    return {"site_url": settings.SITE_URL, "site_name": settings.WAGTAIL_SITE_NAME}


def _places(names: list[str]) -> str:
    return ", ".join(f"{{{{ {name} }}}}" for name in names)


def _one_line(text: str) -> str:
    return " ".join(text.split())
