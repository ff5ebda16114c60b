"""Reads of what is public, and of what is gone."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from practices.models import GONE

from .models import EditorialRecord, PublicContent


def public_content(path: str) -> PublicContent | None:
    """The content of this address."""
    return PublicContent.objects.filter(path=path).first() if "\x00" not in path else None


def public_contents(identifiers: list[str]) -> dict[str, PublicContent]:
    """Those of these that are public. One query."""
    return PublicContent.objects.defer("text", "texts").in_bulk(identifiers)


def listed(kind: str) -> QuerySet[PublicContent]:
    """What lists show of a kind, the newest first: what has expired is left out."""
    today = timezone.localdate()
    still = Q(listed_until__isnull=True) | Q(listed_until__gte=today)
    return PublicContent.objects.filter(still, kind=kind).defer("text", "texts")


def tombstones() -> QuerySet[EditorialRecord]:
    """What is left of contents that were public."""
    return EditorialRecord.objects.filter(public_state__in=GONE)


def gone_from(path: str) -> EditorialRecord | None:
    """The record of a content that was at this address and was taken off the site."""
    if "\x00" in path:
        return None
    # The tree's paths begin with the home page's own slug.
    return tombstones().filter(page__url_path__endswith=path).first()


def gone(identifier: str) -> EditorialRecord | None:
    """The record of a content that was public and was taken off the site."""
    return tombstones().filter(identifier=identifier.lower().replace("\x00", "")).first()
