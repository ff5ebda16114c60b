"""Dossiers: made from a search or a list in two clicks, drawn from what is public today."""

from html import unescape

import pytest
from django.core.exceptions import ValidationError

from practices.domain.absence import withdraw_practice
from practices.domain.errors import Faulty, Forbidden
from practices.models import PublicPractice
from publications.domain.dossiers import MOST_ITEMS, create_dossier
from publications.domain.publication import publish_content, withdraw_content
from publications.models import DossierItem, DossierPage, PublicContent
from saved.domain import lists
from tests.practices.factories import make_editor, make_published, make_user
from tests.search.factories import make_practice

from .factories import make_news, make_voice, publish
from .tools import make_dossier, make_tool

pytestmark = pytest.mark.usefixtures("reference_data")
SESSION = "allauth.account.auth_backends.AuthenticationBackend"
ADDRESS = "/dossiers/rompre-l-isolement/"
FROM_SEARCH = "/gestion/dossiers/depuis-une-recherche/"
NEW = "/gestion/dossiers/nouveau/"


@pytest.fixture(autouse=True)
def _postgresql(settings):
    settings.ELASTICSEARCH_URL = []


@pytest.fixture
def editor(client, national_editor):
    client.force_login(national_editor, backend=SESSION)
    return client


def words(response):
    return unescape(response.content.decode())


def dossier(*items, **values):
    return publish(make_dossier(*items, slug="rompre-l-isolement", **values))


def items_of(page):
    return [row.identifier for row in page.latest_revision.as_object().items.all()]


@pytest.mark.parametrize("number", [1, 12])
def test_a_dossier_costs_three_queries_however_much_it_gathers(client, number, django_assert_num_queries):
    sheets = [make_practice(f"Jardin {each}").identifier for each in range(number)]
    contents = [publish(make_tool(title=f"Outil {each}")).record.identifier for each in range(number)]
    dossier(*sheets, *contents)
    client.get(ADDRESS)
    with django_assert_num_queries(3):
        page = words(client.get(ADDRESS))
    assert (page.count(">Jardin "), page.count(">Outil ")) == (number, number)


@pytest.mark.parametrize("number", [1, 12])
def test_the_list_costs_the_same_for_one_dossier_and_for_twelve(client, number, django_assert_num_queries):
    sheet = make_practice("Le jardin").identifier
    for each in range(number):
        publish(make_dossier(sheet, title=f"Question {each}"))
    client.get("/dossiers/")
    with django_assert_num_queries(2):
        page = words(client.get("/dossiers/"))
    assert page.count(">Question ") == number


def test_parts_order_and_reasons_are_the_editors(client):
    sheet, tool = make_practice("Le jardin").identifier, publish(make_tool()).record.identifier
    voice, news = publish(make_voice()).record.identifier, publish(make_news()).record.identifier
    dossier(("Commencer", tool, "Elle tient en une page."), ("", voice, ""), ("Aller plus loin", sheet, "Deux ans de recul."), news)
    page = words(client.get(ADDRESS))
    told = [
        "Commencer",
        "La grille du palier",
        "Elle tient en une page.",
        "Je descends",
        "Aller plus loin",
        "Le jardin",
        "Deux ans de recul.",
        "Une journée d’étude",
    ]
    assert sorted(told, key=page.rindex) == told


def test_what_leaves_the_public_leaves_the_dossier_at_once_and_editors_are_told(client, national_editor):
    author = make_user()
    sheet = make_published(author, make_editor("Hauts-de-France"))
    tool, voice = publish(make_tool()), publish(make_voice())
    dossier(("Des fiches", sheet.identifier, "À lire d’abord."), ("Des outils", tool.record.identifier, ""), voice.record.identifier)
    page = words(client.get(ADDRESS))
    assert ["Le banc des parents" in page, "La grille du palier" in page, "Des fiches" in page] == [True] * 3
    withdraw_practice(page_id=sheet.pk, by=author)
    withdraw_content(page_id=tool.pk, by=national_editor)
    page = words(client.get(ADDRESS))
    gone = ["Le banc des parents", "À lire d’abord.", "Des fiches", "La grille du palier", sheet.identifier, tool.record.identifier]
    assert [text for text in gone if text in page] == []
    assert "Je descends" in page
    client.force_login(national_editor, backend=SESSION)
    note = words(client.get(ADDRESS)).partition("Pour la rédaction seulement")[2].partition("</div>")[0]
    assert [identifier in note for identifier in (sheet.identifier, tool.record.identifier, voice.record.identifier)] == [True, True, False]
    edit = words(client.get(f"/gestion/pages/{DossierPage.objects.get().pk}/edit/"))
    assert "Le public ne voit pas 2 des lectures de ce dossier" in edit


