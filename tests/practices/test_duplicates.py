"""Sheets that come near one that is being written: by title, carrier and words; never a title that is not hers to read."""

from html import unescape

import pytest
from django.contrib.auth.models import AnonymousUser

import search.duplicates
from accounts.models import User
from practices import content
from practices.helps import duplicates
from practices.helps.duplicates import CARRIER, TITLE, WORDS, near_duplicates
from practices.models import PublicPractice
from search.breaker import breaker
from search.indexing import drain
from search.rebuild import rebuild

from .factories import SHORT_SHEET, fresh, make_draft, make_editor, make_published, make_submitted, make_user

pytestmark = pytest.mark.usefixtures("reference_data")

FAR = {
    "summary": "Dans la vallée, un minibus emmène des bergères à la maternité.",
    "context": "Les transhumances éloignent les familles des sages-femmes.",
    "objectives": ["Rouler jusqu’aux alpages"],
    "steps": [{"period": "", "description": "Achat du minibus d’occasion.", "key_moment": False}],
    "lessons": {"keep": "Conduire à deux.", "change": "", "watch": ""},
    "organisation": {"name": "Mutuelle des alpages", "type": "msa"},
    "territories": ["com-38185"],
    "main_theme": "mobilite",
}


@pytest.fixture
def author():
    return make_user("autrice@essai.example")


@pytest.fixture(autouse=True)
def _words_are_not_asked(request, monkeypatch):
    """Without the engine's answer, unless the test has an engine."""
    if "engine" not in request.fixturenames:
        monkeypatch.setattr(duplicates, "_registered", [])


@pytest.fixture
def engine(elasticsearch, settings, monkeypatch):
    """Public sheets are indexed when `engine()` is called; it has time to answer, however busy the machine is."""
    monkeypatch.setattr(search.duplicates, "PATIENCE", 20)
    breaker.close()
    settings.ELASTICSEARCH_INDEX_PREFIX = f"{settings.ELASTICSEARCH_INDEX_PREFIX}-near"
    rebuild()

    def up_to_date():
        drain()
        elasticsearch.indices.refresh(index=f"{settings.ELASTICSEARCH_INDEX_PREFIX}-practices")

    return up_to_date


def near(record, user):
    values = content.read(fresh(record.pk).page.latest_revision.as_object())
    return [(each.title, each.reasons, str(each.state)) for each in near_duplicates(values, record=record, user=user)]


def published(**changes):
    number = PublicPractice.objects.count()
    return make_published(make_user(f"equipe-{number}@essai.example"), make_editor(None), **FAR | changes)


@pytest.mark.parametrize(
    ("title", "comes_near"),
    [
        ("Le banc des parents", True),
        ("LE BANC DES PARENTS !", True),
        ("Le bânc des parrents", True),
        ("Les bancs des parents", True),
        ("Le banc des enfants", False),
        ("Le jardin des parents", False),
    ],
)
def test_a_title_with_a_slip_comes_near(author, title, comes_near):
    published(title=title)
    expected = [(title, [TITLE], "")] if comes_near else []
    assert near(make_draft(author), author) == expected


@pytest.mark.parametrize(
    ("changes", "comes_near"),
    [
        ({}, True),
        ({"organisation": {"name": "CENTRE SOCIAL des tilleuls", "type": "association"}}, True),
        ({"organisation": {"name": "Centre social des Érables", "type": "social_centre"}}, False),
        ({"main_theme": "mobilite"}, False),
        ({"territories": ["com-60057"]}, False),
    ],
)
def test_the_same_organisation_theme_and_place_come_near(author, changes, comes_near):
    same = {key: SHORT_SHEET[key] for key in ("organisation", "main_theme", "territories")}
    published(title="Les mardis du préau", **same | changes)
    expected = [("Les mardis du préau", [CARRIER], "")] if comes_near else []
    assert near(make_draft(author), author) == expected


def test_a_sheet_comes_once_with_all_its_reasons_first(author):
    published(title="Le banc des parents")
    same = {key: SHORT_SHEET[key] for key in ("organisation", "main_theme", "territories")}
    published(title="Le banc des parents", **same)
    assert [reasons for _title, reasons, _state in near(make_draft(author), author)] == [[TITLE, CARRIER], [TITLE]]


def test_the_sheet_itself_is_not_near_itself(author):
    record = make_published(author, make_editor())
    assert near(record, author) == []


