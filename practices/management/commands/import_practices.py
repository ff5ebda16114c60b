"""Imports sheets: `import_practices FILE [--publish] [--dry-run] [--owner EMAIL] [--files FOLDER|FILE.zip]`."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.models import User
from practices.domain.importing import Importing


class Command(BaseCommand):
    help = "Imports sheets from a .jsonl, .csv or .xlsx file; refusals on standard output, the counts as JSON on its last line."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--publish", action="store_true", help="live at once, without review")
        parser.add_argument("--dry-run", action="store_true", help="says what would be refused and writes nothing")
        parser.add_argument("--owner", help="mail address of the account that the new sheets belong to")
        parser.add_argument("--files", type=Path, help="folder or .zip of the images and documents that the rows name")

    def handle(self, *, file, publish, dry_run, owner, files=None, **options):
        if not file.is_file():
            raise CommandError(_("There is no file “%(path)s”.") % {"path": file})
        if files and not files.exists():
            raise CommandError(_("There is no file “%(path)s”.") % {"path": files})
        journal = PrintedJournal(self.stdout.write, self.stderr.write)
        Importing(journal, owner=self._owner(owner), publish=publish, dry_run=dry_run).read(file, files)
        self.stdout.write(json.dumps(journal.counts))
        if journal.counts["refused"]:
            raise SystemExit(1)

    def _owner(self, email):
        if not email:
            return None
        try:
            return User.objects.get(email__iexact=email)
        except User.DoesNotExist:
            raise CommandError(_("There is no account with the address “%(email)s”.") % {"email": email}) from None


class PrintedJournal:
    """Refusals as they come; nothing is remembered but the counts and what is to be linked at the end."""

    last_line, pauses = 0, False

    def __init__(self, report, warn):
        self._report, self._warn = report, warn
        self.counts = {"rows": 0, "created": 0, "updated": 0, "refused": 0}
        self._adaptations = []

    def wrote(self, line, *, created, adaptation):
        self.counts["rows"] += 1
        self.counts["created" if created else "updated"] += 1
        if adaptation:
            self._adaptations.append(adaptation)

    def refused(self, line, name, faults, *, is_row=True):
        self.counts["rows"] += is_row
        self.counts["refused"] += 1
        for path, message in faults:
            self._report("\t".join([str(line), one_cell(name), one_cell(path), one_cell(message)]))

    def adaptations(self):
        return self._adaptations

    def without_origin(self, line, source):
        self._warn(_("Line %(line)d: the sheet “%(source)s” that it adapts is not here.") % {"line": line, "source": source})


def one_cell(text):
    return " ".join(str(text).split())[:300]
