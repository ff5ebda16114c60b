"""The files of contents: asked for, made by the worker, given out while the text is public and its persons agree.

`request` has the files of one version made; `ready` tells which are still missing. A file is made anew when what it says has changed.
"""

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Revision

from core import made_files
from core.made_files import NotMade
from practices.models import PublicState

from ..models import ContentFile, EditorialRecord, PublicContent, VoiceConsent, WorkState
from ..vocabulary import ConsentUse, Kind
from . import epub, pdf
from .sources import Edition, edition

FOLDER = "publications"
#: States of a text whose proof somebody reads or signs, and seconds between two looks at what changed around it.
PROOFS_EVERY = 300
PROOFS = (WorkState.LAYOUT, WorkState.SIGN_OFF, WorkState.READY, WorkState.SCHEDULED)
#: Files made by one job of the worker: others wait for their turn.
MOST_AT_ONCE = 5
WRITERS: dict[str, Callable[[Edition, Path], None]] = {ContentFile.Kind.PDF: pdf.write, ContentFile.Kind.EPUB: epub.write}
KINDS: dict[str, tuple[str, ...]] = {
    Kind.CAHIER: (ContentFile.Kind.PDF, ContentFile.Kind.EPUB),
    Kind.ARTICLE: (ContentFile.Kind.PDF,),
}


def kinds_of(record: EditorialRecord) -> tuple[str, ...]:
    """The files that a content has; none for most."""
    return KINDS.get(record.page.specific_class.kind, ())


@transaction.atomic
def request(record: EditorialRecord, revision: Revision) -> None:
    """Has the files of this very version made; those that say what it says today already are left alone."""
    current = _rows(record, revision)
    digest = edition(record, revision).digest if kinds_of(record) else ""
    for kind in kinds_of(record):
        row = current.get(kind) or ContentFile(record=record, revision=revision, kind=kind)
        if row.pk is None or row.error or (row.source != digest and not row.to_make):
            made_files.ask(row)
    transaction.on_commit(_wake_up, robust=True)


def ready(record: EditorialRecord, revision: Revision) -> list[str]:
    """The kinds that are still missing, or that no longer say what this version would say today."""
    kinds = kinds_of(record)
    if not kinds:
        return []
    digest, rows = edition(record, revision).digest, _rows(record, revision)
    return [kind for kind in kinds if not (kind in rows and rows[kind].is_there and rows[kind].source == digest)]


def errors(record: EditorialRecord, revision: Revision) -> list[str]:
    """Why files of this version are not made, in words for editors; none while they are only waiting."""
    return list(dict.fromkeys(row.error for row in _rows(record, revision).values() if row.error))


def make_files() -> int:
    """Makes a few of the files that are due; returns how many. The worker's, safe in parallel."""
    made = made_files.make_due(ContentFile.objects.select_related("record__page", "revision"), _make, _name, most=MOST_AT_ONCE)
    _wake_up_if_due()
    return made


def make_what_is_due() -> None:
    """Has the worker make what waits, and anew the proofs around which something changed: the sweep's, which misses nothing."""
    if cache.add("publications.print.proofs", True, PROOFS_EVERY):
        look_after_proofs()
    _wake_up_if_due()


def look_after_proofs() -> None:
    """Has the proofs made anew that no longer say what their text, its pieces or its cahier say."""
    for record in EditorialRecord.objects.filter(work_state__in=PROOFS, files__isnull=False).select_related("page").distinct():
        if record.page.latest_revision is not None:
            _made_anew_if_asked_for(record, record.page.latest_revision)


def published(identifier: str) -> QuerySet[ContentFile]:
    """The files that the public may have, the newest first."""
    there = ContentFile.objects.filter(record__identifier=identifier, record__public_state=PublicState.PUBLISHED, is_public=True)
    return there.exclude(file="").select_related("record").order_by("-version", "-kind", "-pk")


def public_file(identifier: str, kind: str, version: int | None = None) -> ContentFile | None:
    """The file of the text that is public today, or of an earlier version; None while there is none."""
    there = published(identifier).filter(kind=kind)
    wanted = {"version": F("record__edition") if version is None else version}
    found = there.filter(**wanted).first()
    return found if found is not None and _still_allowed(found) else None


