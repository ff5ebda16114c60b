"""Images and documents sent by contributors: what is kept of them, what is refused and how, which words are asked for."""

import importlib
from io import BytesIO

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import html
from PIL import Image as Pillow
from wagtail.documents.models import Document
from wagtail.images.models import Image

from practices.domain.errors import Incomplete
from practices.domain.submission import submit_practice
from practices.models import Upload
from practices.uploads import IMAGE_SIDE

from ...forms import form_of
from .. import files as made
from ..conftest import PASSWORD, errors_of, text_of
from .conftest import ADDRESS, WORDS

pytestmark = pytest.mark.usefixtures("reference_data")


def stored(file):
    with file.open("rb") as opened:
        return opened.read()


def test_an_image_is_drawn_anew_upright_and_says_nothing_of_where_and_of_whom(writer, send):
    assert made.SECRET.encode() in made.photograph()
    assert send(image=made.photograph(), **WORDS).status_code == 302
    page = writer.page
    kept = stored(page.image.file)
    assert made.SECRET.encode() not in kept
    picture = Pillow.open(BytesIO(kept))
    assert (picture.format, picture.size, dict(picture.getexif()), picture.info.keys() & {"exif", "comment", "xmp", "icc_profile"}) == (
        "JPEG",
        (40, 80),
        {},
        set(),
    )
    top, bottom = picture.getpixel((20, 10)), picture.getpixel((20, 70))
    assert (top[0] > 200 > top[2], bottom[2] > 200 > bottom[0]) == (True, True)
    assert (page.image_alt, page.image_credit, page.image_consent) == (WORDS["image_alt"], WORDS["image_credit"], True)
    assert page.image.file.name == f"original_images/{writer.identifier}.jpg"
    assert (page.image.width, page.image.height, page.image.file_size) == (40, 80, len(kept))


def test_a_large_image_is_reduced_and_a_transparent_one_stays_so(writer, send):
    assert send(image=made.picture(size=(5000, 2500)), **WORDS).status_code == 302
    assert (writer.page.image.width, writer.page.image.height) == (IMAGE_SIDE, IMAGE_SIDE // 2)
    assert send(image=made.picture(kind="PNG", mode="RGBA"), name="dessin.png", **WORDS).status_code == 302
    picture = Pillow.open(BytesIO(stored(writer.page.image.file)))
    assert (picture.format, picture.mode) == ("WEBP", "RGBA")


def test_nothing_appended_to_an_image_is_kept(writer, send):
    polyglot = made.picture() + made.archive({"virus.exe": b"MZ" + bytes(200)}) + b"<script>alert(1)</script>"
    assert send(image=polyglot, **WORDS).status_code == 302
    kept = stored(writer.page.image.file)
    assert (b"PK\x03\x04" in kept, b"<script>" in kept) == (False, False)


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (made.bomb(), "photo.png", "plus de 50 millions de pixels"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "photo.jpg", "un dessin SVG"),
        (b"<?xml version='1.0'?>\n<!-- rien -->\n<svg/>", "photo.svg", "un dessin SVG"),
        (b"<!DOCTYPE html><html><script>alert(1)</script>", "photo.jpg", "une page web"),
        (b"GIF89a" + bytes(50), "photo.gif", "une image GIF"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(50), "IMG_0001.HEIC", "une image HEIC"),
        (b"MZ" + bytes(100), "photo.jpg", "un programme"),
        (made.pdf(), "photo.jpg", "un PDF"),
        (b"n'importe quoi", "photo.jpg", "abîmé"),
        (made.picture(size=(900, 900))[:2000], "photo.jpg", "abîmée ou coupée"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "photo.png", "une image PNG"),
        (b"\xff\xd8\xff" + bytes(12 * 1024 * 1024), "photo.jpg", "12 Mo"),
    ],
    ids=["bomb", "svg", "svg after a comment", "html", "gif", "heic", "program", "pdf", "noise", "cut short", "png of zeros", "too heavy"],
)
def test_what_is_no_image_to_keep_is_refused_in_words_and_the_rest_is_saved(writer, send, content, name, words):
    # As in a process that has made a PDF before: WeasyPrint would take a picture cut short for a whole one.
    importlib.import_module("core.printing")
    answer = send(image=content, name=name, **WORDS)
    assert (answer.status_code, [error[0] for error in errors_of(answer)]) == (422, ["id_image"])
    assert words in text_of(answer)
    page = writer.page
    assert (page.image, page.image_alt, page.image_consent) == (None, WORDS["image_alt"], True)
    assert f'value="{WORDS["image_credit"]}"' in answer.content.decode()
    assert (Image.objects.count(), Upload.objects.count()) == (0, 0)


