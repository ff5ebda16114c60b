"""From the public record of a content to the index: nothing lost, nothing brought back, nothing of the sheets moved."""

import json
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from elasticsearch import ConflictError
from wagtail.documents.models import Document

from publications.domain.publication import withdraw_content
from publications.domain.schedule import schedule_content
from publications.models import AttachedText, PublicContent
from search import engine, index
from search.checking import compare, compare_all
from search.everything import find_everything
from search.indexing import drain
from search.models import IndexRequest
from search.params import SearchParams
from search.rebuild import SheetsRefused, rebuild, rebuild_all
from search.sources import CONTENTS, SHEETS
from tests.practices.factories import make_editor
from tests.publications.factories import make_news, publish
from tests.search.conftest import titles
from tests.search.content_factories import change, make_content, tell, withdraw
from tests.search.factories import make_practice
from tests.search.factories import tell as tell_sheet
from tests.search.test_rebuild import check


def test_a_change_that_is_rolled_back_asks_for_nothing(vocabulary):
    with transaction.atomic():
        tell(make_content())
        transaction.set_rollback(True)
    assert IndexRequest.objects.count() == 0


def test_a_published_content_is_found_then_changes_then_leaves(everything):
    content = make_content("Avant")
    tell(content)
    assert drain() == 1
    assert titles(everything()) == ["Avant"]
    change(content, title="Après")
    assert drain() == 1
    assert titles(everything("q=apres")) == ["Après"]
    withdraw(content)
    assert drain() == 1
    assert titles(everything()) == []
    assert IndexRequest.objects.count() == 0


