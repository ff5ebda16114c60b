"""Saving, changing and deleting searches."""

from urllib.parse import urlencode

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from practices.domain.errors import Refused
from search.params import SearchParams

from ..models import Rhythm, SavedSearch
from . import alerts

MOST_SEARCHES = 50


def canonical(params: SearchParams) -> str:
    """What makes two searches the same one: words, filters and years, in one order; neither sort nor page."""
    kept = [(name, value) for name, value in params.pairs() if name not in ("tri", "par_page")]
    return urlencode(sorted(kept))


@transaction.atomic
def save_search(*, user: User, params: SearchParams, name: str, rhythm: str) -> tuple[SavedSearch, bool]:
    """The saved search, and whether it is new: the same search saved again takes the new name and rhythm. Raises Refused."""
    # The searches of one person are counted and added one at a time.
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    query = canonical(params)
    found = SavedSearch.objects.filter(user=user, query=query).first()
    if found:
        change_search(search=found, name=name, rhythm=rhythm)
        return found, False
    if SavedSearch.objects.filter(user=user).count() >= MOST_SEARCHES:
        raise Refused(_("You already keep %(most)d searches, which is the most. Delete one to save this one.") % {"most": MOST_SEARCHES})
    search = SavedSearch.objects.create(user=user, query=query, name=name, rhythm=rhythm)
    _follow(search)
    return search, True


@transaction.atomic
def change_search(*, search: SavedSearch, name: str, rhythm: str) -> None:
    """A new name, a new rhythm. What waited to be told is told at the new rhythm, or dropped with « never »."""
    search.name, search.rhythm = name, rhythm
    search.save(update_fields=["name", "rhythm"])
    _follow(search)


def delete_search(*, search: SavedSearch) -> None:
    """The search is forgotten, with what waited to be told of it."""
    search.delete()


def _follow(search: SavedSearch) -> None:
    if search.rhythm == Rhythm.NEVER:
        search.matches.unsent().delete()
    else:
        alerts.ask_for_consent(user=search.user)
