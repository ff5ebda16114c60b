"""Between a page and plain values: what the formats, the forms and the public record have in common."""

import hashlib
import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Value
from django.db.models.functions import Upper
from django.utils.translation import gettext as _

from territories.queries import resolve_all
from themes.models import Keyword, Theme

from . import sheet
from .models import PracticeDocument, PracticePage, PracticeTerritory, RegionPage
from .rows import RowErrors
from .sheet import Fault, Field


class Lookup:
    """Codes of the vocabularies turned into rows, each asked for once: an import keeps one for all its sheets."""

    def __init__(self) -> None:
        self._themes: dict[str, Theme] | None = None
        self._keywords: dict[str, Keyword] = {}
        self._regions: dict[str, RegionPage] = {}

    def theme(self, slug: str) -> Theme | None:
        """The theme of this slug, or the one that replaced it."""
        if self._themes is None:
            self._themes = {theme.slug: theme for theme in Theme.objects.all()}
            by_pk = {theme.pk: theme for theme in self._themes.values()}
            for key, theme in self._themes.items():
                while theme.successor_id:
                    theme = by_pk[theme.successor_id]
                self._themes[key] = theme
        return self._themes.get(slug)

    def territories(self, codes: Iterable[str]) -> dict[str, str | None]:
        """For each code the territory that stands for it today, None when unknown."""
        codes = list(codes)
        found = resolve_all(codes)
        return {code: found[code].code if code in found else None for code in codes}

    def region(self, code: str) -> RegionPage:
        """The page of this region in charge, '' for the national one."""
        if code not in self._regions:
            self._regions[code] = RegionPage.objects.select_related("group").get(region_code=code)
        return self._regions[code]

    def keywords(self, names: Iterable[str]) -> list[Keyword]:
        """Keywords by name, ignoring case; new ones are created."""
        names = list(names)
        unseen = [name for name in names if name.casefold() not in self._keywords]
        if len(unseen) > 1:
            alike = Keyword.objects.alias(upper=Upper("name")).filter(upper__in=[Upper(Value(name)) for name in unseen])
            for keyword in alike.select_related("successor").order_by("-name"):
                self._keywords[keyword.name.casefold()] = _current(keyword)
        return [self._keyword(name) for name in names]

    def forget_keywords(self) -> None:
        """After a rollback: keywords that it created are no longer there."""
        self._keywords.clear()

    def _keyword(self, name: str) -> Keyword:
        key = name.casefold()
        if key not in self._keywords:
            keyword = Keyword.objects.filter(name__iexact=name).select_related("successor").first() or Keyword.objects.create(name=name)
            self._keywords[key] = _current(keyword)
        return self._keywords[key]


def read(page: PracticePage) -> dict[str, Any]:
    """Plain values of a page by attribute: codes for vocabularies, lists and dicts for rows. Images and documents are not in it."""
    values = {field.attribute: _plain(getattr(page, field.attribute)) for field in sheet.FIELDS if field.kind not in RELATIONS}
    values["main_theme"] = _current(page.main_theme).slug if page.main_theme_id else ""
    values["themes"] = [slug for slug in dict.fromkeys(_current(theme).slug for theme in page.themes.all()) if slug != values["main_theme"]]
    values["keywords"] = list(dict.fromkeys(_current(keyword).name for keyword in page.keywords.all()))
    values["territories"] = page.territory_codes
    return values


RELATIONS = frozenset({"theme", "themes", "keywords", "territories", "image", "documents"})


def nest(values: dict[str, Any]) -> dict[str, Any]:
    """The same values under the keys of the formats (`organisation.name` inside `organisation`)."""
    nested: dict[str, Any] = {}
    for field in sheet.FIELDS:
        if field.attribute in values:
            head, _dot, tail = field.key.partition(".")
            if tail:
                nested.setdefault(head, {})[tail] = values[field.attribute]
            else:
                nested[head] = values[field.attribute]
    return nested


def flatten(data: dict[str, Any]) -> tuple[dict[str, Any], list[Fault]]:
    """Raw values by key from an object of the formats, and the keys that are not known."""
    raw: dict[str, Any] = {}
    faults: list[Fault] = []
    for key, value in data.items():
        if key in sheet.GROUPS:
            if value is None or value == "":
                continue
            if not isinstance(value, dict):
                faults.append((key, _("An object with its fields is expected.")))
                continue
            raw.update({f"{key}.{inner}": item for inner, item in value.items()})
        else:
            raw[key] = value
    faults += [(key[:80], _("This field is unknown.")) for key in raw if key not in sheet.BY_KEY]
    return {key: value for key, value in raw.items() if key in sheet.BY_KEY}, faults


