"""Imports that editors ask for in the admin: received, done by the worker row by row, reported.

Each row is noted in the transaction that writes it, which holds only while the worker still has the lease: a run that is taken up
again after a killed worker goes on after the last noted row, and no row is written twice.
"""

import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.core.files import File
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ..formats import UnreadableFile, read_file
from ..models import ImportNote, ImportRun
from ..permissions import is_editor, is_national_editor
from ..sheet import Fault
from .errors import Forbidden
from .importing import Adaptation, Importing

LEASE = timedelta(minutes=3)
#: A job gives its place to others after so long; the next one goes on where it stopped.
SLICE = timedelta(minutes=1)
MOST_TRIES = 5
KEPT = timedelta(days=60)
LONGEST = 300

State = ImportRun.State


def ask_import(*, by, file: File, files: File | None, publish: bool, dry_run: bool) -> ImportRun:
    """Keeps the file and has the worker read it. Raises Forbidden."""
    if refusal := _refusal(by, publish):
        raise Forbidden(refusal)
    with transaction.atomic():
        run = ImportRun(by=by, filename=Path(file.name or "").name.replace("\x00", "")[:200], publish=publish, dry_run=dry_run)
        run.file.save(file.name or "", file, save=False)
        if files:
            run.files.save("files.zip", files, save=False)
        run.save()
        _wake(run)
    return run


def work_on(run_id: int) -> None:
    """Goes on with this run unless another worker is at it; says when there is more to do than a job takes."""
    run = _claimed(run_id)
    if run is None:
        return
    if run.tries > MOST_TRIES:
        _stop(run, _("The import stopped several times at the same row: it was given up there."))
    elif refusal := _refusal(run.by, run.publish):
        _stop(run, str(refusal))
    else:
        _go_on(run)


def _go_on(run: ImportRun) -> None:
    if run.final_line is None:
        run.final_line = _final_line(Path(run.file.path))
        ImportRun.objects.filter(pk=run.pk, lease=run.lease).update(final_line=run.final_line)
    importing = Importing(_Noted(run), editor=run.by, publish=run.publish, dry_run=run.dry_run)
    try:
        whole = importing.read(Path(run.file.path), Path(run.files.path) if run.files else None)
    except _LeaseLost:
        return
    if whole:
        _end(run, State.DONE)
    else:
        ImportRun.objects.filter(pk=run.pk, lease=run.lease).update(lease=None, leased_until=None)
        _wake(run)


def take_up_again() -> int:
    """Wakes the worker for runs that nobody works on: the job was lost, or its worker killed. Forgets those that are long over."""
    now = timezone.now()
    left = ImportRun.objects.filter(finished_at=None, woken_at__lt=now - LEASE).filter(Q(leased_until=None) | Q(leased_until__lt=now))
    runs = list(left.order_by("pk"))
    for run in runs:
        _wake(run)
    ImportRun.objects.filter(finished_at__lt=now - KEPT).delete()
    return len(runs)


def _refusal(by, publish: bool):
    if not by.is_active or not is_editor(by):
        return _("Only editors import sheets here.")
    if publish and not is_national_editor(by):
        return _("Only national editors put sheets online without a review.")
    return None


def _wake(run: ImportRun) -> None:
    from ..tasks import go_on_importing

    ImportRun.objects.filter(pk=run.pk).update(woken_at=timezone.now())
    transaction.on_commit(lambda: go_on_importing.enqueue(run.pk), robust=True)


def _claimed(run_id: int) -> ImportRun | None:
    now, lease = timezone.now(), uuid.uuid4()
    free = ImportRun.objects.filter(pk=run_id, finished_at=None).filter(Q(leased_until=None) | Q(leased_until__lt=now))
    if not free.update(state=State.RUNNING, lease=lease, leased_until=now + LEASE, tries=F("tries") + 1):
        return None
    run = ImportRun.objects.select_related("by").get(pk=run_id)
    if run.dry_run:
        # What a trial found is not in the database: it begins again.
        run.notes.all().delete()
        run.last_line = run.rows = run.created = run.updated = run.refused = 0
        run.save(update_fields=["last_line", "rows", "created", "updated", "refused"])
    return run


def _final_line(path: Path) -> int:
    try:
        return max((line for line, _data in read_file(path)), default=0)
    except UnreadableFile as error:
        return error.line


def _stop(run: ImportRun, reason: str) -> None:
    ImportNote.objects.create(run=run, line=run.last_line, reason=reason[:LONGEST])
    _end(run, State.FAILED)


def _end(run: ImportRun, state: str) -> None:
    """The file is not kept: it holds contacts, and the sheets have them now."""
    if ImportRun.objects.filter(pk=run.pk, lease=run.lease).update(state=state, finished_at=timezone.now(), lease=None, leased_until=None):
        forget_files(run)


def forget_files(run: ImportRun) -> None:
    for held in filter(None, (run.file, run.files)):
        held.storage.delete(str(held.name))


class _LeaseLost(Exception):
    """Another worker goes on with this run, or it was deleted: what this one was writing is undone."""


class _Noted:
    """The journal of a run."""

    def __init__(self, run: ImportRun):
        self.run, self.last_line = run, run.last_line
        self._began: datetime | None = None

    @property
    def pauses(self) -> bool:
        """Counted from the first row that is new: a long file takes a while to be read again up to there."""
        self._began = self._began or timezone.now()
        return not self.run.dry_run and timezone.now() >= self._began + SLICE

    def wrote(self, line: int, *, created: bool, adaptation: Adaptation | None) -> None:
        self._count(line, rows=1, created=int(created), updated=int(not created))
        if adaptation:
            page_id, source, _line = adaptation
            ImportNote.objects.create(run=self.run, line=line, reason=_cut(source), page_id=page_id)

    @transaction.atomic
    def refused(self, line: int, name: str, faults: Iterable[Fault], *, is_row: bool = True) -> None:
        self._count(line, rows=int(is_row), refused=1, again=not is_row)
        notes = [ImportNote(run=self.run, line=line, external_id=_cut(name), field=_cut(path), reason=_cut(why)) for path, why in faults]
        ImportNote.objects.bulk_create(notes)

    def adaptations(self) -> Iterator[Adaptation]:
        for note in self.run.notes.filter(page_id__isnull=False).order_by("pk"):
            assert note.page_id
            yield note.page_id, note.reason, note.line

    def without_origin(self, line: int, source: str) -> None:
        reason = _("The sheet “%(source)s” that it adapts is not here.") % {"source": source}
        ImportNote.objects.get_or_create(run=self.run, line=line, field="adapted_from", reason=_cut(reason))

    def _count(self, line: int, *, again: bool = False, **counts: int) -> None:
        """Raises _LeaseLost. `again`: the file broke off at a line that may have been noted."""
        held = ImportRun.objects.filter(pk=self.run.pk, lease=self.run.lease, last_line__lt=line + again)
        changes = {name: F(name) + number for name, number in counts.items()}
        if not held.update(last_line=line, leased_until=timezone.now() + LEASE, tries=1, **changes):
            raise _LeaseLost


def _cut(text: str) -> str:
    return " ".join(str(text).replace("\x00", "").split())[:LONGEST]
