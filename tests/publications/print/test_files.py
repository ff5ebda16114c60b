"""The files of contents: asked for, made once and whole, given out while the text is public and its persons agree."""

import re
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from publications.domain.consents import withdraw_consents
from publications.domain.publication import withdraw_content
from publications.models import ContentFile, EditorialRecord, VoicePage
from publications.print import files
from tests.platform.validators import epub_faults
from tests.publications.factories import make_voice, publish

from .factories import body_of, bookmarks_of, gather, make_article, make_cahier, make_image, make_sheet, pages_of, text_of, written

CAHIER = "/publications/faire-groupe/cahier"
TEXT = [{"type": "text", "value": "<p>Un texte court.</p>"}]


def stored():
    """Names of the files below the folder of printed files."""
    root = Path(default_storage.path(files.FOLDER))
    return sorted(path.name for path in root.rglob("*") if path.is_file())


def body(answer):
    """The file of an answer; closing the answer would close the test's database too."""
    return b"".join(answer.streaming_content)


def changed(page, title):
    """A new version of the page, saved."""
    newest = page.latest_revision.as_object()
    newest.title = title
    newest.save_revision()
    return type(page).objects.get(pk=page.pk)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def simple(reference_data):
    """A public cahier with one article."""
    cahier = make_cahier()
    article = publish(make_article(cahier, "Un article", TEXT))
    page = publish(gather(cahier, ("", article)))
    # Asked for by the publication; a test that wants them asks again.
    ContentFile.objects.all().delete()
    return page


# What is in them


def test_each_piece_of_a_cahier_begins_a_page_that_the_contents_tell(cahier, make):
    row = make(cahier, only="pdf")["pdf"]
    pages = pages_of(row)
    assert "Faire groupe" in pages[0]
    contents = next(page for page in pages if page.startswith("Sommaire"))
    for opening, title in (
        ("Éditorial", "Éditorial"),
        ("Changer de place Du guichet à la table", "ce que le groupe déplace"),
        ("Fiche de pratique La cuisine", "rez-de-chaussée"),
        ("Tenir Parole Je descends", "Je descends"),
        ("Outil Une grille", "Une grille"),
    ):
        [number] = [number for number, page in enumerate(pages, 1) if page.startswith(opening)]
        assert re.search(rf"{title}[ .]+ {number}\b", contents)
    assert bookmarks_of(row) == ["Faire groupe", "Sommaire", "Éditorial", "Changer de place", "Tenir"]


def test_notes_stand_at_the_foot_of_the_page_that_calls_them(cahier, make):
    pages = pages_of(make(cahier, only="pdf")["pdf"])
    page = next(page for page in pages if "Le groupe tient par ses" in page)
    assert page.index("elles se disent") < page.index("Affichées au mur") < page.index("sans exception")


def test_the_book_holds_the_same_pieces_in_parts(cahier, make):
    with make(cahier, only="epub")["epub"].open() as file, zipfile.ZipFile(file) as book:
        assert book.infolist()[0].filename == "mimetype"
        assert (book.infolist()[0].compress_type, book.read("mimetype")) == (zipfile.ZIP_STORED, b"application/epub+zip")
        contents = book.read("EPUB/nav.xhtml").decode()
        article = book.read("EPUB/piece-1.xhtml").decode()
    assert contents.index("Changer de place") < contents.index("Du guichet") < contents.index("Tenir") < contents.index("Je descends")
    assert 'epub:type="noteref"' in article
    assert 'epub:type="footnote"' in article


def test_a_voice_that_was_not_lent_to_print_is_not_printed(cahier, make):
    withdraw_consents(page_id=VoicePage.objects.get(title="Je descends").pk, uses=["print"])
    said = text_of(make(cahier, only="pdf")["pdf"])
    assert "par la fenêtre" not in said
    assert "Samira" not in said
    assert "On me dit bonjour" in said
    assert "aussi longtemps que cette personne" in said


