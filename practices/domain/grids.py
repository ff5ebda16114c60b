"""A grid that was filled offline, made into a draft; its report is kept for a while, for what found no place in the sheet."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import sheet
from ..formats.grid_understood import Understood
from ..models import GridReading, PracticeRecord
from . import drafts

KEPT = timedelta(days=60)


@transaction.atomic
def import_grid(*, owner, understood: Understood, filename: str) -> PracticeRecord:
    """A new draft with all that was understood, and the report of it. The same file sent twice in a minute makes one draft."""
    get_user_model().objects.select_for_update(no_key=True).get(pk=owner.pk)
    report = {
        "filename": filename[:200],
        "placed": [{"key": key, "text": text} for key, text in understood.placed],
        "unplaced": [{"where": stray.where, "text": stray.text, "why": stray.why} for stray in understood.strays],
    }
    moment_ago = timezone.now() - drafts.SAME_PRESS
    again = GridReading.objects.filter(record__page__owner=owner, at__gte=moment_ago, **report).select_related("record").first()
    if again:
        return again.record
    values = dict(understood.values)
    page = drafts.create_draft(owner=owner, title=values.pop("title", "") or _title_of(filename))
    drafts.save_draft(page_id=page.pk, by=owner, values=values)
    GridReading.objects.create(record=page.record, **report)
    return page.record


def forget_old_readings() -> int:
    """Reports are for the days that follow an import."""
    deleted, _by_model = GridReading.objects.filter(at__lt=timezone.now() - KEPT).delete()
    return deleted


def _title_of(filename: str) -> str:
    """A provisional title: the file's name, when it can be one."""
    try:
        return sheet.BY_KEY["title"].clean(filename.rpartition(".")[0].replace("_", " ")) or _("Imported sheet")
    except ValidationError:
        return _("Imported sheet")
