"""One stylesheet for the site: in order, light, kept for ever under its own address, harmless under a past one."""

import gzip
import re

from django.conf import settings
from django.contrib.staticfiles import finders

from core.assets import stylesheet

BUDGET = 30 * 1024


def test_tokens_come_first_and_every_component_is_in():
    text = stylesheet().text
    assert text.startswith('@font-face { font-family: "Atkinson";')
    folders = [path for path in (settings.BASE_DIR / "templates/components").iterdir() if path.is_dir()]
    assert len(folders) > 20
    assert [path.name for path in folders if not (path / f"{path.name}.css").exists() and not any(path.glob("*.css"))] == []


def test_what_is_laid_out_on_paper_is_not_in():
    assert list((settings.BASE_DIR / "templates").rglob("print/**/*.css"))
    assert "own:" not in stylesheet().text
    assert re.findall(r"@page[^{]*", stylesheet().text) == ["@page "]


def test_it_keeps_within_its_budget():
    assert len(gzip.compress(stylesheet().text.encode())) < BUDGET


def test_it_asks_no_other_site_and_writes_no_colour_outside_of_the_tokens():
    addresses = re.findall(r"url\(([^)]*)\)", stylesheet().text)
    assert addresses == ['"/static/fonts/atkinson.woff2"', '"/static/fonts/bricolage.woff2"']
    assert [finders.find(address.strip('"').removeprefix("/static/")) is not None for address in addresses] == [True, True]
    assert "@import" not in stylesheet().text


def test_each_font_has_its_licence_beside_it():
    for name in ("atkinson", "bricolage"):
        assert "SIL Open Font License" in (settings.BASE_DIR / f"static/fonts/LICENSE-{name}.txt").read_text()


def test_the_address_of_the_page_is_kept_for_ever(client, db):
    address = re.search(r'<link rel="stylesheet" href="([^"]+)">', client.get("/compte/connexion/").content.decode())[1]
    assert address == f"/style/{stylesheet().digest}.css"
    answer = client.get(address)
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("text/css; charset=utf-8", "public, max-age=31536000, immutable")
    assert answer.content.decode() == stylesheet().text


def test_a_past_address_gives_today_s_style_without_keeping_it(client):
    answer = client.get("/style/0123456789ab.css")
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-cache")
    assert answer.content.decode() == stylesheet().text


def test_no_template_of_ours_carries_style_script_or_handler():
    """The policy would block them; better to find them here. A block of data is no script; mails and papers are not pages."""
    inline = re.compile(
        r"""\sstyle\s*=|<style\b|<script(?![^>]*\ssrc=)(?! type="application/(?:ld\+)?json")|\son[a-z]+\s*=\s*["']|javascript:""",
        re.IGNORECASE,
    )
    templates = settings.BASE_DIR / "templates"
    no_pages = {templates / name for name in ("core/mail/message.html", "newsletter/letter/mail.html", "practices/certificate.html")}
    pages = [path for path in templates.rglob("*.html") if not {"wagtailadmin", "print"} & {*path.parts} and path not in no_pages]
    assert len(pages) > 60
    assert [str(path) for path in pages if inline.search(path.read_text(encoding="utf-8"))] == []