def test_a_voice_that_never_was_public_is_not_printed_with_an_article(reference_data, make):
    cahier, voice = make_cahier(), make_voice(agreed=("site", "print"))
    article = make_article(cahier, "Un article", [{"type": "voice", "value": {"voice": voice.pk}}])
    assert "par la fenêtre" not in text_of(make(article)["pdf"])
    gather(cahier, ("", article), ("", voice))
    assert "par la fenêtre" in text_of(make(article)["pdf"])


# How they are made


def test_files_are_made_once_and_ready_until_the_text_changes(simple, make, record_of):
    first = make(simple)
    record = record_of(simple)
    assert files.ready(record, record.page.latest_revision) == []
    again = make(simple)
    assert [row.made_at for row in again.values()] == [row.made_at for row in first.values()]
    page = changed(simple, "Autre titre")
    assert files.ready(record_of(page), page.latest_revision) == ["pdf", "epub"]
    assert files.ready(record, simple.latest_revision) == []


def test_a_piece_that_changes_has_the_public_file_made_anew(simple, make, record_of):
    before = make(simple)["pdf"]
    article = simple.get_children().get().specific
    publish(changed(article, "Un autre article"))
    assert files.ready(record_of(simple), simple.latest_revision) == ["pdf", "epub"]
    files.make_files()
    after = ContentFile.objects.get(pk=before.pk)
    assert "Un autre article" in text_of(after)
    assert after.sha256 != before.sha256


def test_a_proof_around_which_something_changed_is_made_anew(reference_data, make, record_of):
    cahier = make_cahier()
    article = make_article(cahier, "Un article", TEXT)
    EditorialRecord.objects.filter(page=article.pk).update(work_state="layout")
    assert "Faire groupe" in text_of(make(article)["pdf"])
    files.look_after_proofs()
    assert not ContentFile.objects.get().to_make
    changed(cahier, "Autre titre")
    files.look_after_proofs()
    files.make_files()
    assert "Autre titre" in text_of(ContentFile.objects.get())
    assert files.ready(record_of(article), article.latest_revision) == []


def test_a_worker_killed_in_the_middle_leaves_nothing_half_written_and_another_one_makes_the_file(
    simple, record_of, monkeypatch, django_capture_on_commit_callbacks
):
    def killed(edition, into):
        into.write_bytes(b"%PDF-1.7 half")
        raise SystemExit

    ContentFile.objects.all().delete()
    files.request(record_of(simple), simple.latest_revision)
    monkeypatch.setitem(files.WRITERS, "pdf", killed)
    monkeypatch.setattr(Path, "unlink", lambda self, missing_ok=False: None)
    with pytest.raises(SystemExit):
        files.make_files()
    monkeypatch.undo()
    row = ContentFile.objects.get(kind="pdf")
    assert (row.file, row.to_make, files.public_file(record_of(simple).identifier, "pdf")) == ("", True, None)
    ContentFile.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    files.make_files()
    row.refresh_from_db()
    assert (row.attempts, row.to_make, row.error) == (2, False, "")
    assert text_of(row)


def test_an_error_is_told_in_words_and_tried_again(simple, record_of, monkeypatch):
    ContentFile.objects.all().delete()
    record = record_of(simple)
    files.request(record, simple.latest_revision)

    def full(edition, into):
        raise OSError("No space left on device")

    monkeypatch.setitem(files.WRITERS, "pdf", full)
    files.make_files()
    row = ContentFile.objects.get(kind="pdf")
    assert (row.to_make, row.file, row.last_error) == (True, "", "OSError: No space left on device")
    assert files.errors(record, simple.latest_revision) == ["Il n’a pas pu être fait\u202f; un nouvel essai aura lieu tout seul."]
    assert row.next_attempt_at > row.created_at


def test_a_text_that_changes_while_it_is_made_is_made_again(simple, record_of, monkeypatch):
    ContentFile.objects.all().delete()
    files.request(record_of(simple), simple.latest_revision)
    article = simple.get_children().get().specific

    def slow(edition, into):
        if article.title == "Un article":
            article.title = "Changé"
            publish(changed(article, "Changé"))
        into.write_bytes(b"%PDF-1.7 former text")

    monkeypatch.setitem(files.WRITERS, "pdf", slow)
    files.make_files()
    row = ContentFile.objects.get(record__page=simple.pk, kind="pdf")
    assert (row.file, row.to_make) == ("", True)