def test_an_image_without_words_is_kept_and_what_it_lacks_is_asked_for_until_it_is_sent(writer, send):
    answer = send(image=made.picture())
    assert (answer.status_code, [error[0] for error in errors_of(answer)]) == (422, ["id_image_alt", "id_image_credit", "id_image_consent"])
    assert writer.page.image is not None
    with pytest.raises(Incomplete):
        submit_practice(page_id=writer.record.pk, by=writer.user)
    sent = writer.send()
    assert (sent.status_code, 'name="go" value="image"' in sent.content.decode()) == (422, True)
    assert writer.post("relire-et-envoyer", go="image")["Location"] == f"{writer.address(ADDRESS)}?a-completer#id_image_alt"
    marked = writer.client.get(f"{writer.address(ADDRESS)}?a-completer")
    assert [error[0] for error in errors_of(marked)] == ["id_image_alt", "id_image_credit", "id_image_consent"]
    assert send(**WORDS).status_code == 302
    assert writer.send()["Location"].endswith("/merci/")


def test_a_document_that_is_sent_no_longer_says_who_made_it(writer, send):
    document = docx.Document()
    document.core_properties.author = "Zoé Lemaître"
    document.save(content := BytesIO())
    assert send(document=("Guide.docx", content.getvalue())).status_code == 302
    (row,) = writer.page.document_rows.all()
    assert docx.Document(BytesIO(stored(row.document.file))).core_properties.author == ""


def test_documents_are_kept_with_a_title_and_a_licence_each(writer, send):
    assert send(document=("Guide_de_la cuisine.pdf", made.pdf())).status_code == 302
    assert send(document=("b.docx", made.word()), document_title="Affiche", document_licence="etalab-2.0").status_code == 302
    rows = list(writer.page.document_rows.all())
    assert [(row.document.title, row.licence, row.document.file_extension) for row in rows] == [
        ("Guide de la cuisine", "CC-BY-4.0", "pdf"),
        ("Affiche", "etalab-2.0", "docx"),
    ]
    first = rows[0].document_id
    send(**{f"title_{first}": "Le guide", f"licence_{first}": "CC-BY-SA-4.0"})
    row = writer.page.document_rows.all()[0]
    assert (row.document.title, row.licence) == ("Le guide", "CC-BY-SA-4.0")


@pytest.mark.parametrize("content", [made.open_document(), made.word(), made.pdf()], ids=["odt", "docx", "pdf"])
def test_a_document_named_otherwise_than_it_is_is_refused_with_its_right_name(send, content):
    answer = send(document=("tableau.xlsx", content))
    assert (answer.status_code, [error[0] for error in errors_of(answer)]) == (422, ["id_document"])
    assert "renommez-le" in text_of(answer)


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (made.word(word__vbaProject=b"", **{"word/vbaProject.bin": b"x"}), "a.docx", "macros"),
        (made.word(content_types="application/vnd.ms-word.document.macroEnabled.main+xml"), "a.docm", "macros"),
        (made.open_document(**{"Basic/script-lc.xml": b"<x/>"}), "a.odt", "macros"),
        (made.locked_zip(), "a.docx", "mot de passe"),
        (made.open_document(**{"META-INF/manifest.xml": b"<encryption-data/>"}), "a.odt", "mot de passe"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.doc", "mot de passe"),
        (made.swollen(), "a.docx", "démesurée"),
        (made.archive({f"{n}.txt": b"" for n in range(5_001)}), "a.docx", "démesurée"),
        (made.archive({"a.txt": b"x"}), "a.zip", "une archive"),
        (made.word()[:300], "a.docx", "abîmé"),
        (made.pdf(trailer=b"/Encrypt 9 0 R "), "a.pdf", "mot de passe"),
        (made.pdf(extra=b"3 0 obj\n<< /S /JavaScript /JS (app.alert(1)) >>\nendobj\n"), "a.pdf", "script"),
        (made.pdf()[:-30], "a.pdf", "abîmé"),
        (made.pdf().replace(b"startxref\n", b"startxref\n9"), "a.pdf", "abîmé"),
        (b"<html><body>", "a.pdf", "une page web"),
        (b"{\\rtf1 bonjour}", "a.docx", "un document RTF"),
        (b"", "a.pdf", "n’en est pas un"),
    ],
    ids=[
        "macros in a docx",
        "docm",
        "macros in an odt",
        "encrypted zip",
        "encrypted odt",
        "old format",
        "zip bomb",
        "too many entries",
        "zip",
        "cut short",
        "encrypted pdf",
        "script in a pdf",
        "pdf cut short",
        "pdf that points nowhere",
        "html",
        "rtf",
        "empty",
    ],
)
def test_what_is_no_document_to_keep_is_refused_in_words(writer, send, content, name, words):
    answer = send(document=(name, content), document_title="Le guide", **WORDS)
    assert (answer.status_code, [error[0] for error in errors_of(answer)]) == (422, ["id_document"])
    assert words in text_of(answer)
    assert 'value="Le guide"' in answer.content.decode()
    assert (list(writer.page.document_rows.all()), writer.page.image_alt) == ([], WORDS["image_alt"])
    assert (Document.objects.count(), Upload.objects.count()) == (0, 0)


