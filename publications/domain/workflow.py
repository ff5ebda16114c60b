"""The way of a content from its draft to its sign-off. Wagtail's workflow says at which step it is; the record's state follows at once."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision, TaskState, WorkflowState

from core.templatetags.core_tags import day
from practices.domain.errors import Faulty, Forbidden, OutOfDate

from .. import notifications as mails
from ..completeness import missing
from ..fingerprint import fingerprint
from ..models import Assent, EditorialEvent, EditorialRecord, EditorialTask, SignOffTask, WorkState
from ..permissions import may_handle, may_say_yes, may_submit
from .proofs import missing_files, request_files
from .readers import awaited_readings, close_readings
from .records import latest_version, locked_record, note, set_work_state
from .sign_offs import send_proofs, unsigned

Kind = EditorialEvent.Kind

LONGEST_TERM = timedelta(days=365)
#: Of an answer to what the editors ask to correct.
USUAL_TERM = timedelta(days=15)


@transaction.atomic
def submit_content(*, page_id: int, revision_id: int, by) -> None:
    """Sends this very version to the editors, or hands it back with its corrections. Raises Forbidden, OutOfDate, Faulty."""
    record = locked_record(page_id)
    if reason := may_submit(by, record):
        raise Forbidden(reason)
    if lacking := missing(_as_read(record, revision_id).as_object()):
        raise Faulty(" ".join(lacking))
    record.round += 1
    record.save(update_fields=["round"])
    page, current = record.page.specific, record.page.current_workflow_state
    if current:
        note(record, Kind.CORRECTED, by=by, revision=page.latest_revision)
        current.resume(user=by)
    elif workflow := page.get_workflow():
        note(record, Kind.SUBMITTED, by=by, revision=page.latest_revision)
        workflow.start(page, by)
    else:
        raise Faulty(_("No workflow is set for this kind of content: choose one under Settings, Workflows."))


@transaction.atomic
def approve_step(*, page_id: int, revision_id: int, text_hash: str, by, comment: str = "") -> None:
    """One of those who handle the step says yes to the version that she read; the next step begins, or the content is signed off.

    `text_hash`: what that version said (publications.fingerprint): the page editor writes over its own last version.

    Raises Forbidden, OutOfDate when it changed since, Faulty when somebody else's yes is missing.
    """
    record = locked_record(page_id)
    if reason := may_say_yes(by, record):
        raise Forbidden(reason)
    if fingerprint(_as_read(record, revision_id)) != text_hash:
        raise OutOfDate(_("Somebody saved this content since you read it: read it again first."))
    if lacking := lacking_assent(record):
        raise Faulty(" ".join(lacking))
    task_state = record.page.current_workflow_state.current_task_state
    task = task_state.task.specific
    if isinstance(task, SignOffTask):
        record.signed_hash = fingerprint(record.page.latest_revision)
        record.save(update_fields=["signed_hash"])
    task_state.revision = record.page.latest_revision
    note(record, Kind.STEP_APPROVED, by=by, comment=comment or task.name, revision=task_state.revision)
    close_readings(record, by)
    task_state.approve(user=by, comment=comment)


@transaction.atomic
def request_corrections(*, page_id: int, by, comment: str, due_on: date | None = None) -> None:
    """Sends it back with a letter that its authors get. Raises Forbidden, Faulty."""
    record = locked_record(page_id)
    if reason := may_handle(by, record):
        raise Forbidden(reason)
    current = record.page.current_workflow_state
    if current is None or current.status != WorkflowState.STATUS_IN_PROGRESS:
        raise OutOfDate(_("This content is at no step of the workflow."))
    today = timezone.localdate()
    due_on = due_on or today + USUAL_TERM
    if not today <= due_on <= today + LONGEST_TERM:
        raise Faulty(_("Choose a day between today and one year from now."))
    close_readings(record, by)
    note(record, Kind.CHANGES_REQUESTED, by=by, comment=comment, revision=record.page.latest_revision)
    current.current_task_state.reject(user=by, comment=comment)
    record.refresh_from_db()
    record.due_on = due_on
    record.save(update_fields=["due_on"])
    mails.to_authors(record, "corrections_asked", comment=comment, due=day(due_on))


@transaction.atomic
def answer_corrections(*, page_id: int, author, text: str) -> None:
    """An author with an account answers what is asked; the editors put it into the text. Raises Forbidden, OutOfDate."""
    record = locked_record(page_id)
    if author.pk not in {row.user_id for row in latest_version(record).author_rows.all()}:
        raise Forbidden(_("You do not sign this text."))
    if record.work_state != WorkState.CHANGES_REQUESTED:
        raise OutOfDate(_("No corrections are awaited any more."))
    note(record, Kind.ANSWERED, by=author, comment=text)
    mails.to_handlers(record, "corrections_answered", author=str(author), comment=text)


@transaction.atomic
def take_back_content(*, page_id: int, by) -> None:
    """Ends the workflow; it is a draft again, and what is public stays so. Raises Forbidden, OutOfDate."""
    record = locked_record(page_id)
    if reason := may_handle(by, record):
        raise Forbidden(reason)
    current = record.page.current_workflow_state
    if current is None:
        raise OutOfDate(_("This content is at no step of the workflow."))
    close_readings(record, by)
    note(record, Kind.TAKEN_BACK, by=by)
    current.cancel(user=by)


def lacking_assent(record: EditorialRecord) -> list[str]:
    """Whose yes is missing before the step may be approved, in words; empty when it may."""
    task = record.page.current_workflow_task
    if not isinstance(task, EditorialTask):
        return []
    lacking = []
    if task.assent == Assent.READERS:
        if not record.readings.filter(round=record.round, done_at__isnull=False).exists():
            lacking.append(_("Nobody has given in a reading yet."))
        lacking += [_("%(name)s has not given in the reading.") % {"name": row.reader} for row in awaited_readings(record)]
    if task.assent == Assent.AUTHORS:
        lacking += [_("%(name)s has not signed off this version.") % {"name": name} for name in unsigned(record)]
    return lacking + _missing_proof(record, task)


def entered(task_state: TaskState, user) -> None:
    """A step begins, whoever caused it: the record says so, and those whom it concerns are told. In the transaction that begins it."""
    task = task_state.task.specific
    if not isinstance(task, EditorialTask):
        return
    # Wagtail writes this just after; whom the step concerns is asked of it now.
    task_state.workflow_state.current_task_state = task_state
    task_state.workflow_state.save()
    record = locked_record(int(task_state.workflow_state.object_id))
    due_on = timezone.localdate() + timedelta(days=task.days)
    set_work_state(record, task.state, due_on=due_on, reminded_before_at=None, reminded_after_at=None)
    if record.holder and may_handle(record.holder, record):
        record.holder = None
        record.save(update_fields=["holder"])
    if getattr(task_state.workflow_state, "reopened", False):
        return
    if task.state in (WorkState.LAYOUT, WorkState.SIGN_OFF):
        request_files(record, record.page.latest_revision)
    if task.state == WorkState.SIGN_OFF:
        send_proofs(record, by=user)
    mails.to_handlers(record, "step_begun", by=user)


def returned(workflow_state: WorkflowState) -> None:
    """A step was refused: corrections are awaited."""
    record = _followed(workflow_state)
    if record:
        set_work_state(record, WorkState.CHANGES_REQUESTED, reminded_before_at=None, reminded_after_at=None)


def cancelled(workflow_state: WorkflowState) -> None:
    """The workflow ended before its time, by us or in the admin: a draft, or nothing under way when its text is what is public."""
    record = _followed(workflow_state)
    if record and record.work_state not in (WorkState.READY, WorkState.SCHEDULED, WorkState.SETTLED):
        as_public = record.page.live and record.page.latest_revision_id == record.page.live_revision_id
        set_work_state(record, WorkState.SETTLED if as_public else WorkState.DRAFT, due_on=None)


def finished(*, page_id: int, by) -> None:
    """Everybody said yes: the content is signed off, in the very version that was read. Raises Faulty."""
    record = locked_record(page_id)
    signed = fingerprint(record.page.latest_revision)
    if record.signed_hash and record.signed_hash != signed and _has_sign_off(record):
        raise Faulty(_("The text has changed since it was signed off: ask for the sign-off again."))
    set_work_state(record, WorkState.READY, signed_hash=signed, due_on=None)
    note(record, Kind.SIGNED_OFF, by=by, revision=record.page.latest_revision)
    request_files(record, record.page.latest_revision)
    mails.to_handlers(record, "signed_off", by=by)


def reopen_sign_off(record: EditorialRecord, revision: Revision, by) -> None:
    """The text changed after it was signed off: it waits for the sign-off again, which the editors ask for when it is right.

    The caller holds the lock. The steps before are not taken again.
    """
    page = record.page.specific
    workflow = page.get_workflow()
    tasks = [task.specific for task in workflow.tasks.filter(active=True)] if workflow else []
    sign_off = next((task for task in tasks if isinstance(task, SignOffTask)), None)
    record.signed_hash = ""
    set_work_state(record, WorkState.DRAFT, scheduled_for=None, scheduled_revision=None)
    record.scheduled_pieces.all().delete()
    note(record, Kind.SIGN_OFF_LOST, by=by, revision=revision)
    if sign_off is not None:
        state = WorkflowState(
            content_type=page.get_content_type(),
            base_content_type=page.get_base_content_type(),
            object_id=str(page.pk),
            workflow=workflow,
            requested_by=by,
        )
        state.save()
        for task in tasks[: tasks.index(sign_off)]:
            TaskState.objects.create(
                workflow_state=state, revision=revision, task=task, status=TaskState.STATUS_SKIPPED, finished_at=timezone.now()
            )
        state.reopened = True
        state.update(user=by, next_task=sign_off)
        record.refresh_from_db()
    mails.to_handlers(record, "sign_off_lost", who=str(by) if by else _("by the site"))


def _as_read(record: EditorialRecord, revision_id: int) -> Revision:
    if record.page.latest_revision_id != revision_id:
        raise OutOfDate(_("Somebody saved this content since you read it: read it again first."))
    return record.page.latest_revision


def _followed(workflow_state: WorkflowState) -> EditorialRecord | None:
    page_id = int(workflow_state.object_id)
    return locked_record(page_id) if EditorialRecord.objects.filter(page_id=page_id).exists() else None


def _has_sign_off(record: EditorialRecord) -> bool:
    workflow = record.page.specific.get_workflow()
    return bool(workflow) and any(isinstance(task.specific, SignOffTask) for task in workflow.tasks.filter(active=True))


def _missing_proof(record: EditorialRecord, task: EditorialTask) -> list[str]:
    """The layout is approved on the files as readers will get them."""
    return missing_files(record, record.page.latest_revision) if task.state == WorkState.LAYOUT else []
