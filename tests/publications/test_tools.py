"""The toolbox: its list, its filters, and the files of tools, public with the tool and no longer."""

import hashlib
from html import unescape

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.documents.models import Document

from core.media import public_collection
from practices.domain.absence import withdraw_practice
from practices.domain.errors import Faulty
from practices.models import PublicPractice
from publications.domain.publication import withdraw_content
from publications.models import PublicContent, ToolFile, ToolPage, ToolSheet
from tests.practices.factories import make_editor, make_published, make_user
from tests.practices.submission.files import locked_zip, pdf, picture, word
from tests.search.factories import make_practice

from .factories import publish
from .tools import make_document, make_file, make_tool, versions_of

pytestmark = pytest.mark.usefixtures("reference_data")
SESSION = "allauth.account.auth_backends.AuthenticationBackend"


def file_url(tool, document):
    return f"/c/{tool.record.identifier}/fichiers/{document.pk}/"


def body(response):
    return b"".join(response.streaming_content)


def words(response):
    return unescape(response.content.decode())


@pytest.mark.parametrize("number", [1, 12])
def test_the_list_costs_the_same_for_one_tool_and_for_twelve(client, number, django_assert_num_queries):
    for each in range(number):
        publish(make_tool(title=f"Outil {each}", themes=["mobilite"], territories=["com-59350"]))
    client.get("/outils/")
    with django_assert_num_queries(5):
        answer = client.get("/outils/")
    assert words(answer).count('<li class="teaser">') == number


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Le guide", "La grille"]),
        ("type=guide", ["Le guide"]),
        ("type=guide&type=grid", ["Le guide", "La grille"]),
        ("theme=insertion-emploi", ["La grille"]),
        ("territoire=reg-32", ["La grille"]),
        ("territoire=anc-22", []),
        ("type=guide&territoire=dep-59", []),
    ],
)
def test_the_address_narrows_the_list(client, query, titles):
    publish(make_tool(title="La grille", themes=["mobilite"], territories=["com-59350"]))
    publish(make_tool(title="Le guide", type="guide", themes=["isolement"], territories=["dep-75"]))
    shown = [tool.title for tool in client.get(f"/outils/?{query}").context["tools"].page]
    assert shown == titles


def test_values_that_nobody_knows_are_reported_and_the_others_hold(client):
    publish(make_tool(title="La grille"))
    publish(make_tool(title="Le guide", type="guide"))
    answer = client.get("/outils/?type=grid&type=mallette&theme=nulle-part&territoire=dep-999&mois=2026-01")
    tools = answer.context["tools"]
    assert [(error.field, error.value) for error in tools.errors] == [
        ("type", "mallette"),
        ("theme", "nulle-part"),
        ("territoire", "dep-999"),
    ]
    assert [tool.title for tool in tools.page] == ["La grille"]
    assert "« mallette »" in words(answer).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("number", [1, 12])
def test_a_tool_costs_two_queries_however_much_it_says(client, number, django_assert_num_queries):
    sheets = tuple(make_practice(f"Fiche {each}").identifier for each in range(number))
    files = tuple(make_file(make_document(f"f{each}.pdf", title=f"Fichier {each}")) for each in range(number))
    publish(make_tool(files=files, sheets=sheets))
    client.get("/outils/la-grille-du-palier/")
    with django_assert_num_queries(2):
        answer = client.get("/outils/la-grille-du-palier/")
    assert answer.status_code == 200
    assert [f"Fiche {each}</a>" in words(answer) for each in range(number)] == [True] * number
    assert [f"Fichier {each}</a>" in words(answer) for each in range(number)] == [True] * number


def test_a_tool_says_what_its_team_said_of_it(client):
    publish(make_tool(with_whom="Cinq à douze voisins.", duration="Deux heures", making="Écrite avec le conseil citoyen."))
    page = words(client.get("/outils/la-grille-du-palier/"))
    said = ["Préparer une réunion de palier.", "Cinq à douze voisins.", "Deux heures", "Écrite avec le conseil citoyen."]
    assert [text for text in said if text not in page] == []


