"""A cahier: what it gathers, in which order, and what is refused."""

import pytest
from bs4 import BeautifulSoup
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from practices.domain.errors import Faulty
from publications.domain.consents import withdraw_consents
from publications.domain.publication import withdraw_content
from publications.models import CahierPage, CahierPiece, CitedSheet, ContentFile, EditorialRecord, PublicContent
from tests.practices.factories import make_editor, make_published, make_user

from .cahiers import gather, make_article, make_cahier
from .factories import make_news, make_voice, publish
from .tools import make_dossier, make_tool

ADDRESS = "/publications/faire-groupe/"


def page(client, address=ADDRESS):
    response = client.get(address)
    assert response.status_code == 200, address
    return BeautifulSoup(response.content, "html.parser")


def titles(tree):
    return [link.get_text() for link in tree.select(".contents__title a")]


@pytest.fixture
def sheet(reference_data):
    return make_published(make_user(), make_editor("Hauts-de-France"))


def test_pieces_stand_in_their_parts_and_order_with_their_kinds_and_authors(client, sheet):
    cahier = make_cahier(issn="1234-5678")
    article, voice = make_article(cahier), make_voice()
    gather(cahier, ("Changer de place", article), sheet.identifier, ("Écouter", voice))
    tree = page(client)
    assert titles(tree) == ["Du guichet à la table", "Le banc des parents", "Je descends"]
    assert [heading.text for heading in tree.select(".contents h3")] == ["Changer de place", "Écouter"]
    assert [kind.text for kind in tree.select(".contents__kind")] == ["Article", "Fiche", "Parole"]
    assert [link.get("href") for link in tree.select(".contents__title a")] == [
        f"{ADDRESS}du-guichet/",
        f"{ADDRESS}fiches/{sheet.identifier}/",
        f"{ADDRESS}paroles/{voice.record.identifier}/",
    ]
    assert [place.get("href") for place in tree.select(".plan a")] == ["#sommaire", "#partie-1", "#partie-2", "#citer"]


def test_one_reads_on_from_piece_to_piece_whatever_their_kinds(client, sheet):
    cahier = make_cahier()
    article, voice = make_article(cahier), make_voice()
    gather(cahier, article, sheet.identifier, voice)
    stations, address = [], f"{ADDRESS}du-guichet/"
    while address:
        tree = page(client, address)
        stations.append(tree.select("h1")[0].get_text())
        address = next((link.get("href") for link in tree.select(".turn a[rel=next]")), None)
    assert stations == ["Du guichet à la table", "Le banc des parents", "Je descends"]
    assert [link.get("href") for link in tree.select(".turn a[rel=prev]")] == [f"{ADDRESS}fiches/{sheet.identifier}/"]
    assert tree.select(".turn .count")[0].text == "3 sur 3"


def test_words_taken_back_leave_the_cahier_at_once(client, reference_data):
    cahier, voice = make_cahier(), make_voice()
    gather(cahier, make_article(cahier), voice)
    within = f"{ADDRESS}paroles/{voice.record.identifier}/"
    assert (titles(page(client)), client.get(within).status_code) == (["Du guichet à la table", "Je descends"], 200)
    withdraw_consents(page_id=voice.pk)
    assert (titles(page(client)), client.get(within).status_code) == (["Du guichet à la table"], 404)
    assert "Je descends" not in client.get(ADDRESS).content.decode()


def test_a_piece_is_read_in_its_own_cahier_only(client, sheet):
    cahier, voice = make_cahier(), make_voice()
    publish(voice)
    gather(cahier, sheet.identifier)
    other = "fiches/op-00000000/"
    wrong = [f"paroles/{voice.record.identifier}/", f"paroles/{sheet.identifier}/", f"outils/{sheet.identifier}/", other]
    assert [client.get(ADDRESS + end).status_code for end in wrong] == [404] * 4
    assert client.get(f"/publications/autre/fiches/{sheet.identifier}/").status_code == 404


def test_a_voice_in_a_cahier_sends_search_engines_to_its_own_page(client, reference_data):
    cahier, voice = make_cahier(), make_voice()
    gather(cahier, voice)
    tree = page(client, f"{ADDRESS}paroles/{voice.record.identifier}/")
    assert tree.select("link[rel=canonical]")[0].get("href").endswith(f"/paroles/{voice.slug}/")