def test_a_sheet_names_the_dossiers_that_hold_it(client):
    sheet = make_published(make_user(), make_editor("Hauts-de-France"))
    address = PublicPractice.objects.get().get_absolute_url()
    assert ADDRESS not in words(client.get(address))
    dossier(sheet.identifier)
    assert ADDRESS in words(client.get(address))


@pytest.mark.parametrize("wrong", ["op-00000000", "oc-00000000", "le jardin", "https://exemple.fr/", "op-1a2b3c4d\x00", "x" * 501])
def test_what_names_nothing_is_refused_with_words(wrong):
    page = make_dossier(make_practice("Le jardin").identifier)
    with pytest.raises(ValidationError) as refusal:
        DossierItem(dossier=page, identifier=wrong).full_clean()
    assert list(refusal.value.message_dict) == ["identifier"]


def test_an_address_copied_from_the_browser_names_what_is_there():
    practice, tool = make_practice("Le jardin"), publish(make_tool())
    page = make_dossier(practice.identifier)
    for typed, identifier in (
        (f"https://site.example/p/{practice.pk}/", practice.pk),
        (tool.record.identifier.upper(), tool.record.identifier),
    ):
        item = DossierItem(dossier=page, identifier=typed)
        item.full_clean()
        assert item.identifier == identifier


def test_a_dossier_holds_no_dossier_not_even_itself():
    page = dossier(make_practice("Le jardin").identifier)
    with pytest.raises(ValidationError, match="dossiers"):
        DossierItem(dossier=page, identifier=page.record.identifier).full_clean()


def test_a_sheet_that_left_stays_named_so_that_the_dossier_can_still_be_saved():
    author = make_user()
    sheet = make_published(author, make_editor("Hauts-de-France"))
    page = make_dossier(sheet.identifier)
    withdraw_practice(page_id=sheet.pk, by=author)
    DossierItem(dossier=page, identifier=sheet.identifier).full_clean()


def test_an_empty_dossier_and_one_that_says_things_twice_are_not_published(national_editor):
    sheet = make_practice("Le jardin").identifier
    for page in (make_dossier(), make_dossier(sheet, sheet, title="Deux fois")):
        with pytest.raises(Faulty):
            publish_content(page_id=page.pk, revision_id=page.latest_revision_id, by=national_editor)
    page = make_dossier(sheet, title="Une fois")
    publish_content(page_id=page.pk, revision_id=page.latest_revision_id, by=national_editor)
    assert [content.title for content in PublicContent.objects.all()] == ["Une fois"]


def test_from_a_search_to_a_dossier_in_two_clicks(editor):
    kept, other = make_practice("Le jardin partagé"), make_practice("Le jardin d’hiver")
    make_practice("La cuisine", summary="Des repas ensemble.")
    results = words(editor.get("/pratiques/?q=jardin"))
    assert f"{FROM_SEARCH}?q=jardin" in results
    offered = editor.get(f"{FROM_SEARCH}?q=jardin")
    assert {thing["id"] for thing in offered.context["things"]} == {kept.identifier, other.identifier}
    answer = editor.post(NEW, {"title": offered.context["title"], "offered": [kept.pk, other.pk], "identifier": [kept.pk]})
    page = DossierPage.objects.get()
    assert answer.headers["Location"] == f"/gestion/pages/{page.pk}/edit/"
    assert (page.title, page.live, items_of(page)) == ("Jardin", False, [kept.identifier])
    assert not PublicContent.objects.exists()
    assert editor.get(answer.headers["Location"]).status_code == 200


