"""A voice is cited wherever it can be, then taken back by the link of the receipt: its words are looked for everywhere."""

import re
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.db import connection

from publications.consents import links
from publications.models import (
    ArticlePage,
    CahierPage,
    CahierPiece,
    DossierIndexPage,
    DossierItem,
    DossierPage,
    EditorialRecord,
    PublicationIndexPage,
    PublicContent,
)
from publications.print.pdf import page_source
from publications.print.pictures import Pictures
from publications.print.sources import edition
from publications.views import consent as view
from search.breaker import breaker
from search.indexing import drain
from search.rebuild import rebuild_all
from search.sources import SOURCES

from .factories import make_content, make_voice, publish

#: In no language.
WORD = "brouzoufade"
LISTS = ("/", "/paroles/", "/paroles/?theme=isolement", "/publications/", "/actualites/", "/outils/", "/dossiers/", "/themes/isolement/")
SEARCHES = (f"/recherche/?q={WORD}", f"/pratiques/?q={WORD}", f"/api/v1/practices?q={WORD}", f"/api/v1/suggest?q={WORD[:6]}")
FEEDS = ("/flux/actualites.xml", "/flux/publications.xml", "/flux/pratiques.xml", "/sitemap.xml")
HARVEST = tuple(f"/oai?verb={verb}&metadataPrefix=oai_dc" for verb in ("ListRecords", "ListIdentifiers"))
EXPORTS = tuple(f"/pratiques/export.{extension}" for extension in ("csv", "jsonl", "ris", "bib"))


@pytest.fixture(autouse=True)
def _nobody_has_tried(monkeypatch):
    monkeypatch.setattr(view.allowance, "_hands", {})


@pytest.fixture
def index(reference_data, elasticsearch, settings):
    """Both indices, in the real engine, of this test alone."""
    settings.ELASTICSEARCH_INDEX_PREFIX = f"{settings.ELASTICSEARCH_INDEX_PREFIX}-taken-back"
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    breaker.close()
    rebuild_all()
    return elasticsearch


@pytest.fixture
def cited(reference_data, index):
    """The voice, and every content that cites it, all public and in the index."""
    voice = publish(
        make_voice(
            title=f"Ma {WORD}",
            slug="ma-parole",
            summary=f"Une {WORD} dite.",
            said_by=f"Zoé {WORD}",
            words=f"La {WORD} du matin.",
            themes=["isolement"],
            agreed=("site", "print", "training"),
        )
    )
    cahier = make_content(CahierPage, PublicationIndexPage.objects.get(), title="Cahier un", slug="cahier-un", number=1)
    body = [("text", "<p>Un texte.</p>"), ("voice", {"voice": voice})]
    article = publish(make_content(ArticlePage, CahierPage.objects.get(pk=cahier.pk), title="Article un", slug="article-un", body=body))
    cahier = CahierPage.objects.get(pk=cahier.pk)
    cahier.pieces = [CahierPiece(page=article, sort_order=0), CahierPiece(page=voice, sort_order=1)]
    cahier.save_revision()
    publish(cahier)
    dossier = make_content(DossierPage, DossierIndexPage.objects.get(), title="Dossier un", slug="dossier-un")
    dossier.items = [DossierItem(identifier=voice.record.identifier, reason="Pour commencer", sort_order=0)]
    dossier.save_revision()
    publish(dossier)
    drain()
    index.indices.refresh(index=aliases())
    return voice


def addresses(client, voice):
    """All that anybody may ask for: the sitemap, the lists, what machines read."""
    fixed = [*LISTS, *SEARCHES, *FEEDS, *HARVEST, *EXPORTS]
    own = [f"/c/{voice.record.identifier}/", "/paroles/ma-parole/", f"/publications/cahier-un/paroles/{voice.record.identifier}/"]
    pages = [public.path for public in PublicContent.objects.all()]
    listed = [urlsplit(address).path for name in ("/sitemap.xml",) for address in re.findall(r"<loc>(.*?)</loc>", read(client, name))]
    return list(dict.fromkeys([*fixed, *own, *pages, *listed]))


