"""The address that finds a theme: for the picker of a form, for a person without JavaScript, for a program."""

import pytest
from django.urls import reverse

URL = "/themes/chercher/"
HTMX = {"HX-Request": "true"}
JSON = {"Accept": "application/json"}


def test_a_program_gets_slugs_labels_and_the_theme_above(client, themes, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get(URL, {"q": "solitude"}, headers=JSON)
    parent = {"slug": "lien-social", "label": "Lien social et vie locale"}
    assert response.json() == {"results": [{"slug": "isolement", "label": "Lutte contre l'isolement", "parent": parent}]}


def test_the_picker_of_a_form_gets_a_list_of_buttons(client, themes):
    page = client.get(URL, {"q": "isolement", "field": "main_theme"}, headers=HTMX).content.decode()
    assert '<button type="submit" name="main_theme" value="isolement">' in page
    assert "Lutte contre l’isolement" in page
    assert "<html" not in page


def test_a_person_without_javascript_gets_a_page_of_links(client, themes):
    page = client.get(reverse("theme_picker:search"), {"q": "isolement"}).content.decode()
    assert '<a href="/themes/isolement/">' in page
    assert "<h1>Trouver un thème</h1>" in page


@pytest.mark.parametrize("q", ["", "zzzz", "<script>", "\x00", "isolement" * 12])
def test_what_names_no_theme_finds_nothing_and_breaks_nothing(client, themes, q):
    for headers in (JSON, HTMX, {}):
        assert client.get(URL, {"q": q}, headers=headers).status_code == 200
    assert client.get(URL, {"q": q}, headers=JSON).json() == {"results": []}


def test_it_only_reads(client, db):
    assert client.post(URL, {"q": "isolement"}).status_code == 405
