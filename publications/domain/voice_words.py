"""When nothing is agreed to any more, a person's words are kept nowhere: not on the page, in none of its versions, in no file."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.images.models import Image
from wagtail.models import PageLogEntry, ReferenceIndex, Revision
from wagtail.search import index

from ..models import EditorialRecord, VoicePage

#: What tells who she is or what she said; the side, the themes and the place of the address stay.
ERASED: dict[str, Any] = {
    "summary": "",
    "seo_title": "",
    "search_description": "",
    "image": None,
    "image_alt": "",
    "image_credit": "",
    "said_by": "",
    "signs_with_name": False,
    "said_as": "",
    "words": "",
    "recording": "",
    "transcript": "",
}


def erase_words(record: EditorialRecord) -> None:
    """On the page and in all its versions, in the caller's transaction; files go once it is through."""
    page = VoicePage.objects.get(pk=record.pk)
    title = _("Words taken back")
    erased = ERASED | {"title": title, "draft_title": title}
    files, images = {page.recording.name}, {page.image_id}
    for revision in Revision.page_revisions.filter(object_id=str(page.pk)):
        files.add(revision.content.get("recording") or "")
        images.add(revision.content.get("image"))
        content = revision.content | {key: value for key, value in erased.items() if key in revision.content}
        Revision.objects.filter(pk=revision.pk).update(content=content | {"wagtail_admin_comments": []}, object_str=title)
    VoicePage.objects.filter(pk=page.pk).update(**erased)
    page.wagtail_admin_comments.all().delete()
    record.past_versions.all().delete()
    record.errata.all().delete()
    PageLogEntry.objects.filter(page=page.pk).update(label=title, data={})
    index.insert_or_update_object(VoicePage.objects.get(pk=page.pk))
    for name in filter(None, sorted(files)):
        transaction.on_commit(partial(default_storage.delete, name))
    _delete_portraits(page, images)


def _delete_portraits(page: VoicePage, images: Iterable[int | None]) -> None:
    """Those that nothing else shows."""
    for image in Image.objects.filter(pk__in=[pk for pk in images if pk]):
        if not ReferenceIndex.get_references_to(image).exclude(object_id=str(page.pk)).exists():
            image.delete()
