"""The text of a tool's PDF: read by the worker once public, found, renewed with the file, gone with the content."""

import json

import pytest
from django.contrib.postgres.search import SearchQuery
from django.core.files.base import ContentFile

from core import due
from core.public_records import SEARCH_CONFIG
from practices.public import sha256
from publications.domain.attached_texts import read_waiting
from publications.domain.publication import withdraw_content
from publications.models import AttachedText, PublicContent
from publications.signals import public_content_changed

from .factories import publish
from .pdfs import encrypted, pdf_of, whole_pdf
from .tools import make_document, make_file, make_tool

pytestmark = pytest.mark.usefixtures("reference_data")


@pytest.fixture
def told():
    """What others hear: (version, deleted) of each change."""
    heard = []

    def hear(sender, version, deleted, **kwargs):
        heard.append((version, deleted))

    public_content_changed.connect(hear)
    yield heard
    public_content_changed.disconnect(hear)


def tool_with(*contents, **values):
    documents = [make_document(f"guide-{number}.pdf", title=f"Guide {number}", content=content) for number, content in enumerate(contents)]
    return make_tool(files=tuple(map(make_file, documents)), **values)


def found(word):
    """Whether the database's own search finds the content by this word."""
    return PublicContent.objects.filter(text=SearchQuery(word, config=SEARCH_CONFIG)).exists()


def texts():
    return list(AttachedText.objects.order_by("pk").values_list("state", "text"))


def test_the_file_of_a_public_tool_is_read_and_makes_a_new_version(told):
    publish(tool_with(pdf_of("Le palier, lieu de veille.")))
    assert texts() == [("waiting", "")]
    assert read_waiting() == 1
    assert texts() == [("read", "Le palier, lieu de veille.")]
    assert told == [(1, False), (2, False)]
    public = PublicContent.objects.get()
    assert public.version == 2
    assert read_waiting() == 0


def test_the_database_s_own_search_finds_it_and_what_the_page_says(told):
    tool = publish(tool_with(pdf_of("Le palier, lieu de veille.")))
    read_waiting()
    assert (found("veille"), found("réunion"), found("absent")) == (True, True, False)
    tool.summary = "Autrement dit."
    tool.save_revision()
    publish(tool)
    assert found("veille")
    assert texts() == [("read", "Le palier, lieu de veille.")]


def test_a_draft_s_file_is_not_read():
    tool_with(pdf_of("Secret"))
    assert (read_waiting(), AttachedText.objects.count()) == (0, 0)


def test_the_clock_reads_what_a_lost_job_left():
    publish(tool_with(pdf_of("Reprise")))
    assert due.run_all() == []
    assert texts() == [("read", "Reprise")]


def test_what_is_withdrawn_takes_its_text_along(national_editor):
    tool = publish(tool_with(pdf_of("À retirer")))
    read_waiting()
    withdraw_content(page_id=tool.pk, by=national_editor)
    assert AttachedText.objects.count() == 0


def test_withdrawn_while_it_waits_it_is_not_read(national_editor, told):
    tool = publish(tool_with(pdf_of("À retirer")))
    withdraw_content(page_id=tool.pk, by=national_editor)
    assert read_waiting() == 0
    assert told == [(1, False), (2, True)]


def test_a_new_version_of_the_file_takes_the_place_of_the_old_one():
    old, new = make_document("v1.pdf", content=pdf_of("Ancienne")), make_document("v2.pdf", content=pdf_of("Nouvelle"))
    tool = publish(make_tool(files=(make_file(old, title="Grille", dated="2026-01-10"),)))
    read_waiting()
    tool.files.add(make_file(new, title="Grille", dated="2026-02-10"))
    tool.save_revision()
    publish(tool)
    read_waiting()
    assert texts() == [("read", "Nouvelle")]
    assert (found("nouvelle"), found("ancienne")) == (True, False)


def test_a_version_that_nobody_may_download_any_more_is_not_searched():
    publish(make_tool(files=(make_file(make_document("a.pdf", content=pdf_of("Retirée")), withdrawn=True),)))
    assert AttachedText.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "state", "said"),
    [
        (whole_pdf([b"0 0 9 9 re f"]), "no_text", "contient des images de pages"),
        (pdf_of("Coupé")[:150], "broken", "ne se laisse pas lire"),
        (encrypted(pdf_of("Secret"), "sésame"), "encrypted", "protégé par un mot de passe"),
    ],
)
def test_a_file_that_cannot_be_read_breaks_nothing_and_the_editor_is_told(client, national_editor, told, content, state, said):
    tool = publish(tool_with(pdf_of("Juste"), pdf_of("Autre")))
    row = AttachedText.objects.first()
    replace_file(row, content)
    read_waiting()
    assert sorted(texts()) == sorted([(state, ""), ("read", "Autre")])
    client.force_login(national_editor)
    page = client.get(f"/gestion/pages/{tool.pk}/edit/").content.decode()
    assert page.count("La recherche ne regarde pas dans") == 1
    assert row.name in page
    assert said in page


def replace_file(row, content):
    """As if this file had passed what is checked at upload, and had been published."""
    row.document.file.save("guide-0.pdf", ContentFile(content))
    digest = sha256(row.document.file)
    public = PublicContent.objects.get()
    public.data = json.loads(json.dumps(public.data).replace(row.sha256, digest))
    public.save(update_fields=["data"])
    AttachedText.objects.filter(pk=row.pk).update(sha256=digest)


def test_a_file_that_is_no_longer_the_published_one_is_left_alone():
    publish(tool_with(pdf_of("Publié")))
    document = AttachedText.objects.get().document
    document.file.save("guide-0.pdf", ContentFile(pdf_of("Un autre")))
    read_waiting()
    assert texts() == [("changed", "")]


def test_a_file_too_large_is_not_opened(monkeypatch):
    monkeypatch.setattr("publications.domain.attached_texts.LARGEST", 10)
    publish(tool_with(pdf_of("Énorme")))
    read_waiting()
    assert texts() == [("too_large", "")]


def test_a_missing_file_waits_and_holds_up_no_other():
    publish(tool_with(pdf_of("Perdu"), pdf_of("Là")))
    lost = AttachedText.objects.first()
    lost.document.file.storage.delete(lost.document.file.name)
    assert read_waiting() == 1
    assert texts() == [("waiting", ""), ("read", "Là")]
    assert AttachedText.objects.get(state="waiting").last_error.startswith("FileNotFoundError")


def test_a_file_on_which_the_worker_died_again_and_again_is_given_up():
    publish(tool_with(pdf_of("Fatal")))
    AttachedText.objects.update(attempts=4)
    read_waiting()
    assert texts() == [("broken", "")]