def test_cahiers_are_listed_by_series_the_newest_first(client, reference_data):
    for number, (series, date) in enumerate([("Cahiers", "2025-01-10"), ("Cahiers", "2026-03-01"), ("Hors-série", "2026-02-01")], 1):
        publish(make_cahier(title=f"Numéro {number}", slug=f"numero-{number}", series=series, date=date, number=number))
    tree = page(client, "/publications/")
    assert [heading.text for heading in tree.select("h2[id]")] == ["Cahiers", "Hors-série"]
    assert [link.text for link in tree.select(".issues h3 a")] == ["Numéro 2", "Numéro 1", "Numéro 3"]


def test_an_empty_list_says_so(client, reference_data):
    assert "Le premier cahier est en train de s’écrire." in client.get("/publications/").content.decode()


@pytest.mark.parametrize(("articles", "sheets", "voices"), [(0, 1, 0), (4, 5, 3)])
def test_a_cahier_costs_the_same_with_one_piece_and_with_twelve(
    client, reference_data, django_assert_num_queries, articles, sheets, voices
):
    cahier, owner, editor = make_cahier(), make_user(), make_editor("Hauts-de-France")
    pieces = [make_article(cahier, title=f"Article {number}", slug=f"article-{number}") for number in range(articles)]
    pieces += [make_published(owner, editor, title=f"Fiche {number}").identifier for number in range(sheets)]
    pieces += [make_voice(title=f"Parole {number}", slug=f"parole-{number}") for number in range(voices)]
    gather(cahier, *pieces)
    client.get(ADDRESS)
    with django_assert_num_queries(4):
        assert len(titles(page(client))) == len(pieces)


def test_the_reference_of_a_cahier_and_of_its_article(client, settings, reference_data):
    settings.SITE_URL = "https://observatoire.example.org"
    cahier = make_cahier(issn="1234-5678", doi="10.1234/op.1")
    gather(cahier, make_article(cahier))
    whole, part = (client.get(f"{ADDRESS}{end}citation.bib").content.decode() for end in ("", "du-guichet/"))
    assert whole.startswith("@book{oc-")
    assert all(f"  {line}\n" in whole for line in ["number = {1},", "issn = {1234-5678},", "doi = {10.1234/op.1},", "year = {2026},"])
    assert part.startswith("@article{oc-")
    assert "  journal = {Cahiers de l’observatoire},\n" in part
    ris = client.get(f"{ADDRESS}du-guichet/citation.ris")
    assert ris["Content-Disposition"] == 'attachment; filename="du-guichet.ris"'
    assert ris.content.decode().splitlines()[:2] == ["TY  - JOUR", f"ID  - {PublicContent.objects.get(kind='article').pk}"]


def test_reference_managers_and_search_engines_are_told(client, reference_data):
    cahier = make_cahier(issn="1234-5678")
    gather(cahier, make_article(cahier))
    tree = page(client, f"{ADDRESS}du-guichet/")
    tags = {tag.get("name"): tag.get("content") for tag in tree.select("meta[name^=citation_]")}
    assert (tags["citation_journal_title"], tags["citation_issue"], tags["citation_issn"]) == (
        "Cahiers de l’observatoire",
        "1",
        "1234-5678",
    )
    assert '"@type": "ScholarlyArticle"' in tree.select("script[type='application/ld+json']")[0].text


def test_the_feed_has_cahiers_and_articles_and_nothing_that_left(client, reference_data, national_editor):
    cahier = make_cahier()
    article = make_article(cahier)
    gather(cahier, article, make_voice())
    feed = client.get("/flux/publications.xml").content.decode()
    assert (feed.count("<entry>"), "Du guichet à la table" in feed, "Je descends" in feed) == (2, True, False)
    withdraw_content(page_id=article.pk, by=national_editor)
    assert "Du guichet à la table" not in client.get("/flux/publications.xml").content.decode()


def test_files_are_offered_once_they_are_made_and_public(client, reference_data):
    cahier = gather(make_cahier(), make_voice())
    assert page(client).select(".cahier-files a") == []
    record = EditorialRecord.objects.get(page=cahier)
    for kind in ("pdf", "epub"):
        made = {"version": record.edition, "is_public": True, "file": f"publications/essai.{kind}", "size": 2048}
        ContentFile.objects.update_or_create(record=record, revision=cahier.live_revision, kind=kind, defaults=made)
    links = [(link.get("href"), " ".join(link.get_text().split())) for link in page(client).select(".cahier-files a")]
    assert links == [(f"{ADDRESS}cahier.pdf", "PDF 2 ko"), (f"{ADDRESS}cahier.epub", "EPUB 2 ko")]


