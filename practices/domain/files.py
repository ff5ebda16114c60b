"""The image and the documents of a sheet: kept with a version, moved to the editors when it is sent, deleted once no version names them.

What contributors send lies in a collection that is under nobody's permissions until the sheet is submitted. A file is deleted when no
page, no kept revision and no other content of the site names it: at once when it never left that collection, where nobody else could
have taken it up; else by `delete_orphans`, which looks everywhere.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.files import File
from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection, ReferenceIndex, Revision

from ..models import PracticeDocument, PracticePage, PracticeRecord, Upload
from ..permissions import may_write
from ..uploads import Ready
from .drafts import write_version
from .errors import Forbidden
from .records import latest_version, locked_record
from .routing import collection_of

#: Roots are kept in the order of their names: Wagtail takes the first for the root of all others, so that this one must come after “Root”.
DRAFT_FILES = "Versions non déposées"
#: How many files one round of the clock looks at.
ROUND = 100


@dataclass(frozen=True)
class NewDocument:
    ready: Ready
    title: str
    licence: str


@dataclass(frozen=True)
class Changes:
    """What a contributor does to the files of her sheet. `image_words`: alternative text, credit and consent by attribute."""

    image: Ready | None = None
    remove_image: bool = False
    image_words: Mapping[str, Any] | None = None
    document: NewDocument | None = None
    remove_document: int | None = None
    licences: Mapping[int, str] | None = None
    titles: Mapping[int, str] | None = None


def draft_files() -> Collection:
    """The collection of what was not submitted: a root of its own, below which no permission on the other root reaches."""
    return Collection.objects.filter(name=DRAFT_FILES, depth=1).first() or Collection.add_root(name=DRAFT_FILES)


def is_with_editors(document: Document) -> bool:
    """Whether it was part of a version that was submitted: what editors read is not renamed behind their back."""
    return document.collection.depth > 1 or document.collection.name != DRAFT_FILES


@transaction.atomic
def change_files(*, page_id: int, by, changes: Changes) -> PracticePage:
    """Saves the newest version with these files and returns it. Raises Forbidden."""
    record = locked_record(page_id)
    if refusal := may_write(by, record):
        raise Forbidden(refusal)
    page = latest_version(record)
    before = _named(page)
    values = _image_values(record, page, by, changes) | {"documents": _document_values(record, page, by, changes)}
    _rename(page, changes.titles or {})
    if any(_held(page, name) != value for name, value in values.items()):
        write_version(record=record, page=page, by=by, values=values)
    gone = Upload.objects.filter(_among(before - _named(page)))
    gone.update(doubtful=True)
    _settle(gone.filter(record=record), at_once=True)
    return page


def hand_to_region(record: PracticeRecord, page: PracticePage) -> None:
    """At submission, the files of this version come under the eyes of the editors."""
    documents = [row.document_id for row in page.document_rows.all()]
    if not page.image_id and not documents:
        return
    drafts, collection = draft_files(), collection_of(record.region_in_charge)
    Image.objects.filter(pk=page.image_id, collection=drafts).update(collection=collection)
    Document.objects.filter(pk__in=documents, collection=drafts).update(collection=collection)


@transaction.atomic
def delete_orphans() -> int:
    """Deletes the files that nothing names any more among those that lost a version or their sheet; returns how many."""
    doubtful = Upload.objects.select_for_update(skip_locked=True).filter(Q(doubtful=True) | Q(record=None))
    return _settle(doubtful.order_by("pk")[:ROUND])


def doubt_files_of(page_id: int) -> None:
    """A version of this sheet is gone: what it named may be named no more."""
    Upload.objects.filter(record=page_id).update(doubtful=True)


def _image_values(record: PracticeRecord, page: PracticePage, by, changes: Changes) -> dict[str, Any]:
    if changes.remove_image:
        return {"image": None, "image_alt": "", "image_credit": "", "image_consent": False}
    values = dict(changes.image_words or {})
    if changes.image:
        values["image"] = new_image(record, page, by, changes.image)
    return values


def _document_values(record: PracticeRecord, page: PracticePage, by, changes: Changes) -> list[tuple[int, str]]:
    licences = changes.licences or {}
    rows = [
        (row.document_id, licences.get(row.document_id, row.licence))
        for row in page.document_rows.all()
        if row.document_id != changes.remove_document
    ]
    if changes.document:
        rows.append((new_document(record, by, changes.document).pk, changes.document.licence))
    return rows


def _held(page: PracticePage, name: str) -> Any:
    if name == "documents":
        return [(row.document_id, row.licence) for row in page.document_rows.all()]
    return getattr(page, name)


def new_image(record: PracticeRecord, page: PracticePage, by, ready: Ready) -> Image:
    """Named after the sheet: the name that the file had on her machine may say who is on it."""
    image = Image(title=page.title[:255], collection=draft_files(), uploaded_by_user=by)
    image.file = File(ready.file, name=f"{record.identifier}.{ready.extension}")
    image._set_image_file_metadata()
    image.save()
    Upload.objects.create(record=record, image=image)
    return image


def new_document(record: PracticeRecord, by, new: NewDocument) -> Document:
    document = Document(title=new.title, collection=draft_files(), uploaded_by_user=by)
    document.file = File(new.ready.file, name=f"{slugify(new.title)[:60] or record.identifier}.{new.ready.extension}")
    document._set_document_file_metadata()
    document.save()
    Upload.objects.create(record=record, document=document)
    return document


def _rename(page: PracticePage, titles: Mapping[int, str]) -> None:
    """A title is the document's own, on every version: it is fixed once the editors have it."""
    ours = {row.document_id for row in page.document_rows.all()}
    for document in Document.objects.filter(pk__in=ours & titles.keys(), collection=draft_files()):
        if document.title != titles[document.pk]:
            document.title = titles[document.pk]
            document.save(update_fields=["title"])


