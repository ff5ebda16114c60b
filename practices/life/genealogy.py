"""Which public sheet adapts which: told on both, from public records only."""

from typing import Any

from django.db.models import QuerySet

from ..models import GONE, PracticeRecord, PublicPractice


def told(identifier: str, source: str) -> dict[str, Any]:
    """`of`: the sheet that this one adapts (`source`), without a title once gone, None if it never was public; `by`: who adapts it."""
    return {"of": _source(source) if source and source != identifier else None, "by": [_named(each) for each in adapting(identifier)]}


def adapting(identifier: str) -> QuerySet[PublicPractice]:
    """Public sheets that say that they adapt this one, the oldest first."""
    others = PublicPractice.objects.filter(data__adapted_from=identifier).exclude(pk=identifier)
    return others.only("identifier", "title", "region_slug", "slug").order_by("first_published_at", "identifier")


def relatives(identifier: str, adapts: str | None) -> list[str]:
    """Sheets whose public record speaks of this one: those that adapt it, and the one that it adapts."""
    found = {each.identifier for each in adapting(identifier)} | ({adapts} if adapts else set())
    return sorted(found - {identifier})


def named(data: dict[str, Any], adapted_before: str | None) -> list[str]:
    """The same, of a sheet whose public object was just made."""
    by = [each["id"] for each in data["genealogy"]["by"]]
    return sorted({source for source in (*by, data["adapted_from"], adapted_before) if source} - {data["id"]})


def _source(identifier: str) -> dict[str, str] | None:
    public = PublicPractice.objects.filter(pk=identifier).only("identifier", "title", "region_slug", "slug").first()
    if public:
        return _named(public)
    if PracticeRecord.objects.filter(identifier=identifier, public_state__in=GONE).exists():
        return {"id": identifier, "title": "", "url": f"/p/{identifier}/"}
    return None


def _named(practice: PublicPractice) -> dict[str, str]:
    return {"id": practice.identifier, "title": practice.title, "url": practice.get_absolute_url()}