def clean(
    raw: dict[str, Any], *, fields: Iterable[Field] = sheet.FIELDS, lookup: Lookup | None = None
) -> tuple[dict[str, Any], list[Fault]]:
    """Clean values by attribute from raw ones by key, and every fault with its path. Values that are refused are left out."""
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for field in fields:
        if field.kind in ("image", "documents"):
            continue
        try:
            values[field.attribute] = field.clean(raw.get(field.key))
        except RowErrors as error:
            faults += [(field.key + path, message) for path, message in error.faults]
        except ValidationError as error:
            faults += [(field.key, message) for message in error.messages]
    refused = {path.partition("[")[0] for path, _message in faults}
    faults += [(key, message) for key, message in sheet.cross_faults(values) if not sheet.BOUND[key] & refused]
    faults += _resolve(values, lookup or Lookup())
    return values, faults


def _resolve(values: dict[str, Any], lookup: Lookup) -> list[Fault]:
    """Replaces codes by those in force; names the unknown ones."""
    faults: list[Fault] = []
    if slug := values.get("main_theme"):
        if theme := lookup.theme(slug):
            values["main_theme"] = theme.slug
        else:
            faults.append(("main_theme", _("The theme “%(value)s” does not exist.") % {"value": slug[:60]}))
    if slugs := values.get("themes"):
        themes = {slug: lookup.theme(slug) for slug in slugs}
        faults += [
            ("themes", _("The theme “%(value)s” does not exist.") % {"value": slug[:60]}) for slug, theme in themes.items() if theme is None
        ]
        kept = dict.fromkeys(theme.slug for theme in themes.values() if theme)
        values["themes"] = [slug for slug in kept if slug != values.get("main_theme")]
    if codes := values.get("territories"):
        known = lookup.territories(codes)
        faults += [
            ("territories", _("The territory “%(value)s” does not exist.") % {"value": code[:60]}) for code in codes if not known[code]
        ]
        values["territories"] = list(dict.fromkeys(code for code in known.values() if code))
    return faults


def assign(page: PracticePage, values: dict[str, Any], *, lookup: Lookup | None = None) -> None:
    """Puts clean values (by attribute) on a page, in memory; new keywords are created."""
    lookup = lookup or Lookup()
    for attribute, value in values.items():
        if attribute == "main_theme":
            page.main_theme = lookup.theme(value) if value else None
        elif attribute == "themes":
            page.themes.set([lookup.theme(slug) for slug in value])
        elif attribute == "keywords":
            page.keywords.set(lookup.keywords(value))
        elif attribute == "territories":
            page.territory_rows = [PracticeTerritory(territory_id=code, sort_order=order) for order, code in enumerate(value)]
        elif attribute == "documents":
            page.document_rows = [
                PracticeDocument(document_id=document, licence=licence, sort_order=order) for order, (document, licence) in enumerate(value)
            ]
        else:
            setattr(page, attribute, value)


def public_values(page: PracticePage) -> dict[str, Any]:
    """The public part of `read`, with what is attached: a private contact is left out."""
    values = read(page)
    for field in sheet.FIELDS:
        if not field.public and not (field.key.startswith("contact.") and page.contact_public):
            values.pop(field.attribute, None)
    values["image"] = [page.image_id, page.image_alt, page.image_credit] if page.image_id else None
    values["documents"] = [[row.document_id, row.licence] for row in page.document_rows.all()]
    return values


def public_hash(page: PracticePage) -> str:
    """Tells two versions of the public content apart, however they were saved."""
    return hashlib.sha256(json.dumps(public_values(page), sort_keys=True, ensure_ascii=False).encode()).hexdigest()


MARK_LENGTH = 12


def mark(value: Any) -> str:
    """Tells one value of a field from another, in few characters."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:MARK_LENGTH]


def fingerprint(page: PracticePage, attributes: Iterable[str]) -> str:
    """The marks of these fields one after the other: what a form was filled from."""
    values = read(page)
    return "".join(mark(values[name]) for name in attributes)


def holds(page: PracticePage, values: dict[str, Any]) -> bool:
    """Whether the page already says what `values` say."""
    stored = read(page)
    return all(stored[name] == value for name, value in values.items())


def missing(page: PracticePage) -> list[Field]:
    """What submission asks for and the page lacks."""
    return sheet.missing_fields(read(page))


def missing_files(page: PracticePage) -> list[Field]:
    """The image, when what a contributor must say of it is not said: what it shows, who made it, that the persons shown agree."""
    lacks = page.image_id and not (page.image_alt and page.image_credit and page.image_consent)
    return [sheet.BY_KEY["image"]] if lacks else []


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal | float):
        return int(value) if value == int(value) else float(value)
    return value


def _current(row: Any) -> Any:
    """A theme or keyword, or the one that replaced it."""
    while row.successor_id:
        row = row.successor
    return row
