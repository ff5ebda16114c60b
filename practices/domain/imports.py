"""One sheet from a file, whole: a row replaces the sheet that bears its external identifier (or its own), or makes a new one."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import cleaning, content, sheet
from ..identifiers import is_identifier, new_identifier
from ..models import PracticeDocument, PracticeEvent, PracticePage, PracticeRecord, PublicState, ReviewState
from ..public import sha256
from ..sheet import Fault
from ..vocabulary import Licence
from .publication import free_slug, publish_new_page, publish_version, write_public_record
from .records import close_workflow, latest_version, locked_record, note, set_review_state
from .routing import region_for
from .submission import start_review

NOT_HERE = gettext_lazy("This file is not attached to the sheet: add it once the sheet is imported.")


@dataclass
class Row:
    """A row that can be written: clean values by attribute, who it is, and what it adapts (resolved once all rows are in)."""

    values: dict[str, Any]
    external_id: str | None
    identifier: str | None
    adapted_from: str
    image: dict[str, Any] | None
    documents: list[dict[str, Any]]


def read_row(data: dict[str, Any], *, publish: bool, lookup: content.Lookup) -> tuple[Row | None, list[Fault]]:
    """The row that an object of the formats holds, or None with every fault. `publish` lets the contact be absent."""
    raw, faults = content.flatten({key: value for key, value in data.items() if key not in ("external_id", "identifier")})
    values, more = content.clean(raw, lookup=lookup)
    faults += more
    wrong = {path.partition("[")[0] for path, _message in faults}
    waived = {"contact"} if publish and data.get("contact") is None else set()
    faults += [(field.key, _("This is missing.")) for field in sheet.missing_fields(values, waived=waived) if field.key not in wrong]
    external_id, identifier = _named(data, "external_id", faults), _named(data, "identifier", faults)
    image, documents = _files(data, faults)
    if faults:
        return None, faults
    adapted_from = values.pop("adapted_from")
    return Row(values, external_id or None, identifier or None, adapted_from, image, documents), []


@transaction.atomic
def import_row(row: Row, *, owner, publish: bool, is_demo: bool, lookup: content.Lookup) -> tuple[PracticeRecord, bool]:
    """Writes the row in one transaction and returns its record and whether it is new.

    Live at once with `publish`, else submitted to its region; a sheet that is live then gets a version to review and stays as it is.
    Raises ImportRefused.
    """
    known = _existing(row)
    if known is None:
        record, page = _new_sheet(row, owner=owner, publish=publish, is_demo=is_demo, lookup=lookup)
    else:
        record, page = known, _next_version(known, row, lookup)
    born_live = publish and known is None
    revision = page.save_revision(user=owner, clean=False, changed=not born_live)
    record.page = page
    if not publish:
        start_review(record=record, page=page, by=owner)
    elif born_live:
        publish_new_page(record=record, page=page, revision=revision, by=owner)
    else:
        close_workflow(page, owner)
        publish_version(record=record, revision=revision, by=owner)
        set_review_state(record, ReviewState.SETTLED, holder=None)
    note(record, PracticeEvent.Kind.IMPORTED, by=owner, revision=revision)
    return record, known is None


class ImportRefused(Exception):
    """The row cannot be written: `faults` says why."""

    def __init__(self, faults: list[Fault]):
        self.faults = faults
        super().__init__(faults)


@transaction.atomic
def link_adaptation(*, page_id: int, source: str) -> bool:
    """Says which sheet this one adapts, by identifier or external identifier; False when there is none. On the live version too."""
    origin = PracticeRecord.objects.filter(identifier=source.lower()).first() or PracticeRecord.objects.filter(external_id=source).first()
    if origin is None:
        return False
    record = locked_record(page_id)
    for version in record.page.revisions.filter(pk__in=[record.page.latest_revision_id, record.page.live_revision_id]):
        version.content["adapted_from"] = origin.identifier
        version.save(update_fields=["content"])
    PracticePage.objects.filter(pk=page_id).update(adapted_from=origin.identifier)
    if record.public_state == PublicState.PUBLISHED:
        write_public_record(record=record, page=PracticePage.objects.get(pk=page_id))
    return True


def _existing(row: Row) -> PracticeRecord | None:
    """The sheet that this row replaces, locked."""
    found = None
    if row.external_id:
        found = PracticeRecord.objects.filter(external_id=row.external_id).first()
    if found is None:
        # An export gives the identifier as external_id to a sheet that has none.
        names = {name.lower() for name in (row.external_id, row.identifier) if name}
        found = PracticeRecord.objects.filter(identifier__in=names).first()
    if found and row.external_id and found.external_id and found.external_id != row.external_id:
        raise ImportRefused([("identifier", _("This identifier is that of another sheet."))])
    return locked_record(found.pk) if found else None


def _new_sheet(row: Row, *, owner, publish: bool, is_demo: bool, lookup: content.Lookup) -> tuple[PracticeRecord, PracticePage]:
    external_id = row.external_id if row.external_id != row.identifier else None
    record = PracticeRecord(external_id=external_id, identifier=row.identifier or new_identifier(), is_demo=is_demo)
    if publish:
        record.review_state = ReviewState.SETTLED
    region = region_for(row.values["territories"], row.values["scale"])
    record.region = region
    # The final slug at once: a page that changes its slug costs Wagtail a redirect and its descendants' paths.
    record.slug = free_slug(row.values["title"], record)
    page = PracticePage(slug=record.slug, owner=owner, live=publish, has_unpublished_changes=not publish)
    _fill(page, row, lookup)
    region.add_child(instance=page)
    record.page = page
    record.save(force_insert=True)
    return record, page


def _next_version(record: PracticeRecord, row: Row, lookup: content.Lookup) -> PracticePage:
    if record.public_state in (PublicState.WITHDRAWN.value, PublicState.ARCHIVED.value):
        raise ImportRefused([("external_id", _("This sheet was withdrawn: an import does not bring it back."))])
    page = latest_version(record)
    _fill(page, row, lookup)
    return page


def _fill(page: PracticePage, row: Row, lookup: content.Lookup) -> None:
    content.assign(page, _said(row, page), lookup=lookup)
    _attach(page, row)


def _said(row: Row, page: PracticePage) -> dict[str, Any]:
    """What the row says of the page. An export leaves out a private contact and withheld names: to take it back must not erase them."""
    withheld = (record := getattr(page, "record", None)) is not None and record.authors_withheld
    contact = {field.attribute for field in sheet.FIELDS if field.key.startswith("contact.")}
    unsaid = contact if withheld or not page.contact_public else set()
    if any(row.values[attribute] for attribute in unsaid):
        unsaid = set()
    if withheld and not row.values["authors"]:
        unsaid = unsaid | {"authors"}
    return {attribute: value for attribute, value in row.values.items() if attribute not in unsaid}


def _named(data: dict[str, Any], key: str, faults: list[Fault]) -> str:
    value = data.get(key)
    text = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if value not in (None, "") and (not text or len(text) > 100 or any(ord(character) < 32 for character in text)):
        faults.append((key, _("A text of at most 100 characters is expected.")))
    elif key == "identifier" and text and not is_identifier(text.lower()):
        faults.append((key, _("This is not an identifier of ours.")))
    return text.lower() if key == "identifier" else text


def _attach(page: PracticePage, row: Row) -> None:
    """Keeps the files that the sheet already has, with what the row says of them; files do not come with a row. Raises ImportRefused."""
    page.image_id = page.image_id if row.image and page.image and sha256(page.image.file) == row.image["sha256"] else None
    page.image_alt, page.image_credit = (row.image["alt"], row.image["credit"]) if row.image and page.image_id else ("", "")
    attached = {sha256(item.document.file): item for item in page.document_rows.all()}
    faults = [] if bool(row.image) == bool(page.image_id) else [("image", NOT_HERE)]
    kept = []
    for index, item in enumerate(row.documents):
        if document := attached.get(item["sha256"]):
            licence = item["licence"] or document.licence
            kept.append(PracticeDocument(document_id=document.document_id, licence=licence, sort_order=index))
        else:
            faults.append((f"documents[{index}]", NOT_HERE))
    if faults:
        raise ImportRefused([(path, str(message)) for path, message in faults])
    page.document_rows = kept


def _files(data: dict[str, Any], faults: list[Fault]) -> tuple[dict[str, Any] | None, list[dict[str, Any]]]:
    image, documents = data.get("image") or None, data.get("documents") or []
    if image is not None and not isinstance(image, dict):
        faults.append(("image", _("An object with its fields is expected.")))
        image = None
    if not isinstance(documents, list) or not all(isinstance(item, dict) for item in documents):
        faults.append(("documents", _("A list of rows is expected.")))
        documents = []
    return (
        image and {"sha256": str(image.get("sha256")), "alt": _line(image, "alt", faults), "credit": _line(image, "credit", faults)},
        [
            {"sha256": str(item.get("sha256")), "licence": _licence(item, f"documents[{index}].licence", faults)}
            for index, item in enumerate(documents)
        ],
    )


def _line(image: dict[str, Any], key: str, faults: list[Fault]) -> str:
    try:
        return cleaning.clean_text(image.get(key), longest=cleaning.LINE_LENGTH, multiline=False)
    except ValidationError as error:
        faults += [(f"image.{key}", message) for message in error.messages]
        return ""


def _licence(document: dict[str, Any], path: str, faults: list[Fault]) -> str:
    try:
        return cleaning.clean_choice(document.get("licence"), Licence)
    except ValidationError as error:
        faults += [(path, message) for message in error.messages]
        return ""
