"""The signed link by which a reader opens one sheet in one round, without signing in."""

from django.core import signing
from django.urls import reverse

from ..models import Review

SALT = "practices.review"
#: Longer than the longest due date that can be given to a reader, and the days after which the editors get the reading back.
LIFETIME = 120 * 24 * 3600


def token(review: Review) -> str:
    """Opens this reading to whoever holds it. Asking the same reader anew makes another one: the former no longer opens anything."""
    return signing.dumps([review.pk, _asked(review)], salt=SALT)


def path(review: Review, page: str = "reading") -> str:
    return reverse(f"practices:{page}", args=[token(review)])


def read(token: str) -> Review | None:
    """The reading of a token; None when it is no longer that one's. Raises signing.BadSignature, SignatureExpired when it is too old."""
    match signing.loads(token, salt=SALT, max_age=LIFETIME):
        case [int(pk), int(asked)]:
            pass
        case _:
            raise signing.BadSignature("not a token of ours")
    review = Review.objects.select_related("record__page__owner", "record__region", "reviewer", "revision").filter(pk=pk).first()
    return review if review and _asked(review) == asked else None


def _asked(review: Review) -> int:
    return int(review.asked_at.timestamp() * 1000)