def test_earlier_versions_of_a_file_stay_with_their_dates_and_can_be_downloaded(client):
    old, new, other = make_document("v1.docx"), make_document("v2.docx"), make_document("affiche.pdf", title="L’affiche")
    files = (make_file(old, version="1"), make_file(other), make_file(new, dated="2026-06-01", version="2"))
    tool = publish(make_tool(files=files))
    assert [file["title"] for file in tool.own_data()["files"]] == ["La grille", "L’affiche"]
    assert [(each["id"], each["version"], each["date"]) for each in versions_of(tool)] == [
        (new.pk, "2", "2026-06-01"),
        (old.pk, "1", "2026-01-10"),
    ]
    for document in (old, new, other):
        answer = client.get(file_url(tool, document))
        assert answer.status_code == 200
        assert hashlib.sha256(body(answer)).hexdigest() in str(PublicContent.objects.get().data)
    page = words(client.get("/outils/la-grille-du-palier/"))
    assert "10\N{NO-BREAK SPACE}janvier 2026" in page
    assert "1er\N{NO-BREAK SPACE}juin 2026" in page


def test_a_file_is_always_a_download_that_runs_nothing(client):
    document = make_document()
    answer = client.get(file_url(publish(make_tool(files=(make_file(document),))), document))
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    body(answer)


def test_no_public_media_path_leads_to_the_file(client):
    document = make_document()
    publish(make_tool(files=(make_file(document),)))
    assert client.get(f"{settings.MEDIA_URL}{document.file.name}").status_code == 404
    assert client.get(reverse("wagtaildocs_serve", args=[document.pk, document.filename])).status_code in (302, 403)


def test_a_withdrawn_version_keeps_its_line_and_loses_its_file(client):
    old, new = make_document("v1.pdf"), make_document("v2.pdf")
    tool = publish(make_tool(files=(make_file(old, withdrawn=True), make_file(new, dated="2026-06-01"))))
    gone = client.get(file_url(tool, old))
    assert (gone.status_code, "Ce qui a été publié ici a été retiré du site." in words(gone)) == (410, True)
    assert client.get(file_url(tool, make_document("ailleurs.pdf"))).status_code == 404
    answer = client.get(file_url(tool, new))
    assert answer.status_code == 200
    body(answer)
    assert file_url(tool, old) not in words(client.get("/outils/la-grille-du-palier/"))


def test_files_of_a_tool_that_is_not_public_are_not_found_but_by_its_editors(client, national_editor):
    document = make_document()
    tool = make_tool(files=(make_file(document),))
    assert client.get(file_url(tool, document)).status_code == 404
    client.force_login(make_user(), backend=SESSION)
    assert client.get(file_url(tool, document)).status_code == 404
    client.force_login(make_editor("Hauts-de-France"), backend=SESSION)
    assert client.get(file_url(tool, document)).status_code == 404
    client.force_login(national_editor, backend=SESSION)
    answer = client.get(file_url(tool, document))
    assert answer.status_code == 200
    body(answer)


def test_a_tool_taken_off_the_site_takes_its_files_with_it(client, national_editor):
    document = make_document()
    tool = publish(make_tool(files=(make_file(document),)))
    answer = client.get(file_url(tool, document))
    assert answer.status_code == 200
    body(answer)
    withdraw_content(page_id=tool.pk, by=national_editor, words="Elle est refaite.")
    gone = client.get(file_url(tool, document))
    assert gone.status_code == 410
    assert "Elle est refaite." in words(gone)
    assert "La grille du palier" not in words(client.get("/outils/"))


@pytest.mark.parametrize("wrong", ["other", "unknown", "huge"])
def test_documents_that_the_tool_does_not_offer_are_not_served_by_its_address(client, wrong):
    tool = publish(make_tool(files=(make_file(),)))
    stranger = make_document("secret.pdf", title="Secret")
    number = {"other": stranger.pk, "unknown": 10**6, "huge": 10**30}[wrong]
    assert client.get(f"/c/{tool.record.identifier}/fichiers/{number}/").status_code == 404
    assert client.get(f"/c/oc-00000000/fichiers/{stranger.pk}/").status_code == 404