def test_unpublished_sheets_are_told_to_their_author_and_to_editors_of_their_region_alone(author):
    other = make_user("autre@essai.example")
    make_draft(other)
    theirs = make_submitted(other)
    mine, record = make_draft(author), make_draft(author)
    title = SHORT_SHEET["title"]
    assert near(record, author) == [(title, [TITLE, CARRIER], "brouillon")]
    assert near(record, make_editor("Hauts-de-France")) == [(title, [TITLE, CARRIER], "soumise")]
    assert near(record, make_editor(None)) == [(title, [TITLE, CARRIER], "soumise")]
    assert near(record, make_editor("Bretagne")) == []
    assert near(record, make_user("passante@essai.example")) == []
    assert near(record, AnonymousUser()) == []
    found = near_duplicates(content.read(record.page.latest_revision.as_object()), record=record, user=author)
    assert [each.url for each in found] == [f"/mes-fiches/{mine.identifier}/"]
    editors = near_duplicates(content.read(record.page.latest_revision.as_object()), record=record, user=make_editor("Hauts-de-France"))
    assert [each.url for each in editors] == [f"/gestion/fiches/{theirs.pk}/"]


TOLD = {
    "summary": "Deux professionnelles du centre social installent un banc et du café devant la grille de l’école, le mardi à seize heures.",
    "context": "Les parents attendaient sous la pluie sans se parler. La directrice racontait des disputes, et plusieurs mères disaient ne "
    "connaître personne dans le quartier depuis leur emménagement.",
    "objectives": ["Que les parents fassent connaissance", "Trouver entre voisins des relais de garde"],
}


def test_words_come_near_through_the_real_engine(author, engine):
    published(title="Le mardi devant la grille", **TOLD)
    published(title="Le minibus des alpages")
    engine()
    retold = TOLD | {"context": TOLD["context"].replace("La directrice racontait des disputes", "On nous parlait de disputes")}
    assert near(make_draft(author, **retold), author) == [("Le mardi devant la grille", [WORDS], "")]


def test_a_sheet_with_a_few_words_only_is_near_none_by_them(author, engine):
    published(title="Le banc de la gare", summary="Un banc.", context="Un banc.", objectives=["Un banc"])
    engine()
    bare = {"summary": "Un banc.", "context": "Un banc.", "objectives": ["Un banc"]}
    bare |= {
        "steps": [{"period": "", "description": "Un banc.", "key_moment": False}],
        "lessons": {"keep": "Un banc.", "change": "", "watch": ""},
    }
    assert near(make_draft(author, **bare), author) == []


def test_a_first_summary_in_everyday_words_is_near_none_by_them(author, engine):
    """The words that tell are new to the engine: what is left of them is in every sheet."""
    for number in range(3):
        published(title=f"Le mardi {number}", **TOLD)
    engine()
    begun = {
        "summary": "Xylophones et zeugmas au hall : le mardi, deux professionnelles et du café devant la grille ; plusieurs mères et les "
        "parents du quartier attendaient un banc depuis des mois, sans flonflons ni tralala.",
        "context": "À écrire.",
        "objectives": ["À écrire"],
        "steps": [{"period": "", "description": "À écrire.", "key_moment": False}],
        "lessons": {"keep": "À écrire.", "change": "", "watch": ""},
    }
    assert near(make_draft(author, **begun), author) == []


def test_without_the_engine_the_rest_is_told_all_the_same(author, settings):
    published(title="Le banc des parents")
    settings.ELASTICSEARCH_URL = ["http://127.0.0.1:9"]
    breaker.close()
    duplicates.register(search.duplicates.close_in_words)
    try:
        assert near(make_draft(author), author) == [("Le banc des parents", [TITLE], "")]
    finally:
        breaker.close()


def test_an_empty_draft_has_nothing_near(author):
    assert near_duplicates({}, record=make_draft(author), user=author) == []
    assert near_duplicates({"title": "?", "territories": ["com-59350"], "main_theme": "x"}, record=make_draft(author), user=author) == []


def test_they_stand_before_sending_with_the_way_to_adapt(client, author):
    other = published(title="Le banc des parents")
    record = make_draft(author)
    client.force_login(author, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = unescape(client.get(f"/deposer/{record.identifier}/relire-et-envoyer/").content.decode())
    assert str(TITLE) in page
    assert f'name="go" value="adapte-{other.identifier}"' in page
    mine = unescape(client.get(f"/mes-fiches/{record.identifier}/").content.decode())
    assert f'href="/p/{other.identifier}/adapter/?fiche={record.identifier}"' in mine


def test_the_editor_reads_them_beside_the_sheet(client, author):
    other = published(title="Le banc des parents")
    record = make_submitted(author)
    client.force_login(make_editor(), backend="allauth.account.auth_backends.AuthenticationBackend")
    page = unescape(client.get(f"/gestion/fiches/{record.pk}/").content.decode())
    assert f'href="{PublicPractice.objects.get(pk=other.identifier).get_absolute_url()}"' in page
    assert str(TITLE) in page


def test_the_cost_is_a_few_queries_however_many_sheets(author, django_assert_num_queries):
    record = make_draft(author)
    values = content.read(record.page.latest_revision.as_object())
    for number in (1, 3):
        while PublicPractice.objects.count() < number:
            published(title="Le banc des parents")
        with django_assert_num_queries(7):
            near_duplicates(values, record=record, user=User.objects.get(pk=author.pk))
