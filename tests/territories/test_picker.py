"""The address that finds a territory: for the picker of a form, for a person without JavaScript, for a program."""

import pytest
from django.urls import reverse

URL = "/territoires/chercher/"
HTMX = {"HX-Request": "true"}
JSON = {"Accept": "application/json"}


@pytest.mark.usefixtures("reference_data")
def test_a_program_gets_codes_and_labels(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get(URL, {"q": "papeete"}, headers=JSON)
    assert response.json() == {"results": [{"code": "com-98735", "label": "Papeete", "context": "Polynésie française", "kind": "com"}]}
    assert set(response["Vary"].split(", ")) >= {"Accept", "HX-Request"}


@pytest.mark.usefixtures("reference_data")
def test_the_picker_of_a_form_gets_a_list_of_buttons(client):
    page = client.get(URL, {"q": "beauvais", "field": "add_territory"}, headers=HTMX).content.decode()
    assert '<button type="submit" name="add_territory" value="com-60057">' in page
    assert "Oise, Hauts-de-France" in page
    assert "<html" not in page


@pytest.mark.usefixtures("reference_data")
def test_a_person_without_javascript_gets_a_page_of_links(client):
    page = client.get(reverse("territory_picker:search"), {"q": "beauvais"}).content.decode()
    assert '<a href="/territoires/com-60057/">' in page
    assert "<h1>Trouver un territoire</h1>" in page


@pytest.mark.parametrize("field", ['x" onclick="alert(1)', "é" * 50, "a b"])
@pytest.mark.usefixtures("reference_data")
def test_a_name_that_no_field_bears_makes_no_button(client, field):
    page = client.get(URL, {"q": "beauvais", "field": field}, headers=HTMX).content.decode()
    assert "<button" not in page
    assert field not in page


@pytest.mark.parametrize("q", ["", "zzzzzz", "<script>", "\x00", "'\"\\[](){}:*&|", "lille" * 21, "x" * 10_000])
@pytest.mark.django_db
def test_what_names_no_place_finds_nothing_and_breaks_nothing(client, q):
    for headers in (JSON, HTMX, {}):
        response = client.get(URL, {"q": q}, headers=headers)
        assert response.status_code == 200
        assert b"<script>" not in response.content.replace(b"<script src", b"")
    assert client.get(URL, {"q": q}, headers=JSON).json() == {"results": []}


@pytest.mark.django_db
def test_it_only_reads(client):
    assert client.post(URL, {"q": "lille"}).status_code == 405


@pytest.mark.parametrize(
    ("q", "words"),
    [
        ("papeete", "1 territoire pour"),
        ("lille", "7 territoires pour"),
        ("saint", "Les dix plus probables pour"),
        ("zzzz", "0 territoire pour"),
    ],
)
@pytest.mark.usefixtures("reference_data")
def test_a_list_that_was_cut_says_so(client, q, words):
    assert words in client.get(URL, {"q": q}, headers=HTMX).content.decode()
