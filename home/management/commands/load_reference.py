"""Everything that the site stands on before anybody writes in it, as often as one likes."""

from collections.abc import Callable
from time import perf_counter
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext, gettext_noop
from wagtail.models import Site

from accounts.groups import load_groups
from home.domain import load_menus, load_pages
from practices.domain.structure import load_structure
from publications.domain.structure import load_indexes
from search.lexicon_loading import load_lexicon
from territories.domain import load_territories
from themes.domain import load_themes

DEFAULT_PORTS = {"http": 80, "https": 443}
COUNTED = {
    "created": gettext_noop("%(n)d created"),
    "updated": gettext_noop("%(n)d updated"),
    "kept": gettext_noop("%(n)d gone from the data, kept"),
    "left": gettext_noop("%(n)d left as editors made them"),
    "groups": gettext_noop("%(n)d groups"),
    "regions": gettext_noop("%(n)d regions"),
}


def load_site() -> dict[str, int]:
    """The site answers at SITE_URL, whatever it was called before."""
    address = urlsplit(settings.SITE_URL)
    wanted = {"hostname": address.hostname, "port": address.port or DEFAULT_PORTS[address.scheme], "site_name": settings.WAGTAIL_SITE_NAME}
    site = Site.objects.get(is_default_site=True)
    changed = [field for field, value in wanted.items() if getattr(site, field) != value]
    for field in changed:
        setattr(site, field, wanted[field])
    if changed:
        site.save()
    return {"updated": int(bool(changed))}


def load_tree() -> dict[str, int]:
    return {"regions": load_structure()}


STEPS: tuple[tuple[str, Callable], ...] = (
    (gettext_noop("Territories"), load_territories),
    (gettext_noop("Themes"), load_themes),
    (gettext_noop("Search lexicon"), load_lexicon),
    (gettext_noop("Groups"), load_groups),
    # The tree of sheets grows below the home page.
    (gettext_noop("Home page and pages of text"), load_pages),
    (gettext_noop("Menus"), load_menus),
    (gettext_noop("Sheets, regions and workflow"), load_tree),
    (gettext_noop("Indexes of publications"), load_indexes),
    (gettext_noop("Address of the site"), load_site),
)


class Command(BaseCommand):
    help = "Loads territories, themes, pages, groups, permissions and workflow, and the site's address; updates in place."

    def handle(self, *args, **options):
        for label, step in STEPS:
            start = perf_counter()
            with transaction.atomic():
                report = step()
            self.stdout.write(f"{gettext(label)} : {_told(report)} ({perf_counter() - start:.1f} s)")


def _told(report) -> str:
    """The counts of a step in words; a step that changed nothing says so."""
    counts = report if isinstance(report, dict) else report._asdict()
    told = [gettext(COUNTED[name]) % {"n": count} for name, count in counts.items() if count]
    return ", ".join(told) or gettext("up to date")
