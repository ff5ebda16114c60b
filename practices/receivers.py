"""What practices hears from others, and what it silences."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models.signals import post_delete
from wagtail.models import Page, Revision, TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted


def disconnect_workflow_mails():
    """Wagtail sends these inside the request, with links into an admin that contributors cannot enter; ours are queued (notifications)."""
    task_submitted.disconnect(sender=TaskState, dispatch_uid="group_approval_task_submitted_email_notification")
    workflow_submitted.disconnect(sender=WorkflowState, dispatch_uid="workflow_state_submitted_email_notification")
    workflow_rejected.disconnect(sender=WorkflowState, dispatch_uid="workflow_state_rejected_email_notification")
    workflow_approved.disconnect(sender=WorkflowState, dispatch_uid="workflow_state_approved_email_notification")


def follow_imports():
    """A run goes with the person who asked for it: so does what it had not read yet."""
    from .domain.import_runs import forget_files
    from .models import ImportRun

    def deleted(sender, instance, **kwargs):
        transaction.on_commit(lambda: forget_files(instance), robust=True)

    post_delete.connect(deleted, sender=ImportRun, weak=False, dispatch_uid="practices.import_deleted")


def follow_vocabularies():
    """A theme or a territory that changes its name changes it on the sheets that bear it."""
    from territories.signals import territories_changed
    from themes.signals import keyword_changed, theme_changed

    theme_changed.connect(_theme_changed, dispatch_uid="practices.theme_changed")
    keyword_changed.connect(_keyword_changed, dispatch_uid="practices.keyword_changed")
    territories_changed.connect(_territories_changed, dispatch_uid="practices.territories_changed")


def _theme_changed(sender, theme, **kwargs):
    _mark_stale(filters__theme__has_any_keys=[theme.slug])


def _keyword_changed(sender, keyword, **kwargs):
    """By the rows that bear it: the record only knows its former name."""
    from .models import PracticeRecord

    bearing = PracticeRecord.objects.filter(page__keyworded_items__tag=keyword)
    _mark_stale(identifier__in=bearing.values("identifier"))


def _territories_changed(sender, codes, **kwargs):
    _mark_stale(filters__territoire__has_any_keys=list(codes))


def tell_relatives():
    """A sheet that appears, changes or goes is told of by those that adapt it and those that it adapts."""
    from .signals import public_practice_changed

    public_practice_changed.connect(_relatives_changed, dispatch_uid="practices.relatives")


def _relatives_changed(sender, identifier, relatives=None, **kwargs):
    """The job is written in the same transaction; it takes the locks of the others one by one, once this one is given back."""
    from .life import genealogy
    from .models import PracticePage
    from .tasks import refresh_relatives

    if relatives is None:
        adapts = PracticePage.objects.filter(record__identifier=identifier).values_list("adapted_from", flat=True).first()
        relatives = genealogy.relatives(identifier, adapts)
    if relatives:
        refresh_relatives.enqueue(relatives)


def follow_versions():
    """A version that is thrown away may have been the last to name a file."""
    post_delete.connect(_version_deleted, sender=Revision, dispatch_uid="practices.version_deleted")


def _version_deleted(sender, instance, **kwargs):
    from .domain.files import doubt_files_of

    if instance.base_content_type_id == ContentType.objects.get_for_model(Page).pk:
        doubt_files_of(int(instance.object_id))


def _mark_stale(**which):
    """Marks in the transaction of the change; the worker writes the records again (practices.tasks)."""
    from .models import PublicPractice
    from .tasks import refresh_public_records

    if PublicPractice.objects.filter(**which).update(stale=True):
        transaction.on_commit(refresh_public_records.enqueue, robust=True)
