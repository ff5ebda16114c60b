"""The cursor of the API: where a harvest stands, sealed into a text that anybody may keep and nobody can change.

Nothing is kept on the server: a cursor is good for as long as the site keeps its secret key.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from .params import SearchParams

#: What begins a harvest.
FIRST = "*"
#: The order of a harvest that asks for none.
BY_IDENTIFIER = "identifiant"
#: Orders whose values are the same in both engines, so that either goes on where the other stopped.
COMMON_ORDERS = (BY_IDENTIFIER, "recent")
# Another number here refuses every cursor given before.
_SALT = "search.cursor.2"


class BadCursor(Exception):
    """This cursor cannot be followed; the message is for people."""


@dataclass(frozen=True)
class Place:
    """Where a walk stands: behind the hit with the sort values `after` (none: at the beginning), in this order.

    `forms`, `loosely` and `in_places`: how the words were understood at the beginning, which holds until the end. `strict_count`: how many
    hits came before the looser ones. `engine`: who gave the values, where that matters.
    """

    order: str
    after: tuple[Any, ...] = ()
    forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    loosely: bool = False
    in_places: bool = True
    strict_count: int = 0
    engine: str = ""

    @property
    def at_start(self) -> bool:
        return not self.after

    def follows(self, engine: str) -> bool:
        """Whether this engine can go on from here."""
        return self.at_start or self.engine in ("", engine)


def begin(params: SearchParams) -> Place:
    return Place(params.tri or BY_IDENTIFIER)


def seal(place: Place, params: SearchParams) -> str:
    """The place as a text for addresses, good for this search only."""
    return signing.dumps([_search(params), *vars(place).values()], salt=_SALT, compress=True)


def unseal(cursor: str, params: SearchParams) -> Place:
    """The place that a cursor stands for. Raises BadCursor when it is not one of ours, or of another search."""
    if cursor == FIRST:
        return begin(params)
    try:
        search, order, after, *rest = signing.loads(cursor, salt=_SALT)
    except signing.BadSignature:
        raise BadCursor(_("This is not a cursor of ours: begin again with cursor=*.")) from None
    if search != _search(params):
        raise BadCursor(_("This cursor belongs to another search: keep the same parameters, or begin again with cursor=*."))
    return Place(order, tuple(after), *rest)


def _search(params: SearchParams) -> str:
    """Tells searches apart by what they find and in which order; pages may change their size on the way."""
    filters = sorted((parameter, sorted(values)) for parameter, values in params.filters.items())
    asked = [params.q, filters, params.annee_min, params.annee_max, params.tri]
    return hashlib.blake2b(json.dumps(asked).encode(), digest_size=8).hexdigest()
