"""Images and documents that come with the rows, from a folder or a zip."""

import hashlib
import io
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError
from PIL import Image as Picture
from wagtail.documents.models import Document
from wagtail.images.models import Image

from practices.models import PracticeRecord, PublicPractice, Upload

from .conftest import row, run, write

pytestmark = pytest.mark.usefixtures("reference_data")


def photograph(colour="navy"):
    """A JPEG that says where it was taken."""
    content, exif = io.BytesIO(), Picture.Exif()
    exif[0x010E] = "Adresse secrète"
    Picture.new("RGB", (60, 40), colour).save(content, "JPEG", exif=exif)
    return content.getvalue()


def pdf(text="guide"):
    body = f"%PDF-1.4\n1 0 obj\n<< /Title ({text}) >>\nendobj\n"
    return f"{body}xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 1 >>\nstartxref\n{len(body)}\n%%EOF\n".encode()


IMAGE = {"file": "photos/banc.jpg", "alt": "Un banc", "credit": "Photo : équipe", "consent": True}
DOCUMENT = {"file": "guide.pdf", "title": "Guide de l’été", "licence": "etalab-2.0"}


@pytest.fixture(params=["folder", "zip"])
def sent(request, tmp_path):
    """Where the files are: in a folder, or in a zip."""
    contents = {"photos/banc.jpg": photograph(), "guide.pdf": pdf(), "texte.pdf": b"bonjour", "faux.jpg": b"<svg onload=alert(1)>"}
    folder = tmp_path / "envoi"
    for name, content in contents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    (tmp_path / "secret.jpg").write_bytes(photograph("red"))
    (folder / "lien.jpg").symlink_to(tmp_path / "secret.jpg")
    if request.param == "folder":
        return folder
    with zipfile.ZipFile(tmp_path / "envoi.zip", "w") as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
        link = zipfile.ZipInfo("lien.jpg")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "../secret.jpg")
        archive.writestr("../dehors.jpg", photograph())
    return tmp_path / "envoi.zip"


@pytest.fixture
def bring(tmp_path, sent):
    def bring(*options, kind="jsonl", **changes):
        return run(write(tmp_path / f"fiches.{kind}", [row(**changes)]), *options, files=sent)

    return bring


@pytest.mark.parametrize("kind", ["jsonl", "csv", "xlsx"])
def test_files_come_with_the_sheet_cleaned_as_a_contributor_s(bring, kind):
    refusals, counts, _code, _warnings = bring("--publish", kind=kind, image=IMAGE, documents=[DOCUMENT])
    assert (refusals, counts["created"]) == ([], 1)
    data = PublicPractice.objects.get().data
    assert (data["image"]["alt"], data["image"]["credit"]) == ("Un banc", "Photo : équipe")
    assert [(item["title"], item["licence"], item["sha256"]) for item in data["documents"]] == [
        ("Guide de l’été", "etalab-2.0", hashlib.sha256(pdf()).hexdigest())
    ]
    image, document = Image.objects.get(), Document.objects.get()
    with image.file.open("rb") as kept:
        assert b"secr" not in kept.read()
    region = PracticeRecord.objects.get().region
    assert {image.collection.name, document.collection.name} == {region.group.name}
    assert Upload.objects.count() == 2


def test_a_submitted_sheet_s_files_are_its_region_s(bring):
    bring(image=IMAGE, documents=[DOCUMENT])
    record = PracticeRecord.objects.get()
    page = record.page.latest_revision.as_object()
    assert (page.image.collection.name, page.image_consent) == (record.region.group.name, True)
    assert [each.document.title for each in page.document_rows.all()] == ["Guide de l’été"]


def test_the_same_files_again_are_recognised(bring):
    for _time in range(2):
        assert bring("--publish", image=IMAGE, documents=[DOCUMENT])[0] == []
    assert (Image.objects.count(), Document.objects.count(), PublicPractice.objects.get().version) == (1, 1, 1)


