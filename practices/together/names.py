"""The names of persons that a sheet bears where it says who signs it and whom to write to, and where else they are written."""

import re
from typing import Any

from core.text import fold

from .. import display, sheet
from ..models import PracticePage

#: Fields whose only use is to name persons.
NAMING = ("authors", "contact.name", "contact.role", "contact.email", "contact.phone")
#: A shorter word is found in too many others.
SHORTEST = 3


def without_persons(values: dict[str, Any]) -> dict[str, Any]:
    """Public values (by attribute) as they are when names are withheld: nobody signs, nobody is to be written to."""
    kept = {key: value for key, value in values.items() if not key.startswith("contact_")}
    return kept | {"authors": []}


def public_names(page: PracticePage) -> list[str]:
    """The persons that the public reads on this version: those who sign, and the contact if it is public."""
    return [*signatures(page), *([page.contact_name] if page.contact_public and page.contact_name else [])]


def signatures(page: PracticePage) -> list[str]:
    return [row["name"] for row in page.authors]


def fields_that_name(page: PracticePage, names: list[str]) -> list[str]:
    """Labels of the public texts in which one of these persons, or her family name, is written too: withholding does not reach them."""
    sought = [pattern for name in names for pattern in _patterns(name)]
    public = {field.key for field in sheet.FIELDS if field.public and field.key not in NAMING}
    texts = {shown.field: shown.text for chapter in display.chapters(page) for shown in chapter.fields if shown.field.key in public}
    found = [str(field.label) for field, text in texts.items() if any(pattern.search(f" {fold(text)} ") for pattern in sought)]
    if page.image_id and any(pattern.search(f" {fold(page.image_credit)} ") for pattern in sought):
        found.append(str(PracticePage._meta.get_field("image_credit").verbose_name))
    return found


def _patterns(name: str) -> list[re.Pattern[str]]:
    words = fold(name).split()
    wanted = {" ".join(words), words[-1]} if words else set()
    return [re.compile(f" {re.escape(each)} ") for each in wanted if len(each) >= SHORTEST]
