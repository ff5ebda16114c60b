"""The pages that the site begins with. Editors own them from the first word that they change."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.timezone import now
from wagtail.blocks import StreamValue
from wagtail.models import Page, Site

from . import content
from .models import HomePage, MainLink, Navigation, StandardPage


@transaction.atomic
def load_pages() -> dict[str, int]:
    """Creates what is missing, brings up to date what nobody has edited; the rest is left as editors made it, drafts included.

    A page that an editor deleted comes back at the next loading: unpublish it instead. Returns the counts `created`, `updated`, `left`.
    """
    counts = {"created": 0, "updated": 0, "left": 0}
    home = HomePage.objects.first()
    if home is None:
        home = _first_home()
        counts["created"] += 1
    else:
        _refresh(home, content.HOME, counts)
    for slug, values in content.PAGES.items():
        page = StandardPage.objects.child_of(home).filter(slug=slug).first()
        if page is None:
            _create(StandardPage(slug=slug, show_in_menus=True), parent=home, values=values)
            counts["created"] += 1
        else:
            _refresh(page, values, counts)
    return counts


def load_menus() -> dict[str, int]:
    """The first main menu; editors own it from then on."""
    if Navigation.objects.exists():
        return {"created": 0}
    links = [MainLink(label=label, address=address, sort_order=rank) for rank, (label, address) in enumerate(content.MENU)]
    Navigation(footer_text=content.FOOTER_TEXT, main_links=links).save()
    return {"created": len(links)}


def _first_home() -> HomePage:
    """The home page takes the place of Wagtail's welcome page, and the pages that were below it."""
    home = HomePage(slug="accueil")
    _create(home, parent=Page.get_first_root_node(), values=content.HOME)
    site = Site.objects.get(is_default_site=True)
    welcome, site.root_page = site.root_page, home
    site.save()
    for child in welcome.get_children():
        child.move(home, pos="last-child")
    welcome.refresh_from_db()
    welcome.delete()
    return HomePage.objects.get(pk=home.pk)


def _create(page: HomePage | StandardPage, *, parent: Page, values: Mapping[str, Any]) -> None:
    _fill(page, values)
    page.first_published_at = page.last_published_at = now()
    parent.add_child(instance=page)


def _refresh(page: HomePage | StandardPage, values: Mapping[str, Any], counts: dict[str, int]) -> None:
    if page.has_unpublished_changes or not page.live or _hash(page) != page.loaded_hash:
        counts["left"] += 1
        return
    _fill(page, values)
    if _hash(page) != type(page).objects.values_list("loaded_hash", flat=True).get(pk=page.pk):
        page.draft_title = page.title
        page.last_published_at = now()
        page.save()
        counts["updated"] += 1


def _fill(page: HomePage | StandardPage, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(page, name, value)
    page.loaded_hash = _hash(page)


def _hash(page: HomePage | StandardPage) -> str:
    """Of the words alone: identifiers of blocks change with each loading, and the database keeps the keys of a block in its own order."""
    words = [_words(getattr(page, name)) for name in page.loaded_fields]
    return sha256(json.dumps(words, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _words(value: Any) -> Any:
    if isinstance(value, StreamValue):
        return [[block["type"], block["value"]] for block in value.get_prep_value()]
    return value
