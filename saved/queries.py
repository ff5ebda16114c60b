"""What a person keeps; somebody else's is not found."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from accounts.models import User
from practices.models import PublicPractice
from search.documents import hit

from .models import AlertConsent, KeptSheet, SavedSearch, SheetList


@dataclass(frozen=True)
class Shown:
    """A sheet of a list as it is shown; `hit` is None once it is not public any more."""

    kept: KeptSheet
    hit: dict[str, Any] | None


def searches_of(user: User) -> QuerySet[SavedSearch]:
    return SavedSearch.objects.filter(user=user)


def consent_of(user: User) -> AlertConsent | None:
    return AlertConsent.objects.filter(user=user).first()


def lists_of(user: User) -> QuerySet[SheetList]:
    """The last changed first, each with `number`, how many sheets it holds."""
    return SheetList.objects.filter(user=user).annotate(number=Count("sheets"))


def lists_to_keep_in(user: User, identifier: str) -> QuerySet[SheetList]:
    """The last changed first, each with `holds`, whether it has this sheet already."""
    return SheetList.objects.filter(user=user).annotate(holds=Count("sheets", filter=Q(sheets__identifier=identifier)))


def kept_of(user: User) -> QuerySet[KeptSheet]:
    return KeptSheet.objects.filter(list__user=user).select_related("list")


def keepers(identifier: str) -> int:
    """How many people keep this sheet in a list."""
    return KeptSheet.objects.filter(identifier=identifier).aggregate(number=Count("list__user", distinct=True))["number"]


def shared_list(token: str) -> SheetList | None:
    return SheetList.objects.filter(token=token).first() if token else None


def shown(sheet_list: SheetList) -> list[Shown]:
    """The sheets of a list in its order, as they are public today."""
    kept = list(KeptSheet.objects.filter(list=sheet_list))
    public = PublicPractice.objects.filter(identifier__in=[sheet.identifier for sheet in kept]).defer("text", "filters").in_bulk()
    return [Shown(sheet, hit(public[sheet.identifier]) if sheet.identifier in public else None) for sheet in kept]


def public_identifiers(sheet_list: SheetList) -> list[str]:
    """Those of its sheets that are public today, in its order."""
    kept = list(KeptSheet.objects.filter(list=sheet_list).values_list("identifier", flat=True))
    public = set(PublicPractice.objects.filter(identifier__in=kept).values_list("identifier", flat=True))
    return [identifier for identifier in kept if identifier in public]


def data_of(user: User) -> dict[str, Any]:
    """Everything that is kept here for this person: her part of the export of her data."""
    consent = consent_of(user)
    return {
        "alerts": consent and {"asked_at": consent.asked_at, "given_at": consent.given_at},
        "searches": [_search_data(search) for search in searches_of(user).prefetch_related("matches")],
        "lists": [_list_data(own) for own in SheetList.objects.filter(user=user).prefetch_related("sheets")],
    }


def _search_data(search: SavedSearch) -> dict[str, Any]:
    told = [{"identifier": match.identifier, "found_at": match.found_at, "sent_at": match.sent_at} for match in search.matches.all()]
    return {
        "name": search.name,
        "query": search.query,
        "rhythm": search.rhythm,
        "created_at": search.created_at,
        "sheets_told": told,
    }


def _list_data(own: SheetList) -> dict[str, Any]:
    return {
        "name": own.name,
        "shared_at": reverse("saved:shared", args=[own.token]) if own.token else None,
        "shares_notes": own.shares_notes,
        "created_at": own.created_at,
        "changed_at": own.changed_at,
        "sheets": [{"identifier": kept.identifier, "note": kept.note, "added_at": kept.added_at} for kept in own.sheets.all()],
    }
