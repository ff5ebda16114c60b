"""The names of authors: told to them with the rest of their data, and taken out of contents when they leave the site."""

import pytest
from django.core.files.storage import default_storage

from accounts.domain.departures import erase_person
from accounts.models import Departure
from publications.domain.sign_offs import unsigned
from publications.domain.whole import is_signed
from publications.models import ContentAuthor, ContentFile, PublicContent, PublicVersion, SignOff
from publications.own_data import data_of
from tests.practices.factories import make_editor, make_user

from .cahiers import gather, make_article, make_cahier
from .factories import publish
from .tools import make_tool
from .workflow.world import edit, make_all_files, record_of, sent, sign_with, signed_tool, to_ready

ALI, BEA = "Ali Essai", "Béa Témoin"


@pytest.fixture
def ali(reference_data):
    return make_user("ali@essai.example", name=ALI)


def leave(person):
    erase_person(user=person, sheets=Departure.Sheets.KEEP, by=person)


def names(data):
    return [author["name"] for author in data["authors"]]


def held(article):
    """The files in which its words are."""
    rows = ContentFile.objects.filter(holds__contains=[article.record.identifier]).exclude(file="")
    return list(rows.values_list("file", flat=True))


def test_she_is_told_what_she_signs_in_any_version(ali):
    tool = signed_tool("A. Essai", BEA, users={"A. Essai": ali})
    sign_with(tool, BEA)
    signed_tool(BEA, title="Un autre outil")
    assert data_of(ali)["signed"] == [
        {
            "identifier": tool.record.identifier,
            "title": tool.title,
            "public_state": "never",
            "signatures": [{"name": "A. Essai", "affiliation": ""}],
        }
    ]
    assert data_of(make_user("zoe@essai.example"))["signed"] == []


def test_whoever_leaves_is_named_in_no_version_no_cahier_and_no_file(client, ali, django_capture_on_commit_callbacks):
    cahier = make_cahier()
    article = make_article(cahier)
    sign_with(article, "A. Essai", BEA, users={"A. Essai": ali})
    gather(cahier, article)
    publish(edit(article, title="Du guichet à la grande table"))
    publish(edit(cahier, title="Faire bien groupe"))
    make_all_files()
    files = held(article)
    assert len(files) > 1
    with django_capture_on_commit_callbacks(execute=True):
        leave(ali)
    assert names(PublicContent.objects.get(pk=article.record.identifier).data) == [BEA]
    assert [names(version.data) for version in record_of(article).past_versions.all()] == [[BEA]]
    told = [*PublicContent.objects.filter(kind="cahier"), *PublicVersion.objects.filter(record=cahier.record)]
    assert [[names(piece) for piece in row.data["pieces"]] for row in told] == [[[BEA]], [[BEA]]]
    assert "A. Essai" not in str(list(article.revisions.values_list("content", flat=True)))
    # The worker has made others.
    assert (set(files) & set(held(article)), [name for name in files if default_storage.exists(name)]) == (set(), [])
    for address in (article.get_url(), cahier.get_url(), "/publications/"):
        page = client.get(address)
        assert (page.status_code, "A. Essai" in page.content.decode()) == (200, False), address
    assert len(held(article)) > 1


def test_what_the_others_signed_stays_signed(ali):
    editor = make_editor(None, "redaction@essai.example")
    tool = signed_tool(ALI, BEA, users={ALI: ali})
    to_ready(tool, editor)
    sent()
    leave(ali)
    record = record_of(tool)
    assert (record.work_state, unsigned(record), is_signed(record)) == ("ready", [], True)
    assert SignOff.objects.filter(record=record, author__contains=ALI).count() == 0
    assert sorted(row.author for row in SignOff.objects.filter(record=record))[0] == BEA
    assert sent() == []


def test_a_namesake_keeps_her_name(ali):
    namesake = publish(make_tool(title="D’une autre"))
    sign_with(namesake, ALI)
    publish(namesake)
    leave(ali)
    assert names(PublicContent.objects.get(pk=namesake.record.identifier).data) == [ALI]
    assert list(ContentAuthor.objects.values_list("name", flat=True)) == [ALI]