Name = tuple[str, int]


def _named(page: PracticePage) -> set[Name]:
    """The files that a version names."""
    documents = {("document", row.document_id) for row in page.document_rows.all()}
    return documents | ({("image", page.image_id)} if page.image_id else set())


def _among(names: Iterable[Name]) -> Q:
    names = set(names)
    return Q(image__in=[pk for kind, pk in names if kind == "image"]) | Q(document__in=[pk for kind, pk in names if kind == "document"])


def _settle(uploads: Iterable[Upload], *, at_once: bool = False) -> int:
    """Deletes those that no version names, and no longer doubts the others. `at_once` leaves what takes long to know to the clock."""
    deleted = 0
    for upload in list(uploads):
        private = upload.file.collection_id == draft_files().pk
        if at_once and not private:
            continue
        if _is_named(upload, only_here=private):
            Upload.objects.filter(pk=upload.pk).update(doubtful=False)
        else:
            # Images and documents take their row of `Upload` with them, and their file once the transaction is through.
            upload.file.delete()
            deleted += 1
    return deleted


def _is_named(upload: Upload, *, only_here: bool) -> bool:
    """By a page, a kept revision, or other content. `only_here`: nobody but this sheet's writers could name it."""
    if _is_on_a_page(upload):
        return True
    revisions = Revision.page_revisions.filter(_in_content(upload))
    if only_here:
        return upload.record_id is not None and revisions.filter(object_id=str(upload.record_id)).exists()
    return revisions.exists() or ReferenceIndex.get_references_to(upload.file).exists()


def _is_on_a_page(upload: Upload) -> bool:
    if upload.image_id:
        return PracticePage.objects.filter(image=upload.image_id).exists()
    return PracticeDocument.objects.filter(document=upload.document_id).exists()


def _in_content(upload: Upload) -> Q:
    if upload.image_id:
        return Q(content__image=upload.image_id)
    return Q(content__document_rows__contains=[{"document": upload.document_id}])