def test_a_sha256_beside_a_path_must_be_the_file_s(bring):
    digest = hashlib.sha256(pdf()).hexdigest()
    assert [refusal[2] for refusal in bring(documents=[DOCUMENT | {"sha256": "0" * 64}])[0]] == ["documents[0]"]
    assert bring(documents=[DOCUMENT | {"sha256": digest}])[0] == []


@pytest.mark.parametrize(
    "path",
    [
        "../secret.jpg",
        "photos/../../secret.jpg",
        "/etc/passwd",
        "..\\secret.jpg",
        "C:/secret.jpg",
        "lien.jpg",
        "../dehors.jpg",
        "absent.jpg",
        "photos",
    ],
)
def test_no_path_leaves_the_folder(bring, path):
    refusals, counts, _code, _warnings = bring("--publish", image=IMAGE | {"file": path})
    assert [refusal[2] for refusal in refusals] == ["image"]
    assert (counts["refused"], PracticeRecord.objects.count(), Image.objects.count()) == (1, 0, 0)


def test_an_absolute_path_into_the_folder_is_no_relative_path(bring, sent):
    assert [refusal[2] for refusal in bring(documents=[DOCUMENT | {"file": str(Path(sent).resolve() / "guide.pdf")}])[0]] == [
        "documents[0]"
    ]


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"image": IMAGE | {"file": "faux.jpg"}}, ["image"]),
        ({"image": IMAGE | {"file": "guide.pdf"}}, ["image"]),
        ({"image": {"file": "photos/banc.jpg"}}, ["image.alt", "image.credit", "image.consent"]),
        ({"image": IMAGE | {"consent": "oui"}}, ["image.consent"]),
        ({"documents": [DOCUMENT, DOCUMENT | {"file": "texte.pdf"}]}, ["documents[1]"]),
        ({"documents": [DOCUMENT | {"file": "photos/banc.jpg"}]}, ["documents[0]"]),
        ({"documents": [DOCUMENT] * 11}, ["documents"]),
        ({"image": IMAGE | {"file": "x" * 501}}, ["image.file"]),
    ],
)
def test_what_contributors_may_not_send_an_import_may_not_either(bring, settings, changes, fields):
    refusals = bring("--publish", **changes)[0]
    assert [refusal[2] for refusal in refusals] == fields
    assert not PracticeRecord.objects.exists()
    assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == []


def test_a_trial_looks_at_the_files_and_keeps_none(bring, settings):
    assert bring("--dry-run", image=IMAGE, documents=[DOCUMENT])[:2] == ([], {"rows": 1, "created": 1, "updated": 0, "refused": 0})
    assert [refusal[2] for refusal in bring("--dry-run", image=IMAGE | {"file": "faux.jpg"})[0]] == ["image"]
    assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == []


def test_files_that_no_row_names_are_not_opened(bring):
    bring("--publish")
    assert not Image.objects.exists()


def test_without_a_folder_a_path_is_refused(tmp_path):
    assert [refusal[2] for refusal in run(write(tmp_path / "a.jsonl", [row(image=IMAGE)]))[0]] == ["image"]


def test_what_is_neither_a_folder_nor_a_zip_is_refused_whole(tmp_path):
    path = write(tmp_path / "a.jsonl", [row()])
    refusals, counts, code, _warnings = run(path, files=path)
    assert (len(refusals), counts["created"], code) == (1, 0, 1)
    with pytest.raises(CommandError):
        run(path, files=tmp_path / "absent.zip")


def test_a_part_that_unpacks_beyond_any_file_is_not_unpacked(tmp_path):
    with zipfile.ZipFile(tmp_path / "bombe.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("photos/banc.jpg", b"\0" * 30_000_000)
    assert [refusal[2] for refusal in run(write(tmp_path / "a.jsonl", [row(image=IMAGE)]), files=tmp_path / "bombe.zip")[0]] == ["image"]
