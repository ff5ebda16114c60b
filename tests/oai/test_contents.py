"""Cahiers, articles and the rest in the repository: given in both formats, found in their sets, and gone with a tombstone."""

import pytest

from practices.domain.absence import withdraw_practice
from publications.domain.consents import withdraw_consents
from publications.domain.publication import withdraw_content
from publications.models import EditorialRecord, PublicContent
from tests.practices.factories import make_editor
from tests.publications.cahiers import gather, make_article, make_cahier
from tests.publications.factories import make_news, make_voice
from tests.publications.factories import publish as publish_content

from .conftest import error, identifiers
from .factories import publish
from .rules import DC, MODS, OAI


@pytest.fixture
def contents(reference_data):
    """One cahier of an article and a voice, and a news item, by kind: their identifiers."""
    cahier = make_cahier(themes=["mobilite"], issn="1234-5678")
    gather(cahier, make_article(cahier, themes=["isolement"]), make_voice())
    publish_content(make_news())
    return dict(PublicContent.objects.values_list("kind", "pk"))


def found(oai, **asked):
    return sorted(identifiers(oai(verb="ListIdentifiers", **{"metadataPrefix": "oai_dc"} | asked)))


@pytest.mark.parametrize("form", ["oai_dc", "mods"])
def test_sheets_and_contents_are_given_in_one_list(oai, contents, form):
    sheet, _owner = publish()
    root = oai(verb="ListRecords", metadataPrefix=form)
    assert sorted(identifiers(root)[: len(contents) + 1]) == sorted([*contents.values(), sheet.identifier])
    assert len(root.findall(f".//{OAI}metadata")) == len(contents) + 1


def test_a_draft_is_not_given(oai, reference_data):
    make_article(make_cahier())
    assert error(oai(verb="ListIdentifiers", metadataPrefix="oai_dc")) == "noRecordsMatch"


def test_sets_part_contents_by_kind_and_by_theme(oai, contents):
    sheet, _owner = publish()
    assert found(oai, set="kind:article") == [contents["article"]]
    assert found(oai, set="kind:sheet") == found(oai, set="region:hauts-de-france") == found(oai, set="region") == [sheet.identifier]
    assert found(oai, set="theme:insertion-emploi") == [contents["cahier"]]
    assert (
        found(oai, set="theme:lien-social")
        == found(oai, set="theme:lien-social:isolement")
        == sorted([contents["article"], sheet.identifier])
    )
    assert found(oai, set="theme") == sorted([contents["cahier"], contents["article"], sheet.identifier])
    assert found(oai, set="kind") == found(oai) == sorted([*contents.values(), sheet.identifier])
    assert error(oai(verb="ListIdentifiers", metadataPrefix="oai_dc", set="kind:page")) == "noRecordsMatch"


def test_what_is_gone_is_told_to_be_gone_in_the_sets_that_it_was_in(oai, contents, national_editor):
    article = PublicContent.objects.get(kind="article")
    withdraw_content(page_id=_page(article), by=national_editor)
    one = oai(verb="GetRecord", metadataPrefix="mods", identifier=f"oai:observatoire.example.org:{article.pk}")
    header = one.find(f".//{OAI}header")
    assert header.get("status") == "deleted"
    assert [spec.text for spec in header.iter(f"{OAI}setSpec")] == ["theme:lien-social:isolement", "kind:article"]
    assert one.find(f".//{OAI}metadata") is None
    assert found(oai, set="kind:article") == found(oai, set="theme:lien-social") == [article.pk]


def test_words_taken_back_are_told_to_be_gone(oai, contents):
    withdraw_consents(page_id=_page(PublicContent.objects.get(kind="voice")))
    header = oai(verb="GetRecord", metadataPrefix="oai_dc", identifier=f"oai:observatoire.example.org:{contents['voice']}").find(
        f".//{OAI}header"
    )
    assert header.get("status") == "deleted"


def test_the_series_the_number_and_the_editors_of_a_cahier(oai, contents):
    identifier = f"oai:observatoire.example.org:{contents['cahier']}"
    core = oai(verb="GetRecord", metadataPrefix="oai_dc", identifier=identifier)
    assert [each.text for each in core.iter(f"{DC}title", f"{DC}date")] == ["Faire groupe", "2026-10-15"]
    mods = oai(verb="GetRecord", metadataPrefix="mods", identifier=identifier)
    assert mods.findtext(f".//{MODS}relatedItem/{MODS}titleInfo/{MODS}title") == "Cahiers de l’observatoire"
    assert mods.findtext(f".//{MODS}detail/{MODS}number") == "1"
    assert [each.text for each in mods.iter(f"{MODS}identifier") if each.get("type") == "issn"] == ["1234-5678"]


def test_a_list_of_all_kinds_costs_as_many_queries_as_one_of_sheets(oai, contents, django_assert_num_queries):
    sheet, owner = publish()
    withdraw_practice(page_id=sheet.pk, by=owner)
    with django_assert_num_queries(2):
        oai(verb="ListRecords", metadataPrefix="mods")


def _page(public):
    return EditorialRecord.objects.get(identifier=public.pk).page_id


@pytest.fixture
def national_editor(reference_data):
    return make_editor(None)
