"""The download: everything about oneself, nothing about anybody else, to nobody else."""

import io
import json
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents.models import Document

from accounts.models import AccountEvent, Consent
from accounts.personal_data import Source, register
from core.models import OutgoingMail
from practices.domain.records import latest_version
from practices.models import CoAuthor, Comment, PracticeDocument, Review
from saved.models import SavedSearch
from tests.practices.factories import make_draft, make_editor, make_published, make_user

pytestmark = pytest.mark.usefixtures("reference_data")

OWN_DATA = "/compte/mes-donnees/"
OTHERS = "autre-marque"


def download(client, user):
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.post(OWN_DATA)
    answer = client.post("/compte/confirmation/", {"password": "observatoire", "next": OWN_DATA})
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/zip")
    assert answer.streaming is True
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def test_everything_about_her_and_nothing_about_others(client):
    zoe, other = make_user("zoe-marque@essai.example", name="zoe-marque"), make_user(f"{OTHERS}@essai.example", name=OTHERS)
    editor = make_editor("Hauts-de-France", f"{OTHERS}-redaction@essai.example")
    mine = make_published(
        zoe, editor, contact={"name": "zoe-marque", "role": "CESF", "email": "z@ccas.example", "phone": "0320", "public": False}
    )
    draft = make_draft(zoe, title="zoe-marque en brouillon")
    document = Document.objects.create(title="Bilan", file=ContentFile(b"%PDF zoe-marque", name="bilan.pdf"), uploaded_by_user=zoe)
    page = latest_version(draft)
    page.document_rows = [PracticeDocument(document=document)]
    page.save_revision(user=zoe)
    theirs = make_published(other, editor, context=f"{OTHERS} raconte.")
    CoAuthor.objects.create(record=theirs, user=zoe, role="comment", accepted_at=timezone.now())
    CoAuthor.objects.create(record=mine, user=other, role="comment", accepted_at=timezone.now())
    Comment.objects.create(record=theirs, author=zoe, text="zoe-marque commente")
    Comment.objects.create(record=mine, author=other, text=f"{OTHERS} commente")
    Review.objects.create(record=theirs, round=1, reviewer=zoe, due_on=timezone.localdate(), remarks="zoe-marque a relu")
    Review.objects.create(record=mine, round=1, reviewer=other, due_on=timezone.localdate(), remarks=f"{OTHERS} a relu")
    SavedSearch.objects.create(user=zoe, name="zoe-marque cherche", query="q=1", rhythm="never")
    SavedSearch.objects.create(user=other, name=f"{OTHERS} cherche", query="q=1", rhythm="never")
    archive = download(client, zoe)
    assert archive.testzip() is None
    assert archive.namelist() == [
        "LISEZMOI.txt",
        "fiches.json",
        f"fichiers/{draft.identifier}/{document.pk}-{document.file.name.rpartition('/')[2]}",
        "outils.json",
        "publications.json",
        "fiches-citees.json",
        "recherches-et-listes.json",
        "compte.json",
    ]
    texts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert [name for name, text in texts.items() if OTHERS in text] == []
    sheets, account = json.loads(texts["fiches.json"]), json.loads(texts["compte.json"])
    assert [sheet["identifier"] for sheet in sheets["sheets"]] == [mine.identifier, draft.identifier]
    assert sheets["sheets"][0]["live"]["contact"]["name"] == "zoe-marque", "private fields too"
    assert len(sheets["sheets"][1]["versions"]) == draft.page.revisions.count()
    assert [comment["text"] for comment in sheets["comments"]] == ["zoe-marque commente"]
    assert [review["remarks"] for review in sheets["reviews"]] == ["zoe-marque a relu"]
    assert [share["identifier"] for share in sheets["written_with_others"]] == [theirs.identifier]
    assert [search["name"] for search in json.loads(texts["recherches-et-listes.json"])["searches"]] == ["zoe-marque cherche"]
    assert (account["name"], account["email"]) == ("zoe-marque", "zoe-marque@essai.example")
    assert len(account["mails"]) == OutgoingMail.objects.filter(to=zoe.email).count() > 0
    assert b"zoe-marque" in archive.read(archive.namelist()[2])


def test_nobody_gets_them_without_confirming_who_she_is(client):
    zoe = make_user("zoe@essai.example")
    assert client.post(OWN_DATA).headers["Location"] == f"/compte/connexion/?next={OWN_DATA}"
    client.force_login(zoe, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(OWN_DATA).status_code == 200
    assert client.post(OWN_DATA).headers["Location"] == "/compte/confirmation/?next=%2Fcompte%2Fmes-donnees%2F"
    assert AccountEvent.objects.filter(kind="data_exported").count() == 0


def test_a_download_is_noted(client):
    zoe = make_user("zoe@essai.example")
    download(client, zoe)
    assert AccountEvent.objects.filter(kind="data_exported", subject_id=zoe.pk, actor_id=zoe.pk).count() == 1


def test_what_is_agreed_to_is_dated_with_its_words(client):
    zoe = make_user("zoe@essai.example")
    contact = {"name": "Zoé", "role": "", "email": "z@ccas.example", "phone": "", "public": True}
    record = make_published(zoe, make_editor(), contact=contact, authors=[{"name": "Zoé", "role": ""}])
    held = Consent.objects.filter(user=zoe).values_list("kind", "version", "about", "withdrawn_at")
    assert sorted(held) == [("contact", "2026-11", record.identifier, None), ("names", "2026-11", record.identifier, None)]
    from practices.domain import drafts, submission

    drafts.save_draft(page_id=record.pk, by=zoe, values={"contact_public": False})
    submission.submit_practice(page_id=record.pk, by=zoe)
    assert Consent.objects.get(user=zoe, kind="contact").withdrawn_at is not None
    assert Consent.objects.get(user=zoe, kind="names").withdrawn_at is None


def test_signing_up_is_agreeing_to_the_rules(client):
    client.post("/compte/inscription/", {"email": "lea@example.org", "name": "Léa", "password1": "trois petits mots"})
    assert list(Consent.objects.values_list("user__email", "kind", "version")) == [("lea@example.org", "terms", "2026-11")]
    assert list(AccountEvent.objects.values_list("kind", flat=True)) == ["signed_up"]


def test_two_sources_of_one_name_are_a_fault():
    with pytest.raises(ValueError, match="'fiches'"):
        register(Source(name="fiches", data_of=dict, erase=print))
