"""Texts that stay, without what told who a person was: live sheets, all their versions, what was said about them."""

from typing import Any

from django.apps import apps
from django.db import models
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import ModelLogEntry, PageLogEntry, Revision, TaskState

from accounts.personal_data import Leaving
from accounts.traces import Traces, texts_of
from core.text import fold

from .. import content
from ..domain.publication import free_slug, write_public_record
from ..domain.records import locked_record
from ..models import PracticePage, PracticeRecord, PublicState
from .traces import CONTACT, is_contact, revisions_of

#: Keys of a version that are addresses and not words.
ADDRESSES = frozenset({"slug", "url_path", "path"})


def forget_everywhere(sheets: list[int], leaving: Leaving) -> None:
    """Her name in the sheets that she had a part in (elsewhere it may be another's); addresses and numbers wherever they stand."""
    traces = leaving.traces
    kept = list(PracticeRecord.objects.filter(pk__in=sheets).values_list("pk", flat=True))
    for pk in kept:
        _rewrite(pk, traces)
    for model in _about_sheets():
        traces.forget(model._base_manager.filter(record__in=kept))
        traces.unmistakable.forget(model._base_manager.all())
    traces.forget(PageLogEntry.objects.filter(page_id__in=kept))
    traces.forget(TaskState.objects.filter(workflow_state__object_id__in=[str(pk) for pk in kept]))
    _rename_files(leaving)


def _rewrite(page_id: int, traces: Traces) -> None:
    record, page = locked_record(page_id), PracticePage.objects.get(pk=page_id)
    agreed = _agreed_hashes(record)
    changed = {revision.pk for revision in revisions_of([page_id]).iterator(chunk_size=50) if _rewrite_version(revision, traces)}
    values = {column.attname: getattr(page, column.attname) for column in texts_of(PracticePage)} | {"contact_public": page.contact_public}
    changes = {name: value for name, value in without_person(values, traces).items() if value != values[name]}
    if changes:
        PracticePage.objects.filter(pk=page_id).update(**changes)
    traces.forget(PracticeRecord.objects.filter(pk=page_id))
    record = locked_record(page_id)
    if "contact_email" in changes:
        record.relay_digest, record.relay_accepted = "", None
    _agree_again(record, agreed, changed)
    if any(_as_slug(name) in record.slug for name in traces.names if " " in name):
        record.slug = free_slug(record.page.title, record)
        _move_address(record)
    record.save()
    if record.public_state == PublicState.PUBLISHED:
        write_public_record(record=record, page=PracticePage.objects.get(pk=page_id))


def without_person(version: dict[str, Any], traces: Traces) -> dict[str, Any]:
    """A version's values without this person: neither an author nor the contact, nor named in any text."""
    told = {key: value for key, value in version.items() if key not in ADDRESSES}
    if isinstance(version.get("authors"), list):
        told["authors"] = [row for row in version["authors"] if not traces.is_name(row.get("name") or "")]
    if is_contact(version, traces):
        told |= dict.fromkeys(CONTACT, "") | {"contact_public": False}
    return version | traces.without(told)


def _rewrite_version(revision: Revision, traces: Traces) -> bool:
    cleaned = without_person(revision.content, traces)
    for key in ("slug", "url_path"):
        for name in traces.names:
            if " " in name and key in cleaned:
                cleaned[key] = cleaned[key].replace(_as_slug(name), "x")
    name = traces.without(revision.object_str)
    if cleaned == revision.content and name == revision.object_str:
        return False
    Revision.objects.filter(pk=revision.pk).update(content=cleaned, object_str=name)
    return True


def _agreed_hashes(record: PracticeRecord) -> dict[str, bool]:
    """Whether the versions that the contributor agreed to are still the ones that were hashed."""
    return {
        kind: bool(revision) and content.public_hash(revision.as_object()) == getattr(record, f"{kind}_hash")
        for kind, revision in (("submitted", record.submitted_revision), ("accepted", record.accepted_revision))
    }


def _agree_again(record: PracticeRecord, agreed: dict[str, bool], changed: set[int]) -> None:
    """What was agreed to is agreed to without the name: nobody has corrected anything."""
    for kind, held in agreed.items():
        if held and getattr(record, f"{kind}_revision_id") in changed:
            version = Revision.objects.get(pk=getattr(record, f"{kind}_revision_id")).as_object()
            setattr(record, f"{kind}_hash", content.public_hash(version))


def _move_address(record: PracticeRecord) -> None:
    """The page's own place follows its slug."""
    page = PracticePage.objects.get(pk=record.pk)
    page.slug = record.slug
    page.set_url_path(page.get_parent())
    PracticePage.objects.filter(pk=page.pk).update(slug=page.slug, url_path=page.url_path)


def _about_sheets() -> list[type[models.Model]]:
    """Every model of this app whose rows belong to a sheet."""
    return [
        model for model in apps.get_app_config("practices").get_models() if any(column.name == "record" for column in model._meta.fields)
    ]


def _rename_files(leaving: Leaving) -> None:
    """Titles of files are written by Wagtail's save, which its own search follows."""
    for model in (get_image_model(), get_document_model()):
        for file in model.objects.filter(uploaded_by_user=leaving.user):
            title = leaving.traces.without(file.title)
            if title != file.title:
                file.title = title
                file.save()
    leaving.traces.forget(ModelLogEntry.objects.filter(user_id=leaving.user.pk))


def _as_slug(name: str) -> str:
    return fold(name).replace(" ", "-")
