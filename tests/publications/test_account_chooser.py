"""The account of an author is searched for, by those who sign contents with names."""

import pytest
from bs4 import BeautifulSoup

from tests.practices.factories import make_editor, make_user

from .workflow.world import signed_tool

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
CHOOSER = "/gestion/choisir/compte/"


@pytest.fixture
def editor(client, reference_data):
    editor = make_editor(None, "nationale@essai.example")
    client.force_login(editor, backend=BACKEND)
    return editor


def found(client, words: str) -> list[list[str]]:
    page = BeautifulSoup(client.get(f"{CHOOSER}results/", {"q": words}).content, "html.parser")
    return [[" ".join(cell.stripped_strings) for cell in row.select("td")][:2] for row in page.select("tbody tr")]


def test_an_account_is_found_by_a_name_or_an_address_unless_it_is_closed(client, editor):
    make_user("ali@essai.example", name="Ali Benali")
    make_user("nina@essai.example", name="Nina Benali", is_active=False)
    make_user("sans.nom@essai.example")
    assert found(client, "benali") == [["Ali Benali", "ali@essai.example"]]
    assert found(client, "sans.nom") == [["sans.nom@essai.example", "sans.nom@essai.example"]]
    assert found(client, "personne") == []


def test_the_editor_of_a_content_does_not_hold_the_list_of_members(client, editor):
    author = make_user("ali@essai.example", name="Ali Benali")
    make_user("nina@essai.example", name="Nina Essai")
    tool = signed_tool("Ali B.", users={"Ali B.": author})
    page = client.get(f"/gestion/pages/{tool.pk}/edit/").content.decode()
    assert ("Ali Benali" in page, "Nina Essai" in page) == (True, False)
    chosen = client.get(f"{CHOOSER}chosen/{author.pk}/").json()
    assert (chosen["step"], chosen["result"]["title"]) == ("chosen", "Ali Benali")


@pytest.mark.parametrize("who", ["regional", "contributor", "nobody"])
def test_nobody_else_searches_accounts(client, reference_data, who):
    author = make_user("ali@essai.example", name="Ali Benali")
    if who != "nobody":
        client.force_login(make_editor("Hauts-de-France") if who == "regional" else make_user("autre@essai.example"), backend=BACKEND)
    for address in ("", "results/", f"chosen/{author.pk}/", f"chosen-multiple/?id={author.pk}", "create/"):
        answer = client.get(f"{CHOOSER}{address}")
        assert (answer.status_code in (302, 403), b"Benali" in answer.content) == (True, False), address