def content_changed(sender: Any, *, identifier: str, deleted: bool, **_of_the_signal: Any) -> None:
    """In the transaction of the change: files of what left are given out no more, files of what changed are made anew."""
    holding = ContentFile.objects.filter(holds__contains=[identifier])
    if deleted:
        _drop(ContentFile.objects.filter(record__identifier=identifier))
        withhold(holding.exclude(record__identifier=identifier))
    elif record := EditorialRecord.objects.filter(identifier=identifier).select_related("page").first():
        _now_public(record)
        _make_anew(holding.exclude(record=record))


def words_withdrawn(sender: Any, *, identifier: str, uses: Collection[str], **_of_the_signal: Any) -> None:
    """A person took her words back: no file that holds them is given out from this moment on."""
    if {ConsentUse.PRINT, ConsentUse.SITE} & set(uses):
        withhold(ContentFile.objects.filter(holds__contains=[identifier]))


def withhold(rows: QuerySet[ContentFile]) -> None:
    """Deletes these files; those of texts that are public today, or that are on their way, are made again without the words."""
    for row in rows.select_related("record__page"):
        if row.is_public and row.version != row.record.edition:
            _drop(ContentFile.objects.filter(pk=row.pk))
            continue
        if row.file:
            made_files.delete_file(row.file)
        row.file = row.sha256 = row.source = ""
        row.holds = []
        made_files.ask(row)
        transaction.on_commit(_wake_up, robust=True)


def _now_public(record: EditorialRecord) -> None:
    """The files of the text that has just become public are public; they are asked for where nobody did before."""
    revision = record.page.live_revision
    if revision is None or not kinds_of(record):
        return
    ContentFile.objects.filter(record=record, revision=revision).update(is_public=True)
    request(record, revision)


def _make_anew(rows: QuerySet[ContentFile]) -> None:
    """Public files of others that hold a text which has changed; the former ones are given out meanwhile."""
    for row in rows.filter(is_public=True, version=F("record__edition")).select_related("record__page", "revision"):
        request(row.record, row.revision)


def _made_anew_if_asked_for(record: EditorialRecord, revision: Revision) -> None:
    if any(row.is_there for row in _rows(record, revision).values()) and ready(record, revision):
        request(record, revision)


def _drop(rows: QuerySet[ContentFile]) -> None:
    for row in rows.exclude(file=""):
        made_files.delete_file(row.file)
    rows.delete()


def _rows(record: EditorialRecord, revision: Revision) -> dict[str, ContentFile]:
    return {row.kind: row for row in record.files.all() if row.revision_id == revision.pk}


def _name(row: ContentFile) -> str:
    return f"{FOLDER}/{row.record.identifier}/{row.kind}-{row.revision_id}"


def _make(row: ContentFile, into: Path) -> dict[str, Any]:
    made_of = edition(row.record, row.revision)
    WRITERS[row.kind](made_of, into)
    record = EditorialRecord.objects.select_related("page").get(pk=row.record_id)
    if edition(record, row.revision).digest != made_of.digest:
        raise NotMade(_("Its text changed while it was made: it is made again."), again=True)
    is_public = record.public_state == PublicState.PUBLISHED and record.page.live_revision_id == row.revision_id
    return {
        "extension": row.extension,
        "source": made_of.digest,
        "holds": made_of.holds,
        "version": made_of.version,
        "is_public": row.is_public or is_public,
    }


def _still_allowed(row: ContentFile) -> bool:
    """Whether all the words in it are public, and lent to print, at this very moment: whoever took some away need not have told us."""
    others = set(row.holds) - {row.record.identifier}
    kinds = dict(PublicContent.objects.filter(pk__in=others).values_list("pk", "kind")) if others else {}
    voices = [identifier for identifier, kind in kinds.items() if kind == Kind.VOICE]
    lent = VoiceConsent.objects.valid().filter(page__record__identifier__in=voices, use=ConsentUse.PRINT).count() if voices else 0
    return (len(kinds), lent) == (len(others), len(voices))


def _wake_up_if_due() -> None:
    if made_files.due(ContentFile.objects.all()).exists():
        _wake_up()


def _wake_up() -> None:
    # Imported here: the queue's models are not loaded when the signals are connected.
    from ..tasks import make_content_files

    make_content_files.enqueue()
