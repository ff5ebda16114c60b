"""What to deposit at Crossref for a cahier: `crossref IDENTIFIER > cahier.xml`."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from publications.print.crossref import NotReady, deposit


class Command(BaseCommand):
    help = "Writes the deposit of a public cahier and of its articles (Crossref 5.4.0) on standard output."

    def add_arguments(self, parser):
        parser.add_argument("identifier", help="identifier of the cahier (oc-…)")

    def handle(self, *, identifier, **options):
        try:
            batch, left_out = deposit(identifier, timezone.now())
        except NotReady as reason:
            raise CommandError(str(reason)) from None
        for title in left_out:
            self.stderr.write(_("Left out, without a DOI: “%(title)s”.") % {"title": title})
        self.stdout.write(batch.decode())