# Who gets them


def test_public_files_are_served_with_what_caches_need(client, simple, make):
    row = make(simple)["pdf"]
    answer = client.get(f"{CAHIER}.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"] == 'inline; filename="faire-groupe-v1.pdf"'
    assert (answer["Content-Length"], answer["X-Content-Type-Options"]) == (str(row.size), "nosniff")
    assert body(answer).startswith(b"%PDF-1.7")
    assert client.get(f"{CAHIER}.pdf", headers={"If-None-Match": answer["ETag"]}).status_code == 304
    book = client.get(f"{CAHIER}.epub")
    assert (book.status_code, book["Content-Type"]) == (200, "application/epub+zip")
    body(book)


def test_an_article_has_a_pdf_of_its_own(client, simple, make):
    make(simple.get_children().get().specific)
    answer = client.get("/publications/faire-groupe/un-article/article.pdf")
    assert answer.status_code == 200
    body(answer)
    assert client.get("/publications/faire-groupe/un-article/article.epub").status_code == 404
    assert client.get("/publications/faire-groupe/cahier.doc").status_code == 404
    assert client.get("/publications/faire-groupe/article.pdf").status_code == 404


def test_a_file_that_is_being_made_is_announced(client, simple):
    answer = client.get(f"{CAHIER}.pdf")
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (202, "5", "no-store")
    assert "Le fichier se prépare" in answer.content.decode()


def test_a_proof_is_nobodys_until_the_text_is_public(client, reference_data, make):
    cahier = make_cahier()
    rows = make(cahier)
    assert [row.is_there for row in rows.values()] == [True, True]
    assert client.get(f"{CAHIER}.pdf").status_code == 404
    publish(cahier)
    answer = client.get(f"{CAHIER}.pdf")
    assert answer.status_code == 200
    body(answer)


def test_an_earlier_version_stays_at_an_address_of_its_own_and_says_which_it_is(client, simple, make):
    make(simple)
    page = publish(changed(simple, "Faire groupe, encore"))
    assert client.get(f"{CAHIER}.pdf").status_code == 202
    assert "version 2" in text_of(make(page)["pdf"])
    new, old = client.get(f"{CAHIER}.pdf"), client.get("/publications/faire-groupe/versions/1/cahier.pdf")
    assert old["Content-Disposition"] == 'inline; filename="faire-groupe-v1.pdf"'
    assert body(new) != body(old)
    assert client.get("/publications/faire-groupe/versions/3/cahier.pdf").status_code == 404


def test_words_that_a_person_takes_back_are_in_no_file_that_is_given_out(
    client, cahier, make, national_editor, django_capture_on_commit_callbacks
):
    before = make(cahier)
    make(changed(cahier, "Pas encore public"))
    voice = VoicePage.objects.get(title="Je descends")
    with django_capture_on_commit_callbacks(execute=False) as left:
        withdraw_consents(page_id=voice.pk)
    for each in left:
        if "delete_file" in getattr(each, "__qualname__", ""):
            each()
    assert not any(default_storage.exists(row.file) for row in before.values())
    assert client.get(f"{CAHIER}.pdf").status_code == 202
    while files.make_files():
        pass
    for row in ContentFile.objects.filter(record__page=cahier.pk, kind="pdf"):
        assert "par la fenêtre" not in text_of(row)
    answer = client.get(f"{CAHIER}.pdf")
    assert answer.status_code == 200
    body(answer)


def test_a_file_with_words_that_expired_meanwhile_is_not_given_out(client, cahier, make):
    make(cahier)
    body(client.get(f"{CAHIER}.pdf"))
    VoicePage.objects.get(title="Je descends").consents.filter(use="print").update(expires_on=timezone.localdate() - timedelta(days=1))
    assert client.get(f"{CAHIER}.pdf").status_code == 202


