"""A dossier begun from what somebody found or gathered; the page editor does the rest."""

import re
from collections.abc import Iterable

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from practices.domain.errors import Faulty, Forbidden
from practices.permissions import Reason, is_national_editor

from ..cited.references import public_objects
from ..models import DossierIndexPage, DossierItem, DossierPage, EditorialRecord

#: Things that a dossier may begin with: more make a list, not a reading.
MOST_ITEMS = 60
LONGEST_SLUG = 60

_IDENTIFIER = re.compile(r"o[pc]-[0-9a-z]{8}")


def may_make_dossier(user) -> Reason:
    return None if is_national_editor(user) else _("Only the national editors make dossiers.")


@transaction.atomic
def create_dossier(*, title: str, identifiers: Iterable[str], by, is_demo: bool = False) -> DossierPage:
    """A draft that holds these, in this order; what is not public and other dossiers are left out. Raises Forbidden, Faulty."""
    if reason := may_make_dossier(by):
        raise Forbidden(reason)
    kept = proposable(identifiers)
    if not title.strip():
        raise Faulty(_("Give the dossier a title: the question that it is about."))
    if not kept:
        raise Faulty(_("Nothing here is public: choose at least one thing to read."))
    index = DossierIndexPage.objects.select_for_update().get()
    page = DossierPage(title=title.strip(), slug=_free_slug(index, title), live=False, owner=by)
    page.items = [DossierItem(identifier=each["id"], sort_order=place) for place, each in enumerate(kept)]
    index.add_child(instance=page)
    if is_demo:
        EditorialRecord.objects.filter(page=page).update(is_demo=True)
    page.save_revision(user=by)
    return page


def proposable(identifiers: Iterable[str]) -> list[dict]:
    """The public objects of those that a dossier may hold, at most MOST_ITEMS."""
    public = public_objects(each for each in identifiers if _IDENTIFIER.fullmatch(each))
    return [each for each in public if each.get("kind") != DossierPage.kind][:MOST_ITEMS]


def _free_slug(index: DossierIndexPage, title: str) -> str:
    stem = slugify(title.replace("œ", "oe").replace("’", " ").replace("'", " "))[:LONGEST_SLUG].strip("-") or "dossier"
    taken = set(index.get_children().filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(slug for slug in (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3))) if slug not in taken)
