"""Imports sheets: `import_practices FILE [--publish] [--dry-run] [--owner EMAIL]`."""

import json
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from practices.content import Lookup
from practices.domain.imports import ImportRefused, Row, import_row, link_adaptation, read_row
from practices.formats import UnreadableFile, read_file


class Command(BaseCommand):
    help = "Imports sheets from a .jsonl, .csv or .xlsx file; refusals on standard output, the counts as JSON on its last line."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--publish", action="store_true", help="live at once, without review")
        parser.add_argument("--dry-run", action="store_true", help="says what would be refused and writes nothing")
        parser.add_argument("--owner", help="mail address of the account that the new sheets belong to")

    def handle(self, *, file, publish, dry_run, owner, **options):
        if not file.is_file():
            raise CommandError(_("There is no file “%(path)s”.") % {"path": file})
        run = ImportRun(owner=self._owner(owner), publish=publish, dry_run=dry_run, report=self.stdout.write, warn=self.stderr.write)
        run.read(file)
        self.stdout.write(json.dumps(run.counts))
        if run.counts["refused"]:
            raise SystemExit(1)

    def _owner(self, email):
        if not email:
            return None
        try:
            return User.objects.get(email__iexact=email)
        except User.DoesNotExist:
            raise CommandError(_("There is no account with the address “%(email)s”.") % {"email": email}) from None


class ImportRun:
    """One pass over a file; a bad row is reported and the next one is read."""

    def __init__(self, *, owner, publish, dry_run, report, warn, is_demo=False):
        self.owner, self.publish, self.dry_run, self.is_demo = owner, publish, dry_run, is_demo
        self.report, self.warn = report, warn
        self.lookup = Lookup()
        self.counts = {"rows": 0, "created": 0, "updated": 0, "refused": 0}
        self.adaptations: list[tuple[int, str, int]] = []

    def read(self, path: Path) -> None:
        try:
            for line, data in read_file(path):
                self.counts["rows"] += 1
                self._row(line, data)
        except UnreadableFile as error:
            self.counts["refused"] += 1
            self._refuse(error.line, "", [("", str(error))])
        for page_id, source, line in self.adaptations:
            if not link_adaptation(page_id=page_id, source=source):
                self.warn(_("Line %(line)d: the sheet “%(source)s” that it adapts is not here.") % {"line": line, "source": source})

    def _row(self, line: int, data: dict | str) -> None:
        if isinstance(data, str):
            self._refuse(line, "", [("", data)], counted=True)
            return
        name = str(data.get("external_id") or "")
        row, faults = read_row(data, publish=self.publish, lookup=self.lookup)
        if row is None:
            self._refuse(line, name, faults, counted=True)
            return
        try:
            self._write(line, row)
        except ImportRefused as refusal:
            faults = refusal.faults
        except ValidationError as error:
            faults = [(path, message) for path, messages in error.message_dict.items() for message in messages]
        if faults:
            self.lookup.forget_keywords()
            self._refuse(line, name, faults, counted=True)

    def _write(self, line: int, row: Row) -> None:
        with transaction.atomic():
            record, created = import_row(row, owner=self.owner, publish=self.publish, is_demo=self.is_demo, lookup=self.lookup)
            if self.dry_run:
                transaction.set_rollback(True)
                self.lookup.forget_keywords()
        self.counts["created" if created else "updated"] += 1
        if row.adapted_from and not self.dry_run:
            self.adaptations.append((record.pk, row.adapted_from, line))

    def _refuse(self, line: int, name: str, faults, counted: bool = False) -> None:
        self.counts["refused"] += counted
        for path, message in faults:
            self.report("\t".join([str(line), _one_cell(name), _one_cell(path), _one_cell(message)]))


def _one_cell(text: str) -> str:
    return " ".join(str(text).split())[:300]
