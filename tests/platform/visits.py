"""First visits to a page by a browser that has nothing yet: what it receives, when it is drawn, how much of it moves."""

import gzip
from dataclasses import dataclass

from playwright.sync_api import Browser, Response

WATCH = """
window.seen = { moved: 0, painted: 0 };
new PerformanceObserver(list => list.getEntries().forEach(each => { if (!each.hadRecentInput) window.seen.moved += each.value }))
  .observe({ type: "layout-shift", buffered: true });
new PerformanceObserver(list => list.getEntries().forEach(each => { window.seen.painted = each.startTime }))
  .observe({ type: "largest-contentful-paint", buffered: true });
"""


@dataclass(frozen=True)
class Visit:
    kilobytes: float
    #: Milliseconds until the largest element is painted.
    painted: float
    moved: float


def visit(browser: Browser, address: str) -> Visit:
    """One visit, at the size of a small screen of a desk."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="fr-FR")
    page, received, scripts = context.new_page(), [], []
    page.on("response", lambda answer: scripts.append(answer) if answer.url.endswith(".js") else None)
    network = context.new_cdp_session(page)
    network.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    network.send("Network.enable")
    page.add_init_script(WATCH)
    answer = page.goto(address, wait_until="networkidle")
    if answer is None or answer.status != 200:
        raise ValueError(f"{address}: {answer and answer.status}")
    seen = page.evaluate("document.fonts.ready.then(() => new Promise(done => requestAnimationFrame(() => done(window.seen))))")
    spared = sum(map(_compressible, scripts))
    context.close()
    return Visit((sum(received) - spared) / 1000, seen["painted"], seen["moved"])


def _compressible(script: Response) -> int:
    """Bytes that a public server spares: it sends scripts compressed, as a server for developing does not."""
    whole = script.body()
    return 0 if "content-encoding" in script.headers else len(whole) - len(gzip.compress(whole))