def test_publishing_wakes_the_worker_once_committed(everything, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        tell(make_content("Réveil"))
    assert titles(everything()) == ["Réveil"]


def test_one_batch_brings_sheets_and_contents_each_to_its_index(everything, search):
    tell_sheet(make_practice("Une fiche"))
    tell(make_content("Un outil"))
    assert drain() == 2
    assert titles(search()) == ["Une fiche"]
    assert sorted(titles(everything())) == ["Un outil", "Une fiche"]


def test_a_content_that_cannot_be_indexed_holds_up_no_other(everything):
    broken = make_content("Cassé")
    PublicContent.objects.filter(pk=broken.pk).update(data={})
    tell(broken)
    tell_sheet(make_practice("Saine"))
    assert drain() == 1
    assert titles(everything()) == ["Saine"]
    request = IndexRequest.objects.get()
    assert (request.identifier, request.attempts) == (broken.identifier, 1)
    assert request.last_error.startswith("KeyError")


def test_an_older_version_that_comes_late_changes_nothing(everything):
    content = make_content("Retiré", version=3)
    tell(content)
    drain()
    withdraw(content)
    drain()
    with pytest.raises(ConflictError):
        engine.client().index(
            index=CONTENTS.alias, id=content.identifier, version=3, version_type="external_gte", document={"title": "late"}
        )
    assert titles(everything()) == []


def test_the_index_of_contents_is_made_when_it_is_missing(everything, elasticsearch):
    make_content("Ancien")
    tell(make_content("Nouveau"))
    elasticsearch.indices.delete(index=index.live(elasticsearch, CONTENTS))
    assert drain() == 1
    assert sorted(titles(everything())) == ["Ancien", "Nouveau"]


def test_both_indexes_are_rebuilt_each_under_its_alias(everything, elasticsearch):
    make_practice("Une fiche")
    make_content("Un outil")
    before = index.live(elasticsearch), index.live(elasticsearch, CONTENTS)
    made = rebuild_all()
    after = index.live(elasticsearch), index.live(elasticsearch, CONTENTS)
    assert made == [{"index": after[0], "sheets": 1}, {"index": after[1], "contents": 1}]
    assert set(before) & set(after) == set()
    assert sorted(titles(everything())) == ["Un outil", "Une fiche"]


def test_only_what_does_not_fit_is_rebuilt_if_needed(contents, elasticsearch):
    before = index.live(elasticsearch), index.live(elasticsearch, CONTENTS)
    call_command("search_rebuild", "--if-needed")
    assert (index.live(elasticsearch), index.live(elasticsearch, CONTENTS)) == before
    elasticsearch.indices.put_mapping(index=before[1], meta={"fingerprint": "old"})
    call_command("search_rebuild", "--if-needed")
    assert index.live(elasticsearch) == before[0]
    assert index.live(elasticsearch, CONTENTS) != before[1]


def test_a_content_that_the_engine_refuses_is_named_and_the_live_version_stays(contents, elasticsearch):
    refused = make_content("Refusé")
    make_content("Sain")
    before = index.live(elasticsearch, CONTENTS)
    refused.filters["theme"] = ["x" * 40_000]
    refused.save(update_fields=["filters"])
    with pytest.raises(SheetsRefused) as error:
        rebuild(CONTENTS)
    assert list(error.value.args[0]) == [refused.identifier]
    assert index.targets(elasticsearch, CONTENTS) == [before]


def test_the_check_counts_both_and_says_where_they_differ(practices, contents, capsys):
    practices({"title": "Une fiche"})
    _sound, stale, extra = contents({"title": "Juste"}, {"title": "Vieux"}, {"title": "En trop"})
    assert check(capsys=capsys) == (0, {"database": 4, "index": 4, "missing": 0, "stale": 0, "extra": 0, "pending": 0})
    make_content("Manquant")
    stale.version = 2
    stale.save(update_fields=["version"])
    extra.delete()
    with pytest.raises(SystemExit):
        call_command("search_check")
    said = capsys.readouterr()
    assert json.loads(said.out) == {"database": 4, "index": 4, "missing": 1, "stale": 1, "extra": 1, "pending": 0}
    assert said.err == 'contents: {"database": 3, "index": 3, "missing": 1, "stale": 1, "extra": 1}\n'
    code, counts = check("--repair", capsys=capsys)
    assert (code, counts["missing"], counts["repaired"]) == (0, 1, True)
    assert [(drift.source, drift.database, drift.found) for drift in compare_all()] == [(SHEETS, 1, False), (CONTENTS, 3, False)]


def test_an_index_of_contents_ahead_of_a_restored_database_is_rebuilt(contents, capsys):
    [restored] = contents({"title": "Restauré", "version": 9})
    restored.version = 4
    restored.save(update_fields=["version"])
    assert check(capsys=capsys)[0] == 1
    assert check("--repair", capsys=capsys)[0] == 0
    assert not compare(CONTENTS).found


def test_what_the_observatory_publishes_does_not_move_how_sheets_are_ranked(practices, contents, index):
    practices({"title": "Le jardin"}, {"title": "Un café", "summary": "Près du jardin."})
    asked = {"query": {"match": {"summary": "jardin"}}}
    before = index.search(index=SHEETS.alias, **asked)["hits"]["hits"]
    contents(*({"title": "Jardin", "summary": "Jardin, jardin et jardin."} for _ in range(12)))
    assert [(hit["_id"], hit["_score"]) for hit in index.search(index=SHEETS.alias, **asked)["hits"]["hits"]] == [
        (hit["_id"], hit["_score"]) for hit in before
    ]


def test_the_words_of_an_attached_file_find_its_content_and_are_shown(everything, contents):
    document = Document.objects.create(title="Guide", file=ContentFile(b"%PDF-1.4", name="guide.pdf"))
    file = {"id": document.pk, "name": "guide.pdf", "kind": "pdf", "sha256": "a" * 64, "withdrawn": False}
    [tool] = contents({"title": "Une grille", "files": [{"title": "Guide", "versions": [file]}]})
    AttachedText.objects.create(
        content=tool, document=document, sha256=file["sha256"], state="read", text="Le palier est un lieu de veille."
    )
    change(tool, summary="Une page.")
    drain()
    results = everything("q=veille palier")
    assert titles(results) == ["Une grille"]
    assert results.hits[0]["highlights"]["text"] == ["Le <mark>palier</mark> est un lieu de <mark>veille</mark>."]


# From the page editor to the index, with the domain's own acts


@pytest.fixture
def public_search(reference_data, elasticsearch, settings, client):
    """What a search in everything shows, after the worker: titles (in no order: they were published in the same second) and numbers."""
    settings.ELASTICSEARCH_INDEX_PREFIX = f"{settings.ELASTICSEARCH_INDEX_PREFIX}-acts"
    rebuild_all()

    def run(q=""):
        drain()
        elasticsearch.indices.refresh(index=CONTENTS.alias)
        results = find_everything(SearchParams(q=q))
        assert not results.degraded
        return sorted(titles(results)), results.counts["rubrique"]

    return run


def test_drafts_scheduled_and_withdrawn_contents_are_in_no_list_and_no_number(public_search, client):
    editor = make_editor(None)
    make_news(title="Canari en brouillon")
    live = publish(make_news(title="Canari publié"))
    scheduled = make_news(title="Canari programmé")
    schedule_content(page_id=scheduled.pk, revision_id=scheduled.latest_revision_id, at=timezone.now() + timedelta(days=1), by=editor)
    gone = publish(make_news(title="Canari retiré"))
    assert public_search("canari") == (["Canari publié", "Canari retiré"], {"actualites": 2})
    withdraw_content(page_id=gone.pk, by=editor)
    assert public_search("canari") == (["Canari publié"], {"actualites": 1})
    live.title = "Canari publié, à revoir"
    live.save_revision()
    assert public_search("revoir") == ([], {})
    for address in ("/pratiques/suggestions/?q=canari", "/api/v1/suggest?q=canari", "/pratiques/?q=canari"):
        page = client.get(address).content.decode()
        assert not any(word in page for word in ("brouillon", "programmé", "retiré", "revoir"))
    assert "1 autre résultat" in page.replace("\N{NO-BREAK SPACE}", " ")
