"""The rules of both vocabularies: two levels, nothing deleted, one step from what is gone to what stands in its place."""

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Lower
from django.utils.text import slugify
from django.utils.translation import gettext as _

from core.text import fold

from .models import Keyword, Theme
from .signals import keyword_changed, theme_changed

FILE = Path(__file__).parent / "data/themes.json"
_KEYWORD_LENGTH = Keyword._meta.get_field("name").max_length


class LoadReport(NamedTuple):
    """Numbers of rows; `left` were changed by editors, whose word counts more than the file's."""

    created: int
    updated: int
    left: int


@transaction.atomic
def load_themes() -> LoadReport:
    """Writes the themes of the file: what is new or changed there. What editors changed or replaced stays as they left it."""
    stored = list(Theme.objects.select_for_update(of=["self"]).select_related("parent"))
    by_slug = {theme.slug: theme for theme in stored}
    by_name = {theme.name: theme for theme in stored}
    outcomes: Counter[str] = Counter()
    for position, row in enumerate(json.loads(FILE.read_text("utf-8")), start=1):
        # A name that editors gave to a theme of their own, under another slug: theirs is the one.
        parent, outcome = _load_one(row, None, position, by_slug.get(row["slug"]) or by_name.get(row["label"]))
        outcomes[outcome] += 1
        for place, child in enumerate(row["children"], start=1):
            outcomes[_load_one(child, parent, place, by_slug.get(child["slug"]) or by_name.get(child["label"]))[1]] += 1
    return LoadReport(outcomes["created"], outcomes["updated"], outcomes["left"])


def _load_one(row: dict, parent: Theme | None, position: int, theme: Theme | None) -> tuple[Theme, str]:
    """The theme that stands for this row of the file, and what was done with it."""
    values = {"name": row["label"], "parent": parent, "alternative_labels": row.get("alt", []), "position": position}
    if theme is None:
        return Theme.objects.create(slug=row["slug"], **values), "created"
    if theme.is_edited:
        return theme.successor or theme, "left"
    if all(getattr(theme, field) == value for field, value in values.items()):
        return theme, "same"
    for field, value in values.items():
        setattr(theme, field, value)
    theme.save()
    theme_changed.send(sender=Theme, theme=theme)
    return theme, "updated"


@transaction.atomic
def create_theme(
    *, name: str, parent: Theme | None = None, alternative_labels: Iterable[str] = (), introduction: str = "", position: int = 0
) -> Theme:
    """A new theme; its address comes from its name and stays when the name changes."""
    parent = parent and _locked(parent)
    check_place(theme=None, parent=parent)
    slug = _free_slug(name)
    return Theme.objects.create(
        name=name,
        slug=slug,
        parent=parent,
        alternative_labels=list(alternative_labels),
        introduction=introduction,
        position=position,
        is_edited=True,
    )


