"""Contents without the name of an author who left the site. What editors wrote in them stays as it is: docs/decisions/erasure.md."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Revision

from accounts.models import User
from practices.models import PublicState

from ..fingerprint import fingerprint
from ..models import ContentAuthor, ContentFile, EditorialRecord, PublicVersion, SignOff
from .citing import gathering, retell_cahiers
from .publication import write_public_record
from .records import locked_record

IsHers = Callable[[dict[str, Any]], bool]


def signed_by(user: User) -> QuerySet[EditorialRecord]:
    """The contents that name this account among their authors, as they are or in any version that is kept."""
    pages = set(ContentAuthor.objects.filter(user=user).values_list("page_id", flat=True))
    versions = Revision.page_revisions.filter(content__author_rows__contains=[{"user": user.pk}])
    pages |= {int(page_id) for page_id in versions.values_list("object_id", flat=True)}
    return EditorialRecord.objects.filter(page_id__in=pages).select_related("page").order_by("pk")


def signatures_of(record: EditorialRecord, user: User) -> list[dict[str, str]]:
    """How she signs this content, in all its versions."""
    rows = [row for content in _versions(record).values_list("content", flat=True) for row in content.get("author_rows") or []]
    rows += ContentAuthor.objects.filter(page_id=record.pk).values("name", "affiliation", "user")
    hers = {(row["name"], row["affiliation"]): None for row in rows if row["user"] == user.pk}
    return [{"name": name, "affiliation": affiliation} for name, affiliation in sorted(hers)]


@transaction.atomic
def forget_author(*, page_id: int, user: User, names: set[str]) -> None:
    """Takes her out of the signatures of one content: the page, its versions, what was public, its files. The yes of the others stands."""
    record = locked_record(page_id)
    names = names | {signature["name"] for signature in signatures_of(record, user)}

    def hers(row: dict[str, Any]) -> bool:
        return row.get("user") == user.pk or row["name"] in names

    _rewrite_versions(record, hers)
    ContentAuthor.objects.filter(Q(user=user) | Q(name__in=names), page_id=record.pk).delete()
    _rewrite_past(record, hers)
    for row in SignOff.objects.filter(record=record, author__in=names):
        row.author = f"{_('[name erased]')} {row.pk}"
        row.save(update_fields=["author"])
    record = locked_record(page_id)
    if record.public_state == PublicState.PUBLISHED:
        write_public_record(record=record, page=record.page.specific)
        retell_cahiers(record)
    _have_files_made_anew(record)


def _versions(record: EditorialRecord) -> QuerySet[Revision]:
    return Revision.page_revisions.filter(object_id=str(record.pk)).order_by("pk")


def _rewrite_versions(record: EditorialRecord, hers: IsHers) -> None:
    """What was signed is signed without her name: nobody has changed the text."""
    for revision in _versions(record):
        rows = revision.content.get("author_rows") or []
        kept = [row for row in rows if not hers(row)]
        if kept == rows:
            continue
        before = fingerprint(revision)
        revision.content = revision.content | {"author_rows": kept}
        # Not saved as somebody's new text is: that would ask for new signatures.
        Revision.objects.filter(pk=revision.pk).update(content=revision.content)
        _sign_again(record, before, fingerprint(revision))


def _sign_again(record: EditorialRecord, before: str, after: str) -> None:
    EditorialRecord.objects.filter(pk=record.pk, signed_hash=before).update(signed_hash=after)
    answered = record.sign_offs.filter(fingerprint=after).values("author")
    record.sign_offs.filter(fingerprint=before).exclude(author__in=answered).update(fingerprint=after)


def _rewrite_past(record: EditorialRecord, hers: IsHers) -> None:
    """Its own past versions, and those of the cahiers that gathered it."""
    for version in PublicVersion.objects.filter(Q(record=record) | gathering(record)):
        told = version.data if version.record_id == record.pk else {}
        for signed in [told, *(piece for piece in version.data.get("pieces", []) if piece["identifier"] == record.identifier)]:
            if "authors" in signed:
                signed["authors"] = [author for author in signed["authors"] if not hers(author)]
        version.save(update_fields=["data"])


def _have_files_made_anew(record: EditorialRecord) -> None:
    """No file that bears her name is given out from this moment on."""
    # What makes them asks publications.domain.whole what a cahier holds: imported where it is called.
    from ..print import files

    files.withhold(ContentFile.objects.filter(Q(record=record) | Q(holds__contains=[record.identifier])))
