"""Takes the pictures of the guides with a real browser: stable names, fixed widths, small files."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.platform.browser import ARGUMENTS, ensure, guard

from .pictures import Picture

FOLDER = Path(__file__).parents[2] / "docs/images/guides"
PASSWORD = "observatoire"
INTO_VIEW = "part => part.scrollIntoView({behavior: 'instant', block: part.offsetHeight > innerHeight ? 'start' : 'center'})"


def take(pictures: Iterable[Picture], site: str, addresses: dict[str, str], folder: Path = FOLDER) -> Iterator[Path]:
    """Writes each picture; raises when a page is an error or asks something of another machine."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=ensure(), args=ARGUMENTS)
        sessions: dict[str, dict] = {}
        for picture in pictures:
            if picture.person not in sessions:
                sessions[picture.person] = _signed_in(browser, site, picture.person)
            path = folder / f"{picture.name}.webp"
            path.write_bytes(_small(_shot(browser, picture, site + picture.address.format(**addresses), sessions[picture.person])))
            yield path
        browser.close()


def _context(browser: Browser, width: int = 1000, height: int = 760, **options) -> BrowserContext:
    viewport = {"width": width, "height": height}
    return browser.new_context(viewport=viewport, locale="fr-FR", timezone_id="Europe/Paris", reduced_motion="reduce", **options)


def _signed_in(browser: Browser, site: str, person: str) -> dict:
    """The cookies of this person of the demo, or of nobody."""
    with _context(browser) as context:
        if person:
            page = context.new_page()
            page.goto(f"{site}/compte/connexion/")
            page.fill("[name=login]", f"{person}@demo.example")
            page.fill("[name=password]", PASSWORD)
            page.locator("main form button[type=submit]").click()
            page.wait_for_load_state()
        return context.storage_state()


def _shot(browser: Browser, picture: Picture, address: str, session: dict) -> bytes:
    with _context(browser, picture.width, picture.height, storage_state=session) as context:
        faults = guard(context)
        page = context.new_page()
        answer = page.goto(address, wait_until="networkidle")
        if not answer.ok or faults:
            raise RuntimeError(f"{picture.name}: {answer.status} {page.url} {faults}")
        if picture.selector:
            page.locator(picture.selector).first.evaluate(INTO_VIEW)
            page.wait_for_timeout(300)
        return page.screenshot(animations="disabled")


def _small(shot: bytes) -> bytes:
    """WebP without loss of few colours: letters stay sharp, and a page weighs some 30 KB."""
    written = BytesIO()
    Image.open(BytesIO(shot)).convert("RGB").quantize(64).convert("RGB").save(written, "WEBP", lossless=True, quality=100, method=6)
    return written.getvalue()
