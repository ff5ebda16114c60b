"""A real Chromium: found or installed, kept from every other machine, and its page held against WCAG 2.2 AA."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # No other machine has an address. Unlike an interception of every request, this leaves the browser its cache.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost , EXCLUDE [::1]",
]
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
# What passes is not asked for: describing it is a third of the work.
FAULTS_ONLY = {"resultTypes": ["violations"]}
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}, **FAULTS_ONLY}
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class NoBrowser(Exception):
    """One line that says what to install."""


def installed() -> str | None:
    """The system's Chromium, else the one that Playwright has fetched before."""
    return next((path for name in _NAMES if (path := shutil.which(name))), None) or _of_playwright()


def ensure() -> str:
    """The path of a Chromium, installed on the way if this machine lets us."""
    if path := installed():
        return path
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Chromium n’est pas installé : installation du paquet Debian « chromium »…", flush=True)
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]):
            subprocess.run(command, env=environment, check=False, **quiet)
    else:
        print("Chromium n’est pas installé : Playwright télécharge le sien (environ 170 Mo)…", flush=True)
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False, stdin=subprocess.DEVNULL)
    if path := installed():
        return path
    raise NoBrowser("Chromium manque aux tests du navigateur : installez le paquet « chromium », puis relancez.")


def _of_playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def guard(context) -> list[str]:
    """The list that fills with what the pages of a browser started with ARGUMENTS should not have done: asking another machine, for one."""
    faults: list[str] = []

    def only_here(request):
        if urlsplit(request.url).hostname not in LOOPBACK:
            faults.append(f"a page asked another machine for {request.url}")

    context.on("request", only_here)
    context.on("weberror", lambda error: faults.append(f"error in a script: {error.error}"))
    context.on("console", lambda message: faults.append(message.text) if _breaks_policy(message) else None)
    return faults


def _breaks_policy(message) -> bool:
    return message.type == "error" and "Content Security Policy" in message.text


class _Axe(Axe):
    """Brings its half a megabyte of script into a page once, however often the page is looked at."""

    def run(self, page, context=None, options=None):
        # Under a name of its own: the editor of Wagtail has an axe too, of another version.
        if not page.evaluate("'ourAxe' in window"):
            page.evaluate(f"{self.axe_script}; window.ourAxe = axe; true")
        return AxeResults(page.evaluate(f"ourAxe.run({self._format_script_args(context=context, options=options)})"))


def assert_no_axe_violations(page, *, context=None, options=WCAG) -> None:
    """Fails with axe's own report when the page, or the part that `context` selects, breaks WCAG 2.2 AA."""
    # A page that a click has just opened may still be without its style.
    page.wait_for_load_state("load")
    results = _Axe().run(page, context=context, options=options)
    assert results.violations_count == 0, results.generate_report()
