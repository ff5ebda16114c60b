"""Which sheets tell of a person, and by what."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from wagtail.models import Revision

from accounts.personal_data import Leaving
from accounts.traces import Traces

from ..models import PracticePage, PracticeRecord

CONTACT = ("contact_name", "contact_role", "contact_email", "contact_phone")


def learn(leaving: Leaving) -> None:
    """Adds the addresses and telephone numbers under which she is the contact of her sheets, in any version."""
    user, traces = leaving.user, leaving.traces
    pages = PracticePage.objects.filter(Q(owner=user) | Q(record__coauthors__user=user)).distinct()
    versions = [dict(zip(CONTACT, values, strict=True)) for values in pages.values_list(*CONTACT)]
    versions += [revision.content for revision in revisions_of(pages.values_list("pk", flat=True)).iterator(chunk_size=100)]
    for version in versions:
        if is_contact(version, traces):
            traces.add(addresses=[version.get("contact_email") or ""], phones=[version.get("contact_phone") or ""])


def is_contact(version: dict[str, Any], traces: Traces) -> bool:
    """Whether this person is the contact of that version."""
    return (
        traces.is_name(version.get("contact_name") or "")
        or traces.is_address(version.get("contact_email") or "")
        or traces.is_phone(version.get("contact_phone") or "")
    )


def involved(leaving: Leaving) -> list[int]:
    """The sheets that she had a part in, and those of anybody where her address or her number stands."""
    user, traces = leaving.user, leaving.traces
    part = (
        Q(page__owner=user)
        | Q(holder=user)
        | Q(coauthors__user=user)
        | Q(coauthors__email__in=traces.addresses)
        | Q(reviews__reviewer=user)
        | Q(reviews__email__in=traces.addresses)
        | Q(comments__author=user)
        | Q(events__actor=user.pk)
        | Q(events__person=user.pk)
        | Q(reports__email__in=traces.addresses)
    )
    found = set(PracticeRecord.objects.filter(part).values_list("pk", flat=True))
    certain = traces.unmistakable
    found |= set(certain.may_be_in(PracticePage.objects.all()).values_list("pk", flat=True))
    found |= {int(pk) for pk in certain.may_be_in(revisions()).values_list("object_id", flat=True)}
    return sorted(found)


def revisions_of(page_ids: Iterable[int]) -> QuerySet[Revision]:
    """All versions of these sheets."""
    return revisions().filter(object_id__in=[str(pk) for pk in page_ids])


def revisions() -> QuerySet[Revision]:
    return Revision.objects.filter(content_type=ContentType.objects.get_for_model(PracticePage))
