"""What sheets as cited keep of a person: told to her, and taken out of them when she leaves the site."""

from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.personal_data import Leaving, Source
from accounts.traces import Traces
from practices.models import PracticeRecord

from ..models import CitedSheet, PublicContent


def data_of(user: User) -> dict[str, Any]:
    """The copies of the sheets that she wrote."""
    return {"cited": [{"identifier": row.identifier, "version": row.version, "cited_at": row.cited_at} for row in _with_part(user)]}


def erase(leaving: Leaving) -> None:
    """Her name in the copies of sheets that she had a part in, her addresses and numbers in all; what cites them is written anew."""
    with_part = set(_with_part(leaving.user).values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('observatory.erasing', 'on', true)")
        for row in CitedSheet.objects.iterator(chunk_size=100):
            _forget(row, leaving.traces if row.pk in with_part else leaving.traces.unmistakable)
        cursor.execute("SELECT set_config('observatory.erasing', 'off', true)")


def _forget(row: CitedSheet, traces: Traces) -> None:
    kept = {"id": row.data["id"], "url": row.data["url"]}
    authors = [author for author in row.data["authors"] if not traces.is_name(author["name"])]
    data = traces.without(row.data | {"authors": authors}) | kept
    if data != row.data:
        CitedSheet.objects.filter(pk=row.pk).update(data=data)
        PublicContent.objects.filter(data__pieces__contains=[{"identifier": row.identifier}]).update(stale=True)


def _with_part(user: User) -> QuerySet[CitedSheet]:
    """Acts outlive the account: they tell whose sheets these are even when nobody holds them any more."""
    part = Q(page__owner=user) | Q(coauthors__user=user) | Q(events__actor=user.pk) | Q(events__person=user.pk)
    return CitedSheet.objects.filter(identifier__in=PracticeRecord.objects.filter(part).values("identifier"))


SOURCE = Source(name="fiches-citees", data_of=data_of, erase=erase)
