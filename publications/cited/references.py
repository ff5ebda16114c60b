"""What editors point to from a content: sheets and contents, by their identifier or by the address that one copies from the browser."""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from practices.models import PublicPractice

#: Beginnings of the identifiers of sheets and of contents.
SHEET, CONTENT = "op", "oc"

_NAMED = re.compile(r"(?:.*/[pc]/)?(o[pc]-[0-9a-z]{8})/?")
_SHEET_ADDRESS = re.compile(r"/pratiques/([\w-]+)/([\w-]+)/?")


def clean_reference(text: str, *, of: tuple[str, ...] = (SHEET, CONTENT)) -> str:
    """The identifier of what `text` names, for the fields of editors. Raises ValidationError where there is nothing of that sort."""
    identifier = identifier_of(text)
    if identifier[:2] not in of:
        raise ValidationError(_("There is no public sheet here.") if of == (SHEET,) else _("There is no public sheet or content here."))
    return identifier


def identifier_of(text: str) -> str:
    """The identifier of the sheet or content that `text` names; empty when it names nothing that we have."""
    path = urlsplit(text.strip()).path if "\x00" not in text else ""
    if named := _NAMED.fullmatch(path.lower()):
        return named[1] if _is_known(named[1]) else ""
    if sheet := _SHEET_ADDRESS.fullmatch(path):
        return PublicPractice.objects.filter(region_slug=sheet[1], slug=sheet[2]).values_list("pk", flat=True).first() or ""
    return _contents().filter(path=f"{path.rstrip('/')}/").values_list("pk", flat=True).first() or ""


def public_objects(identifiers: Iterable[str]) -> list[dict[str, Any]]:
    """The public objects of those that are public today, in this order; sheets have no `kind`. Two queries at most."""
    wanted = list(dict.fromkeys(identifiers))
    sheets = [identifier for identifier in wanted if identifier.startswith(SHEET)]
    contents = [identifier for identifier in wanted if identifier.startswith(CONTENT)]
    found: dict[str, Any] = {}
    if sheets:
        found |= dict(PublicPractice.objects.filter(pk__in=sheets).values_list("pk", "data"))
    if contents:
        found |= dict(_contents().filter(pk__in=contents).values_list("pk", "data"))
    return [found[identifier] for identifier in wanted if identifier in found]


def _is_known(identifier: str) -> bool:
    """A sheet must be public; a content may be pointed to before it is."""
    if identifier.startswith(SHEET):
        return PublicPractice.objects.filter(pk=identifier).exists()
    return apps.get_model("publications.EditorialRecord").objects.filter(identifier=identifier).exists()


def _contents():
    # Models of contents clean their references here: they are read before the public record is.
    return apps.get_model("publications.PublicContent").objects
