"""The editor of a dossier finds what she gathers by its title."""

import pytest
from bs4 import BeautifulSoup

from tests.practices.factories import make_draft, make_editor, make_published, make_user

from .factories import make_news, publish
from .tools import make_dossier

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ADDRESS = "/gestion/dossiers/titres/"


@pytest.fixture
def editor(client, reference_data):
    editor = make_editor(None, "nationale@essai.example")
    client.force_login(editor, backend=BACKEND)
    return editor


def found(client, words):
    return [(each["title"], each["label"]) for each in client.get(ADDRESS, {"q": words}).json()["found"]]


def test_beginnings_of_words_find_public_sheets_and_contents(client, editor, django_assert_num_queries):
    sheet = make_published(make_user(), make_editor("Hauts-de-France"), title="Un écrivain public au guichet")
    publish(make_news(title="Écrire à plusieurs"))
    make_draft(make_user("autre@essai.example"), title="Écrire en secret")
    make_news(title="Écrire encore en secret", slug="secret")
    publish(make_dossier(sheet.identifier, title="Écrire et guichet"))
    assert found(client, "ecri") == [("Un écrivain public au guichet", "fiche de pratique"), ("Écrire à plusieurs", "actualité")]
    assert found(client, "écrivain guic") == [("Un écrivain public au guichet", "fiche de pratique")]
    assert (found(client, ""), found(client, "& | ! :*"), found(client, "\x00")) == ([], [], [])


def test_others_find_nothing(client, reference_data):
    assert client.get(ADDRESS, {"q": "ecrire"}).status_code == 302
    client.force_login(make_editor("Hauts-de-France"), backend=BACKEND)
    assert client.get(ADDRESS, {"q": "ecrire"}).status_code in (302, 404)


def test_the_field_is_an_ordinary_one_that_a_script_helps(client, editor):
    sheet = make_published(make_user(), make_editor("Hauts-de-France"))
    dossier = make_dossier(sheet.identifier)
    page = BeautifulSoup(client.get(f"/gestion/pages/{dossier.pk}/edit/").content, "html.parser")
    field = page.select_one('input[name="items-0-identifier"]')
    assert (field["value"], field["type"], field["data-references"]) == (sheet.identifier, "text", ADDRESS)
    assert len([script for script in page.select("script[src]") if "js/references" in script["src"]]) == 1