def test_from_a_search_in_everything_other_dossiers_are_left_out(editor):
    tool, sheet = publish(make_tool(title="La grille du jardin")), make_practice("Le jardin partagé")
    publish(make_dossier(sheet.identifier, title="Le jardin en questions"))
    assert f"{FROM_SEARCH}?q=jardin&tout=1" in words(editor.get("/recherche/?q=jardin"))
    offered = editor.get(f"{FROM_SEARCH}?q=jardin&tout=1").context["things"]
    assert {thing["id"] for thing in offered} == {tool.record.identifier, sheet.identifier}


def test_from_a_saved_list_in_two_clicks_and_in_its_order(editor, national_editor):
    own = lists.create_list(user=national_editor, name="Jardins")
    sheets = [make_practice(f"Fiche {number}") for number in range(3)]
    for sheet in reversed(sheets):
        lists.keep_sheet(sheet_list=own, identifier=sheet.identifier)
    assert f"/compte/listes/{own.pk}/dossier/" in words(editor.get(own.get_absolute_url()))
    offered = editor.get(f"/compte/listes/{own.pk}/dossier/")
    assert (offered.context["title"], [thing["title"] for thing in offered.context["things"]]) == (
        "Jardins",
        ["Fiche 2", "Fiche 1", "Fiche 0"],
    )
    editor.post(NEW, {"title": "Jardins", "identifier": [thing["id"] for thing in offered.context["things"]]})
    assert items_of(DossierPage.objects.get()) == [sheet.identifier for sheet in reversed(sheets)]


def test_others_than_national_editors_make_no_dossier(client):
    sheet = make_practice("Le jardin").identifier
    for person in (make_user(), make_editor("Hauts-de-France")):
        client.force_login(person, backend=SESSION)
        own = lists.create_list(user=person, name="Jardins")
        lists.keep_sheet(sheet_list=own, identifier=sheet)
        assert FROM_SEARCH not in words(client.get("/pratiques/"))
        assert "dossier/" not in words(client.get(own.get_absolute_url()))
        assert client.get(f"/compte/listes/{own.pk}/dossier/").status_code == 404
        assert client.get(FROM_SEARCH).status_code in (403, 404)
        assert client.post(NEW, {"title": "Non", "identifier": [sheet]}).status_code in (403, 404)
        with pytest.raises(Forbidden):
            create_dossier(title="Non", identifiers=[sheet], by=person)
    client.logout()
    assert FROM_SEARCH not in words(client.get("/pratiques/"))
    assert not DossierPage.objects.exists()


@pytest.mark.parametrize("wrong", [{"title": "  "}, {"identifier": []}, {"identifier": ["op-00000000", "n’importe quoi", "op-\x00"]}])
def test_without_a_title_or_anything_public_it_is_asked_for_again(editor, wrong):
    sheet = make_practice("Le jardin").identifier
    typed = {"title": "Jardins", "identifier": [sheet], "offered": [sheet]}
    answer = editor.post(NEW, typed | wrong)
    assert answer.status_code == 422
    assert [thing["id"] for thing in answer.context["things"]] == [sheet]
    assert not DossierPage.objects.exists()
    assert editor.post(NEW, typed).status_code == 302


def test_dossiers_of_one_title_have_addresses_of_their_own(national_editor):
    sheet = make_practice("Le jardin").identifier
    made = [create_dossier(title="L’accueil", identifiers=[sheet], by=national_editor) for _each in range(3)]
    assert [page.slug for page in made] == ["l-accueil", "l-accueil-2", "l-accueil-3"]


def test_a_dossier_begins_with_sixty_things_at_most_and_no_other_dossier(national_editor):
    sheets = [make_practice(f"Fiche {number}").identifier for number in range(MOST_ITEMS + 1)]
    other = dossier(sheets[0])
    made = create_dossier(title="Tout", identifiers=[other.record.identifier, *sheets], by=national_editor)
    assert items_of(made) == sheets[:MOST_ITEMS]
