"""What is forgotten of the writing of sheets: superseded versions, and forms that were open in browsers."""

from collections import defaultdict
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Count, Exists, F, ForeignKey, IntegerField, OuterRef, QuerySet, Window
from django.db.models.functions import Cast, RowNumber
from django.utils import timezone
from wagtail.models import Page, Revision

from .models import UNDER_REVIEW, OpenForm, PracticePage, PracticeRecord

#: The newest versions of a sheet that are always there to go back to.
LAST_KEPT = 10
#: At most so many versions a sweep; the next one goes on.
BATCH = 200
#: Longer than a browser keeps what it could not save (static/js/autosave.js): a save that comes that late is still known for late.
FORMS_KEPT = timedelta(days=8)


def prune_writing() -> tuple[int, int]:
    """Forgets a batch of versions, and old open forms; returns how many of each."""
    forms, _by_model = OpenForm.objects.filter(at__lt=timezone.now() - FORMS_KEPT).delete()
    return prune_revisions(), forms


def prune_revisions() -> int:
    """Forgets superseded versions of sheets, at most a batch; returns how many. Sheets that somebody is writing wait for the next time."""
    by_page = defaultdict(list)
    for pk, page_id in superfluous().values_list("pk", "object_id")[:BATCH]:
        by_page[int(page_id)].append(pk)
    return sum(_prune(page_id, pks) for page_id, pks in by_page.items())


def superfluous() -> QuerySet[Revision]:
    """Versions of sheets that are neither among the last ones nor named by anything: submitted, accepted, published, read, in the history.

    Those of a sheet under review all stay: who changed what since its submission decides who may approve it.
    """
    versions = Revision.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page), content_type=ContentType.objects.get_for_model(PracticePage)
    )
    crowded = versions.order_by().values("object_id").annotate(number=Count("pk")).filter(number__gt=LAST_KEPT).values("object_id")
    rank = Window(RowNumber(), partition_by="object_id", order_by=F("pk").desc())
    past = versions.filter(object_id__in=crowded).annotate(rank=rank).filter(rank__gt=LAST_KEPT)
    under_review = PracticeRecord.objects.filter(page_id=Cast(OuterRef("object_id"), IntegerField()), review_state__in=UNDER_REVIEW)
    found = versions.filter(pk__in=past.order_by().values("pk")).filter(~Exists(under_review))
    for model, column in _references():
        found = found.filter(~Exists(model._base_manager.filter(**{column: OuterRef("pk")})))
    return found.order_by("pk")


@transaction.atomic
def _prune(page_id: int, pks: list[int]) -> int:
    """What was superfluous a moment ago may be named by now: asked again once the sheet cannot change."""
    if not PracticeRecord.objects.select_for_update(skip_locked=True).filter(pk=page_id).exists():
        return 0
    past = list(superfluous().filter(pk__in=pks).values_list("pk", flat=True))
    Revision.objects.filter(pk__in=past).delete()
    return len(past)


def _references() -> list[tuple]:
    """Every column of the database that names a version; logs of Wagtail's, which hold a number and no constraint, do without it."""
    return [
        (relation.related_model, relation.field.attname)
        for relation in Revision._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete and isinstance(relation.field, ForeignKey) and relation.field.db_constraint
    ]