@pytest.mark.parametrize("make", [make_cahier, make_news, make_voice, make_tool, make_dossier])
def test_every_kind_is_previewed_before_it_is_public(reference_data, make):
    preview = make().make_preview_request()
    assert preview.status_code == 200
    assert '<meta name="robots" content="noindex">' in preview.content.decode()


@pytest.mark.parametrize("wrong", ["both", "neither", "unknown", "no identifier", "twice", "itself", "news", "another cahier’s article"])
def test_a_bad_piece_is_refused_when_it_is_published(sheet, wrong):
    cahier, voice = make_cahier(), make_voice()
    other = make_cahier(title="Autre", slug="autre")
    pieces = {
        "unknown": [CahierPiece(sheet="op-00000000")],
        "no identifier": [CahierPiece(sheet="op-1")],
        "twice": [CahierPiece(sheet=sheet.identifier), CahierPiece(sheet=sheet.identifier)],
        "itself": [CahierPiece(page=cahier)],
        "news": [CahierPiece(page=make_news())],
        "another cahier’s article": [CahierPiece(page=make_article(other))],
        "both": [CahierPiece(page=voice, sheet=sheet.identifier)],
        "neither": [CahierPiece()],
    }[wrong]
    if wrong in ("both", "neither"):
        cahier.pieces = pieces
        assert len(cahier.obstacles()) == 1
        return
    cahier.pieces = pieces
    cahier.save_revision()
    with pytest.raises(Faulty):
        publish(cahier)
    assert not PublicContent.objects.exists()


def form(pieces, **fields):
    """What the page editor sends; `pieces`: fields of each."""
    empty = inline_formset([])
    rows = [{"part": "", "page": "", "sheet": ""} | piece for piece in pieces]
    values = {
        "title": "Faire groupe",
        "slug": "faire-groupe",
        "summary": "Ce que le groupe déplace.",
        "image": "",
        "image_alt": "",
        "image_credit": "",
        "series": "Cahiers de l’observatoire",
        "number": "1",
        "date": "2026-10-15",
        "issn": "",
        "doi": "",
        "licence": "CC-BY-4.0",
        "editorial": streamfield([]),
        "pieces": inline_formset(rows),
        "author_rows": empty,
        "themes": "",
        "territory_rows": empty,
        "comments": empty,
    }
    return nested_form_data(values | fields)


def test_an_editor_puts_pieces_in_and_bad_ones_are_refused_with_words(client, sheet, national_editor):
    client.force_login(national_editor, backend="allauth.account.auth_backends.AuthenticationBackend")
    cahier, voice = make_cahier(), make_voice()
    address = f"/gestion/pages/{cahier.pk}/edit/"
    refused = {
        "Une pièce est un contenu ou une fiche": [{"page": voice.pk, "sheet": sheet.identifier}],
        "Aucune fiche publique n’a l’identifiant": [{"sheet": "op-00000000"}],
        "Cette pièce figure deux fois dans le cahier.": [{"page": voice.pk}, {"page": voice.pk}],
        "Un cahier ne peut pas être une pièce de lui-même.": [{"page": cahier.pk}],
    }
    for words, pieces in refused.items():
        assert words in client.post(address, form(pieces)).content.decode(), words
        assert not CahierPage.objects.get().get_latest_revision_as_object().pieces.exists()
    client.post(address, form([{"part": "Écouter", "page": voice.pk}, {"sheet": sheet.identifier}]))
    kept = CahierPage.objects.get().get_latest_revision_as_object().pieces.all()
    assert [(piece.part, piece.page_id, piece.sheet) for piece in kept] == [("Écouter", voice.pk, ""), ("", None, sheet.identifier)]
    assert kept[1].cited == CitedSheet.objects.get()
    shown = client.get(address).content.decode()
    assert ("Où en sont les pièces" in shown, "brouillon" in shown) == (True, True)


def test_a_cahier_is_previewed_as_it_will_read_before_anything_of_it_is_public(client, sheet, national_editor):
    client.force_login(national_editor, backend="allauth.account.auth_backends.AuthenticationBackend")
    cahier = make_cahier()
    article = make_article(cahier)
    address = f"/gestion/pages/{cahier.pk}/edit/preview/"
    sent = client.post(address, form([{"page": article.pk}, {"sheet": sheet.identifier}], title="Titre nouveau"))
    assert sent.json()["is_valid"]
    tree = page(client, f"{address}?mode=")
    assert tree.select("h1")[0].get_text() == "Titre nouveau"
    assert titles(tree)[:1] == ["Du guichet à la table"]
    assert tree.select("meta[name=robots]")[0].get("content") == "noindex"
    assert not PublicContent.objects.exists()
