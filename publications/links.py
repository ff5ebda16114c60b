"""The signed link by which an author opens the proof that she is asked to sign, without signing in."""

from django.core import signing
from django.urls import reverse

from .models import SignOff

SALT = "publications.sign_off"
LIFETIME = 120 * 24 * 3600


def token(row: SignOff) -> str:
    """Opens this proof to whoever holds it; asking anew makes another one, and the former opens nothing."""
    return signing.dumps([row.pk, _asked(row)], salt=SALT)


def path(row: SignOff, page: str = "proof") -> str:
    return reverse(f"publications:{page}", args=[token(row)])


def read(token: str) -> SignOff | None:
    """The row of a token; None when it is no longer that one's. Raises signing.BadSignature, SignatureExpired when it is too old."""
    match signing.loads(token, salt=SALT, max_age=LIFETIME):
        case [int(pk), int(asked)]:
            row = SignOff.objects.select_related("record__page", "user", "revision").filter(pk=pk).first()
            return row if row and _asked(row) == asked else None
    raise signing.BadSignature("not a token of ours")


def _asked(row: SignOff) -> int:
    return int(row.asked_at.timestamp() * 1000)