def test_a_file_far_too_large_is_let_go_while_it_comes_in(writer, send):
    answer = send(document=("gros.pdf", b"%PDF-1.4\n" + bytes(21 * 1024 * 1024)), document_title="Le guide")
    assert (answer.status_code, [error[0] for error in errors_of(answer)]) == (422, ["id_document"])
    assert "20 Mo" in text_of(answer)


def test_at_most_ten_documents(writer, send):
    for number in range(10):
        assert send(document=(f"guide {number}.pdf", made.pdf())).status_code == 302
    shown = writer.client.get(writer.address(ADDRESS)).content.decode()
    assert 'name="document"' not in shown
    assert send(document=("encore.pdf", made.pdf())).status_code == 422
    assert Document.objects.count() == 10


def test_words_changed_elsewhere_are_not_written_over(writer, send):
    send(image=made.picture(), **WORDS)
    page = html.document_fromstring(writer.client.get(writer.address(ADDRESS)).content.decode())
    opened = dict(page.get_element_by_id("files-form").form_values())
    send(image_alt="Écrit sur le téléphone.", image_credit="Photo : équipe", image_consent="1")
    answer = writer.client.post(writer.address(ADDRESS), opened | {"image_alt": "Écrit au bureau.", "add": "1"})
    assert (answer.status_code, "Écrit au bureau." in answer.content.decode()) == (409, True)
    assert writer.page.image_alt == "Écrit sur le téléphone."


def test_words_about_files_come_back_after_signing_in_again(send, writer):
    document = {"document_title": "Guide", "document_licence": "CC-BY-SA-4.0"}
    typed = form_of(writer.client, writer.address(ADDRESS)) | WORDS | document
    writer.client.logout()
    answer = writer.client.post(writer.address(ADDRESS), typed | {"image": SimpleUploadedFile("photo.jpg", made.photograph()), "add": "1"})
    assert answer["Location"] == f"/compte/connexion/?next={writer.address(ADDRESS)}"
    assert "ce que vous avez écrit vous attend" in text_of(writer.client.get(answer["Location"]))
    writer.client.post("/compte/connexion/", {"login": writer.user.email, "password": PASSWORD})
    assert "Les fichiers sont à choisir de nouveau." in text_of(writer.client.get(writer.address(ADDRESS)))
    form = form_of(writer.client, writer.address(ADDRESS))
    assert {name: form[name] for name in WORDS | document} == {name: [value] for name, value in (WORDS | document).items()}
    assert writer.page.image_alt == "", "it is not saved yet"
    saved = writer.client.post(writer.address(ADDRESS), form | {"document_title": "", "go": "completer"})
    assert (saved.status_code, writer.page.image_alt) == (302, WORDS["image_alt"])
    assert "choisir de nouveau" not in text_of(writer.client.get(writer.address(ADDRESS)))


def test_the_screen_of_files_of_another_person_saves_nothing(send, writer):
    typed = form_of(writer.client, writer.address(ADDRESS)) | {"writer": "0" * 20, **WORDS}
    assert writer.client.post(writer.address(ADDRESS), typed | {"add": "1"}).status_code == 409
    assert writer.page.image_alt == ""
