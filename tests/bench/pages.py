"""What the pages that people read weigh, how soon they stand, whether anything moves: in Chromium, with the demonstration."""

import statistics
import sys

from playwright.sync_api import sync_playwright

from tests.bench.measures import Figures
from tests.platform.browser import ARGUMENTS, ensure
from tests.platform.site import Site
from tests.platform.visits import visit

TIMES = 9
#: Name, address, kilobytes over the wire at most.
PAGES = (
    ("accueil", "/", 250),
    ("publications", "/publications/", 150),
    ("cahier", "/publications/faire-groupe/", 150),
    ("article", "/publications/faire-groupe/du-guichet-a-la-table/", 150),
    ("fiche", "{sheet}", 150),
    ("thème", "/themes/participation-personnes/", 150),
    ("paroles", "/paroles/", 150),
    ("outils", "/outils/", 150),
    ("un outil", "/outils/la-grille-de-la-premiere-rencontre/", 150),
    ("actualités", "/actualites/", 150),
    ("recherche", "/recherche/?q=groupe", 150),
)


def reading(site: Site) -> Figures:
    """Each page several times, each time by a browser that has nothing yet; the server has drawn it before."""
    for command in ("load_demo", "search_rebuild"):
        if (done := site.manage(command, timeout=900)).returncode:
            sys.exit(f"{command}: {done.stderr[-2000:]}")
    server = site.web()
    sheet = _a_sheet()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=ensure(), args=ARGUMENTS)
        yield f"pages, médiane de {TIMES} visites : poids, LCP (1 s au plus), CLS (0,02)", ""
        for name, path, most in PAGES:
            address = f"http://127.0.0.1:{site.port}{path.format(sheet=sheet)}"
            visits = [visit(browser, address) for _each in range(TIMES + 1)][1:]
            weight, painted = (statistics.median(getattr(each, name) for each in visits) for name in ("kilobytes", "painted"))
            slowest, moved = max(each.painted for each in visits), max(each.moved for each in visits)
            yield f"  {name} ({most} Ko au plus)", f"{weight:.0f} Ko, {painted:.0f} ms (au pire {slowest:.0f}), {moved:.3f}"
        browser.close()
    site.kill(server)


def _a_sheet() -> str:
    """The address of the longest of the demonstration."""
    from practices.models import PublicPractice

    return max(PublicPractice.objects.all(), key=lambda practice: len(str(practice.data))).get_absolute_url()
