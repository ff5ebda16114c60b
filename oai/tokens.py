"""Where a harvester stands in a list, told back and forth: nothing is kept here, and a token never expires.

Nothing in it is secret and nothing in it is believed: each part is read as strictly as the arguments of a first request.
"""

import base64
import binascii
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from practices.identifiers import is_identifier

from .protocol import Refusal
from .queries import PREFIXES, Position

LONGEST = 1000
#: More records than there will ever be; beyond it a number is not one of ours.
MOST = 10**9


@dataclass(frozen=True)
class Token:
    """The arguments of the list, the last change that was given, how many were, and how many there were at the beginning."""

    verb: str
    arguments: dict[str, str]
    at: str
    identifier: str
    cursor: int
    size: int

    @property
    def position(self) -> Position:
        return Position(datetime.fromisoformat(self.at), self.identifier)


def write(token: Token) -> str:
    return base64.urlsafe_b64encode(json.dumps(list(asdict(token).values())).encode()).decode().rstrip("=")


def read(text: str, verb: str) -> Token:
    """The token that `write` made for a list of this verb. Raises Refusal (badResumptionToken)."""
    try:
        token = Token(*_parts(text))
        position = token.position
    except (ValueError, TypeError, OverflowError, RecursionError, binascii.Error):
        raise _refusal() from None
    numbers = (token.cursor, token.size)
    is_whole = (
        token.verb == verb
        and position.at.tzinfo is UTC
        and isinstance(token.identifier, str)
        and is_identifier(token.identifier, PREFIXES)
        and all(type(number) is int and 0 < number < MOST for number in numbers)
        and isinstance(token.arguments, dict)
        and all(isinstance(value, str) for value in token.arguments.values())
        and "metadataPrefix" in token.arguments
        and set(token.arguments) <= {"metadataPrefix", "from", "until", "set"}
    )
    if not is_whole:
        raise _refusal()
    return token


def _parts(text: str) -> Any:
    if len(text) > LONGEST:
        raise ValueError
    return json.loads(base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True))


def _refusal() -> Refusal:
    return Refusal("badResumptionToken", _("This token is not one of ours, or belongs to another list. Begin the list again."))