def read(client, address):
    answer = client.get(address, follow=True)
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


def said_at(client, voice):
    """Addresses whose answer holds the word, but for what was asked for."""
    found = []
    for address in addresses(client, voice):
        text = read(client, address).replace(f"q={WORD}", "").replace(f'value="{WORD}"', "")
        if WORD in re.sub(rf"[«“\"]\s*{WORD}\s*[»”\"]", "", text):
            found.append(address)
    return found


def in_the_database():
    """Tables and columns in which the word stands, the public's and all others."""
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"SELECT count(*) FROM {table} AS row WHERE row::text ILIKE %s", [f"%{WORD[:9]}%"])
            if cursor.fetchone()[0]:
                found.append(model._meta.label)
    return found


def aliases():
    return [source.alias for source in SOURCES]


def in_the_engine(index):
    """Documents of both indices in which the word stands, in any field."""
    query = {"query_string": {"query": f"*{WORD}*", "lenient": True}}
    return index.search(index=aliases(), query=query, size=0)["hits"]["total"]["value"]


def printed(slug):
    """What the next PDF of this content says."""
    page = PublicContent.objects.get(path__endswith=f"/{slug}/")
    record = EditorialRecord.objects.select_related("page__live_revision").get(identifier=page.identifier)
    return page_source(edition(record, record.page.live_revision), Pictures("own:{name}"))


def take_back(client, voice, what, callbacks):
    with callbacks(execute=True):
        assert client.post(links.path(voice.record.identifier), {"withdraw": what}).status_code == 302


def test_a_voice_that_was_taken_back_is_nowhere(client, cited, index, django_capture_on_commit_callbacks):
    before = said_at(client, cited)
    everywhere = {
        "/paroles/",
        "/paroles/ma-parole/",
        "/publications/cahier-un/",
        "/publications/cahier-un/article-un/",
        "/dossiers/dossier-un/",
        "/themes/isolement/",
    }
    assert everywhere - set(before) == set()
    assert f"/recherche/?q={WORD}" in before
    assert in_the_engine(index) > 0
    assert [WORD in printed(slug) for slug in ("cahier-un", "article-un")] == [True, True]

    take_back(client, cited, "all", django_capture_on_commit_callbacks)
    # No worker has run: what follows is true when she reads that it is done.
    assert said_at(client, cited) == []
    assert in_the_database() == []
    assert in_the_engine(index) == 0
    assert [WORD in printed(slug) for slug in ("cahier-un", "article-un")] == [False, False]
    drain()
    assert in_the_engine(index) == 0
    assert client.get("/paroles/ma-parole/").status_code == 410
    assert client.get(f"/c/{cited.record.identifier}/").status_code == 410
    assert client.get(f"/publications/cahier-un/paroles/{cited.record.identifier}/").status_code in (404, 410)
    deleted = read(client, "/oai?verb=ListRecords&metadataPrefix=oai_dc")
    assert re.search(rf'status="deleted"><identifier>[^<]*{cited.record.identifier}', deleted)


def test_taking_the_site_back_alone_takes_the_words_from_all_that_the_public_reads(
    client, cited, index, django_capture_on_commit_callbacks
):
    take_back(client, cited, "site", django_capture_on_commit_callbacks)
    assert said_at(client, cited) == []
    assert in_the_engine(index) == 0
    read_by_the_public = ("PublicContent", "PublicVersion", "EditorialRecord", "EditorialEvent", "OutgoingMail", "PublicPractice")
    assert [label for label in in_the_database() if label.partition(".")[2] in read_by_the_public] == []


def test_taking_print_back_leaves_the_page_and_takes_the_words_from_the_next_file(client, cited, index, django_capture_on_commit_callbacks):
    take_back(client, cited, "print", django_capture_on_commit_callbacks)
    assert [WORD in printed(slug) for slug in ("cahier-un", "article-un")] == [False, False]
    assert client.get("/paroles/ma-parole/").status_code == 200
    assert in_the_engine(index) > 0
