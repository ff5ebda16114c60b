"""One sheet from a file, whole: a row replaces the sheet that bears its external identifier (or its own), or makes a new one."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from territories.queries import region_in_charge

from .. import content, sheet
from ..formats.attachments import Attachments
from ..identifiers import is_identifier, new_identifier
from ..models import PracticeEvent, PracticePage, PracticeRecord, PublicState, RegionPage, ReviewState
from ..permissions import edits_region, may_read_unpublished
from ..sheet import Fault
from .files import doubt_files_of, hand_to_region
from .imported_files import FilesRefused, RowFiles, attach, read_files
from .new_pages import keep_first_version, put_below
from .publication import free_slug, publish_new_page, publish_version, write_public_record
from .records import close_workflow, latest_version, locked_record, note, set_review_state
from .stored_files import Stored, taken_back_unless_written
from .submission import start_review


@dataclass
class Row:
    """A row that can be written: clean values by attribute, who it is, and what it adapts (resolved once all rows are in)."""

    values: dict[str, Any]
    external_id: str | None
    identifier: str | None
    adapted_from: str
    files: RowFiles


def read_row(data: dict[str, Any], *, publish: bool, lookup: content.Lookup) -> tuple[Row | None, list[Fault]]:
    """The row that an object of the formats holds, or None with every fault. `publish` lets the contact be absent."""
    raw, faults = content.flatten({key: value for key, value in data.items() if key not in ("external_id", "identifier")})
    values, more = content.clean(raw, lookup=lookup)
    faults += more
    wrong = {path.partition("[")[0] for path, _message in faults}
    waived = {"contact"} if publish and data.get("contact") is None else set()
    faults += [(field.key, _("This is missing.")) for field in sheet.missing_fields(values, waived=waived) if field.key not in wrong]
    external_id, identifier = _named(data, "external_id", faults), _named(data, "identifier", faults)
    files = read_files(data, faults)
    if faults:
        return None, faults
    adapted_from = values.pop("adapted_from")
    return Row(values, external_id or None, identifier or None, adapted_from, files), []


def import_row(
    row: Row,
    *,
    owner,
    publish: bool,
    is_demo: bool,
    lookup: content.Lookup,
    sent: Attachments | None = None,
    dry_run: bool = False,
    editor=None,
) -> tuple[PracticeRecord, bool]:
    """Writes the row in one transaction, the caller's if there is one, and returns its record and whether it is new.

    Live at once with `publish`, else submitted to its region; a sheet that is live then gets a version to review and stays as it is.
    With `dry_run` all is undone, and no file kept. `editor`: the person whose regions it must stay in. Raises ImportRefused.
    """
    try:
        with taken_back_unless_written() as stored, transaction.atomic(savepoint=dry_run):
            written = _write(row, owner, publish, is_demo, lookup, sent, None if dry_run else stored, editor)
            if dry_run:
                transaction.set_rollback(True)
        return written
    except FilesRefused as refusal:
        raise ImportRefused(refusal.faults) from None


def _write(row: Row, owner, publish: bool, is_demo: bool, lookup, sent, stored: Stored | None, editor) -> tuple[PracticeRecord, bool]:
    known, by = _existing(row), editor or owner
    if editor:
        _stay_in_regions(editor, row, known, lookup)
    if known is None:
        record, page = _new_sheet(row, owner=owner, publish=publish, is_demo=is_demo, lookup=lookup)
    else:
        record, page = known, _next_version(known, row, lookup)
    if known:
        doubt_files_of(record.pk)
    if known or row.files:
        attach(record=record, page=page, files=row.files, sent=sent, by=by, stored=stored)
    if known is None and row.files:
        page.save()
    revision = page.save_revision(user=by, clean=False) if known else keep_first_version(page, by=by)
    record.page = page
    if publish and row.files:
        hand_to_region(record, page)
    if not publish:
        start_review(record=record, page=page, by=by)
    elif known is None:
        publish_new_page(record=record, page=page, by=by)
    else:
        close_workflow(page, by)
        publish_version(record=record, revision=revision, by=by)
        set_review_state(record, ReviewState.SETTLED, holder=None)
    note(record, PracticeEvent.Kind.IMPORTED, by=by, revision=revision)
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


def _region(row: Row, lookup: content.Lookup) -> RegionPage:
    return lookup.region(region_in_charge(row.values["territories"], row.values["scale"]))


def _stay_in_regions(editor, row: Row, known: PracticeRecord | None, lookup: content.Lookup) -> None:
    if known is None and not edits_region(editor, _region(row, lookup).pk):
        raise ImportRefused([("territories", _("This sheet would go to a region that you do not edit."))])
    if known and may_read_unpublished(editor, known):
        raise ImportRefused([("external_id", _("This name is that of a sheet that you do not edit."))])


def _existing(row: Row) -> PracticeRecord | None:
    """The sheet that this row replaces, locked."""
    # An export gives the identifier as external_id to a sheet that has none.
    names = Q(identifier__in={name.lower() for name in (row.external_id, row.identifier) if name})
    if row.external_id:
        names |= Q(external_id=row.external_id)
    alike = PracticeRecord.objects.filter(names).order_by("pk")
    found = min(alike, key=lambda record: record.external_id != row.external_id, default=None)
    if found and row.external_id and found.external_id and found.external_id != row.external_id:
        raise ImportRefused([("identifier", _("This identifier is that of another sheet."))])
    return locked_record(found.pk) if found else None


def _new_sheet(row: Row, *, owner, publish: bool, is_demo: bool, lookup: content.Lookup) -> tuple[PracticeRecord, PracticePage]:
    external_id = row.external_id if row.external_id != row.identifier else None
    record = PracticeRecord(external_id=external_id, identifier=row.identifier or new_identifier(), is_demo=is_demo)
    if publish:
        record.review_state = ReviewState.SETTLED
    region = _region(row, lookup)
    record.region = region
    # The final slug at once: a page that changes its slug costs Wagtail a redirect and its descendants' paths.
    record.slug = free_slug(row.values["title"], record)
    page = PracticePage(slug=record.slug, owner=owner, live=publish, has_unpublished_changes=not publish)
    _fill(page, row, lookup)
    put_below(region, page)
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