@pytest.fixture
def send(client, national_editor):
    """Sends a document in the admin, as an editor does."""
    client.force_login(national_editor, backend=SESSION)

    def post(content, name, *, to="wagtaildocs:add", args=()):
        values = {"title": "La grille", "collection": public_collection().pk, "tags": "", "file": SimpleUploadedFile(name, content)}
        return client.post(reverse(to, args=args), values)

    return post


@pytest.mark.parametrize(("content", "name"), [(pdf(), "grille.pdf"), (word(), "grille.docx")])
def test_an_honest_document_is_taken(send, content, name):
    assert send(content, name).status_code == 302
    assert Document.objects.get().title == "La grille"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (word(), "grille.pdf"),
        (picture(), "grille.pdf"),
        (b"<html><script>alert(1)</script></html>", "grille.pdf"),
        (b"MZ" + bytes(200), "grille.exe"),
        (pdf()[:-40], "grille.pdf"),
        (pdf(trailer=b"/Encrypt 5 0 R "), "grille.pdf"),
        (locked_zip(), "grille.docx"),
    ],
)
def test_a_document_that_lies_or_cannot_be_opened_is_refused_when_it_is_sent(send, content, name):
    assert send(content, name).status_code == 200
    assert Document.objects.count() == 0


def test_a_file_that_a_tool_offers_is_not_replaced_behind_its_back(send):
    document = make_document()
    publish(make_tool(files=(make_file(document),)))
    before = document.file.name
    answer = send(pdf(extra=b"% autre\n"), "grille.pdf", to="wagtaildocs:edit", args=[document.pk])
    assert "Un outil propose ce fichier" in words(answer)
    assert Document.objects.get().file.name == before
    free = make_document("libre.pdf", title="Libre")
    assert send(pdf(extra=b"% autre\n"), "autre.pdf", to="wagtaildocs:edit", args=[free.pk]).status_code == 302


def test_a_document_that_lies_keeps_its_tool_from_being_public():
    tool = make_tool(files=(make_file(make_document("grille.pdf", content=b"MZ" + bytes(50))),))
    with pytest.raises(Faulty, match="La grille"):
        publish(tool)
    assert not PublicContent.objects.exists()


def test_a_public_file_does_not_vanish_from_the_next_version_unless_it_is_withdrawn():
    document = make_document()
    tool = publish(make_tool(files=(make_file(document),)))
    tool.files = []
    tool.save_revision()
    with pytest.raises(Faulty, match="grille"):
        publish(tool)
    tool.files = [make_file(document, withdrawn=True)]
    tool.save_revision()
    assert [version["withdrawn"] for version in versions_of(publish(tool))] == [True]


def test_a_version_whose_document_was_deleted_since_still_opens():
    document = make_document()
    tool = make_tool(files=(make_file(document), make_file(make_document("reste.pdf"))))
    ToolFile.objects.filter(document=document).delete()
    document.delete()
    version = ToolPage.objects.get().latest_revision.as_object()
    assert [row.document.filename for row in version.files.all()] == ["reste.pdf"]
    assert tool.pk == version.pk


def test_a_tool_and_the_sheets_in_which_it_served_name_each_other_while_both_are_public(client, national_editor):
    author = make_user()
    sheet = make_published(author, make_editor("Hauts-de-France"))
    address = PublicPractice.objects.get().get_absolute_url()
    tool = publish(make_tool(sheets=(sheet.identifier,)))
    assert address in words(client.get("/outils/la-grille-du-palier/"))
    assert "/outils/la-grille-du-palier/" in words(client.get(address))
    withdraw_content(page_id=tool.pk, by=national_editor)
    assert "/outils/la-grille-du-palier/" not in words(client.get(address))
    publish(tool)
    withdraw_practice(page_id=sheet.pk, by=author)
    assert address not in words(client.get("/outils/la-grille-du-palier/"))


def test_a_sheet_that_nobody_knows_is_refused_with_words():
    tool = make_tool()
    known = make_practice("Le jardin").identifier
    ToolSheet(tool=tool, identifier=f"/p/{known}/").full_clean()
    for wrong in ("op-00000000", "oc-1a2b3c4d", "n’importe quoi", "op-1a2b3c4d\x00"):
        with pytest.raises(ValidationError) as refusal:
            ToolSheet(tool=tool, identifier=wrong).full_clean()
        assert list(refusal.value.message_dict) == ["identifier"]