def _free_slug(name: str) -> str:
    base = slugify(fold(name))[:90] or "theme"
    taken = set(Theme.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    candidates = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(slug for slug in candidates if slug not in taken)


@transaction.atomic
def rename_theme(*, theme: Theme, name: str) -> Theme:
    """Another label, same address; the old one is kept as an alternative, so that people who know it still find the theme."""
    theme = _locked(theme)
    if theme.name == name:
        return theme
    theme.alternative_labels = _with_labels(theme, [theme.name], without=name)
    theme.name = name
    return _save_change(theme)


@transaction.atomic
def describe_theme(*, theme: Theme, alternative_labels: Iterable[str], position: int, introduction: str | None = None) -> Theme:
    """Sets the synonyms, the place in lists and, unless None, the words at the head of its page."""
    theme = _locked(theme)
    described = {"alternative_labels": list(alternative_labels), "position": position}
    if introduction is not None:
        described["introduction"] = introduction
    if all(getattr(theme, field) == value for field, value in described.items()):
        return theme
    for field, value in described.items():
        setattr(theme, field, value)
    return _save_change(theme)


@transaction.atomic
def move_theme(*, theme: Theme, parent: Theme | None) -> Theme:
    """Puts it under another theme, or on the first level. Raises ValidationError where the two levels would not hold."""
    theme, parent = _locked(theme), parent and _locked(parent)
    if theme.parent_id == (parent.pk if parent else None):
        return theme
    check_place(theme=theme, parent=parent)
    theme.parent = parent
    return _save_change(theme)


def _locked(theme: Theme) -> Theme:
    """As it is now, and so until the transaction ends: what a form showed a minute ago may have been merged since."""
    return Theme.objects.select_for_update().get(pk=theme.pk)


def check_place(*, theme: Theme | None, parent: Theme | None) -> None:
    """Raises ValidationError unless this theme (None: a new one) may stand under this parent."""
    if parent is None:
        return
    if parent.parent_id or parent.successor_id:
        raise ValidationError({"parent": _("Choose a theme of the first level that is in use.")})
    if theme and (theme.pk == parent.pk or theme.children.exists()):
        raise ValidationError({"parent": _("This theme has sub-themes: it stays on the first level.")})


@transaction.atomic
def merge_theme(*, theme: Theme, into: Theme) -> Theme:
    """Makes one theme of two: `into` takes the sheets, the sub-themes and the labels of the other."""
    theme, into = _replace(theme, into)
    into.alternative_labels = _with_labels(into, [theme.name, *theme.alternative_labels], without=into.name)
    return _save_change(into)


@transaction.atomic
def retire_theme(*, theme: Theme, replacement: Theme) -> Theme:
    """Takes a theme out of use; its sheets and sub-themes go to the replacement, its labels do not."""
    return _replace(theme, replacement)[1]


def _replace(theme: Theme, by: Theme) -> tuple[Theme, Theme]:
    locked = Theme.objects.select_for_update().order_by("pk").in_bulk([theme.pk, by.pk])
    theme, by = locked[theme.pk], locked[by.pk]
    check_replacement(theme=theme, by=by)
    children = list(theme.children.all())
    for child in children:
        child.parent = by
        _save_change(child)
    _point_to(Theme, theme, by)
    theme.successor = by
    return _save_change(theme), by


def check_replacement(*, theme: Theme, by: Theme) -> None:
    """Raises ValidationError unless one may stand for the other."""
    if theme.successor_id:
        raise ValidationError(_("“%(name)s” is already replaced.") % {"name": theme.name})
    if theme.pk == by.pk or by.successor_id:
        raise ValidationError(_("Choose another theme, one that is in use."))
    if by.parent_id and theme.children.exists():
        raise ValidationError(_("This theme has sub-themes: choose a theme of the first level to receive them."))


def _with_labels(theme: Theme, labels: list[str], without: str) -> list[str]:
    """The alternative labels with these added, none twice whatever its accents and capitals."""
    found = {fold(label): label for label in [*labels[::-1], *theme.alternative_labels[::-1]]}
    return [label for label in list(found.values())[::-1] if fold(label) != fold(without)]


def _save_change(theme: Theme) -> Theme:
    theme.is_edited = True
    theme.save()
    theme_changed.send(sender=Theme, theme=theme)
    return theme


def _point_to(model: type[Theme] | type[Keyword], row: Theme | Keyword, successor: Theme | Keyword) -> None:
    """What was replaced by this row is now replaced by its successor: there is never a chain to follow."""
    model.objects.filter(successor=row).update(successor=successor)


@transaction.atomic
def keywords_named(*, names: Iterable[str]) -> list[Keyword]:
    """The keywords of these names, made if nobody used them yet; capitals and doubled spaces do not make another keyword."""
    wanted = {name.lower(): name for name in (" ".join(name.split())[:_KEYWORD_LENGTH].strip() for name in names) if name}
    rows = Keyword.objects.alias(lower=Lower("name")).filter(lower__in=wanted).select_related("successor").order_by("-pk")
    known = {row.name.lower(): row.successor or row for row in rows}
    found = [known.get(lower) or Keyword.objects.get_or_create(name=name)[0] for lower, name in wanted.items()]
    return list(dict.fromkeys(found))


@transaction.atomic
def rename_keyword(*, keyword: Keyword, name: str) -> Keyword:
    keyword = Keyword.objects.select_for_update().get(pk=keyword.pk)
    if keyword.name != name:
        keyword.name = name
        keyword.save()
        keyword_changed.send(sender=Keyword, keyword=keyword)
    return keyword


@transaction.atomic
def merge_keyword(*, keyword: Keyword, into: Keyword) -> Keyword:
    """Sheets with the first keyword have the second from now on."""
    locked = Keyword.objects.select_for_update().order_by("pk").in_bulk([keyword.pk, into.pk])
    keyword, into = locked[keyword.pk], locked[into.pk]
    check_keyword_replacement(keyword=keyword, by=into)
    _point_to(Keyword, keyword, into)
    keyword.successor = into
    keyword.save()
    keyword_changed.send(sender=Keyword, keyword=keyword)
    return into


def check_keyword_replacement(*, keyword: Keyword, by: Keyword) -> None:
    """Raises ValidationError unless one may stand for the other."""
    if keyword.successor_id:
        raise ValidationError(_("“%(name)s” is already replaced.") % {"name": keyword.name})
    if keyword.pk == by.pk or by.successor_id:
        raise ValidationError(_("Choose another keyword, one that is in use."))
