"""What is read in a PDF, and what becomes of those that are made to break whoever opens them."""

import time

import pytest

from publications.files import pdf_reader, pdf_text
from publications.files.pdf_text import PdfText, text_of

from .pdfs import encrypted, pdf_of, whole_pdf


def test_every_page_is_read_with_its_accents_and_without_its_line_ends():
    content = pdf_of("Préparer une réunion\nde palier", "Qui parle à qui : l’em-\nploi du temps")
    assert text_of(content) == PdfText("read", "Préparer une réunion de palier\n\nQui parle à qui : l’emploi du temps")


def test_a_file_of_pictures_holds_no_text():
    assert text_of(whole_pdf([b"0 0 100 100 re f"])) == PdfText("no_text")


def test_a_file_that_asks_for_a_password_is_not_read():
    assert text_of(encrypted(pdf_of("Secret"), "sésame")) == PdfText("encrypted")


def test_a_file_that_is_only_kept_from_being_changed_is_read():
    assert text_of(encrypted(pdf_of("Lisible"), "")) == PdfText("read", "Lisible")


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"rien d'un PDF", pdf_of("Coupé")[:180], b"%PDF-1.4\n" + b"[" * 100_000])
def test_what_is_no_whole_pdf_is_said_to_be_broken(content):
    assert text_of(content) == PdfText("broken")


def test_pages_that_turn_in_a_circle_end():
    content = pdf_of("Une page").replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]")
    assert text_of(content).outcome == "broken"


def test_a_page_that_never_ends_is_stopped_and_the_others_count(monkeypatch):
    endless = b"BT /F1 12 Tf " + b"(x) Tj " * 3_000_000 + b"ET"
    began = time.monotonic()
    found = text_of(whole_pdf([b"BT /F1 12 Tf 50 780 Td (Avant) Tj ET", endless]), patience=4)
    assert time.monotonic() - began < 8
    assert (found.text, found.is_whole) == ("Avant", False)


def test_a_reader_that_takes_too_much_memory_is_stopped():
    bomb = whole_pdf([b"BT (x) Tj ET"]).replace(b"/Count 1", b"/Count 999999999")
    began = time.monotonic()
    assert text_of(bomb, patience=10).outcome in ("read", "broken")
    assert time.monotonic() - began < 12


def test_only_so_many_pages_and_characters_are_read():
    pages = text_of(pdf_of(*(f"Page {number}" for number in range(pdf_reader.MOST_PAGES + 3))))
    assert pages.text.endswith(f"Page {pdf_reader.MOST_PAGES - 1}")
    assert not pages.is_whole
    long = text_of(pdf_of(*["mot " * 20_000] * 8))
    assert (len(long.text) <= pdf_reader.MOST_CHARACTERS + 20, long.is_whole) == (True, False)


def test_the_reader_is_told_nothing_of_the_site(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    spy = tmp_path / "spy.py"
    spy.write_text("import json, os, sys\nprint(json.dumps({'pages': 1}))\nprint(json.dumps(' '.join([*os.environ, *sys.modules])))\n")
    monkeypatch.setattr(pdf_text, "PROGRAM", spy)
    seen = text_of(b"").text
    assert "PATH" in seen
    assert not any(word in seen for word in ("DATABASE_URL", "django", "publications"))