def test_a_cahier_that_left_the_site_takes_its_files_with_it(client, simple, make, national_editor, django_capture_on_commit_callbacks):
    make(simple)
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_content(page_id=simple.pk, by=national_editor)
    assert client.get(f"{CAHIER}.pdf").status_code == 404
    assert not ContentFile.objects.filter(record__page=simple.pk).exists()
    assert stored() == []


def test_serving_a_file_costs_the_same_with_one_piece_and_with_many(client, simple, make, django_assert_num_queries):
    make(simple)
    with django_assert_num_queries(3):
        body(client.get(f"{CAHIER}.pdf"))


# What is hostile


HOSTILE = [
    "<p>" + "a" * 30_000 + "</p>",
    "<p>" + "مرحبا بالعالم שלום 👩🏽‍🌾🏳️‍🌈 \u202e txet \u0007\ufffe</p>",
    "<p>" + "<b>" * 200 + "fond" + "</b>" * 200 + "</p>",
    '<p onclick="x()">Un <script>x()</script><img src="https://ailleurs.example/x.png" onerror="x()"><svg><style>p{}</style></svg></p>',
    "<p>]]> <!-- x -- > &bogus; & < > [^rien] {{ x }} {% x %}</p>",
    '<p><a href="javascript:x()">clic</a> <a href="file:///etc/passwd">mot</a> <a href="//ailleurs.example">là</a></p>',
]


def test_hostile_text_is_printed_as_text(reference_data, make):
    cells = "\n".join("\t".join(f"{row}.{column}" for column in range(12)) for row in range(100))
    table = {"type": "table", "value": {"caption": "Grand", "cells": cells, "heads_rows": True, "source": ""}}
    cahier = make_cahier(title="Titre " + "long " * 40 + "<b>&amp;")
    texts = [*([{"type": "text", "value": text}] for text in HOSTILE), [table]]
    articles = [make_article(cahier, f"Un <script>article {number}</script>", text) for number, text in enumerate(texts)]
    rows = make(gather(cahier, *(("Partie <i>", article) for article in articles)))
    assert {kind: (row.is_there, row.error) for kind, row in rows.items()} == {"pdf": (True, ""), "epub": (True, "")}
    said = text_of(rows["pdf"])
    assert "Un <script>article 0</script>" in said
    assert "99.11" in said
    assert epub_faults(Path(default_storage.path(rows["epub"].file))) == []


@pytest.mark.parametrize("damage", ["missing", "truncated", "not an image"])
def test_an_image_that_cannot_be_read_is_named_to_the_editors_and_no_file_is_left(reference_data, make, record_of, damage):
    cahier, image = make_cahier(), make_image((900, 900))
    article = make_article(cahier, "Un article", body_of(image, make_sheet(), VoicePage(pk=1, title="x"))[2:3])
    page = gather(cahier, ("", article))
    path = Path(image.file.path)
    if damage == "missing":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:200] if damage == "truncated" else b"<html>")
    rows = make(page)
    words = "L’image « Six séances » de « Un article » ne peut pas être lue : renvoyez son fichier."
    assert [row.error.replace("\u00a0", " ") for row in rows.values()] == [words] * 2
    assert not any(row.is_there or row.to_make for row in rows.values())
    assert stored() == []


def test_a_document_that_takes_too_much_ends_its_own_process_only(reference_data, make, monkeypatch):
    monkeypatch.setattr("core.printed.MOST_SECONDS", 0.05)
    row = make(make_cahier())["pdf"]
    assert (row.is_there, row.attempts) == (False, 1)
    assert "trop de temps" in row.error


def test_a_voice_has_no_file_of_its_own(reference_data, record_of):
    voice = make_voice()
    assert files.kinds_of(record_of(voice)) == ()
    assert files.ready(record_of(voice), voice.latest_revision) == []


def test_a_chapter_written_anew_is_found_in_the_next_file(simple, make):
    article = simple.get_children().get().specific
    publish(written(article, "body", [{"type": "text", "value": "<p>Tout autre chose.</p>"}]))
    assert "Tout autre chose" in text_of(make(simple)["pdf"])
