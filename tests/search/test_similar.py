"""What a sheet's page says of the sheets around it."""

import re

import pytest

from practices.life.similar import Link, around
from practices.models import PublicPractice
from search.rebuild import rebuild
from tests.practices.factories import make_editor, make_published, make_user
from tests.search.factories import make_practice


def close_to(practice):
    return [hit["title"] for hit in around(PublicPractice.objects.get(pk=practice.pk)).similar]


def test_the_closest_in_words_and_theme_come_first_and_the_sheet_itself_never(practices):
    sheets = practices(
        {"title": "Un potager au pied des tours", "summary": "On y bêche et on y sème."},
        {"title": "Le café des voisins", "summary": "On y boit un café.", "theme": "rsa"},
        {"title": "Le potager de la gare", "summary": "On sème au potager de la gare.", "theme": "rsa"},
        {"title": "Un potager sur le toit", "summary": "On sème, on bêche, on récolte."},
    )
    assert close_to(sheets[0]) == ["Un potager sur le toit", "Le potager de la gare"]


def test_a_sheet_alone_in_its_kind_has_none_around_it(practices):
    [alone, *_] = practices({"title": "Potager", "summary": "Semer."}, {"title": "Budget", "summary": "Compter.", "theme": "rsa"})
    assert close_to(alone) == []


def test_the_theme_and_the_departement_are_linked_with_their_numbers(practices):
    [practice, *_] = practices({}, {"territories": ("com-59350",)}, {"theme": "rsa"})
    assert around(PublicPractice.objects.get(pk=practice.pk)).links == [
        Link("Lutte contre l'isolement", "/themes/isolement/", 2),
        Link("Oise", "/territoires/dep-60/", 2),
    ]


@pytest.mark.usefixtures("reference_data")
def test_the_page_of_a_sheet_shows_them_at_the_cost_of_two_queries_and_one_request(
    client, elasticsearch, settings, requests_to_engine, django_assert_num_queries
):
    settings.ELASTICSEARCH_INDEX_PREFIX = f"{settings.ELASTICSEARCH_INDEX_PREFIX}-similar"
    author, editor = make_user(), make_editor("Hauts-de-France")
    sheets = [make_published(author, editor, title=f"Le jardin {number}") for number in range(6)]
    rebuild()
    address = PublicPractice.objects.get(pk=sheets[0].identifier).get_absolute_url()
    client.get(address)
    requests_to_engine.clear()
    with django_assert_num_queries(2):
        page = client.get(address).content.decode()
    assert len(requests_to_engine) == 1
    band = page.split('id="proches"')[1]
    numbers = re.findall(r"Le jardin (\d)</a>", band)
    assert len(set(numbers) - {"0"}) == len(numbers) == 4
    assert [number for _url, number in re.findall(r'<a href="(/t[^"]*)">[^<]* <span class="count">\((\d+)', band)] == ["6", "6"]


def test_without_an_engine_the_newest_of_the_same_theme_stand_there_and_nothing_is_counted(vocabulary, settings, free_port):
    settings.ELASTICSEARCH_URL = [f"http://127.0.0.1:{free_port}"]
    practice = make_practice("Le jardin")
    make_practice("Le café", theme="rsa")
    for number in range(5):
        make_practice(f"Jardin {number}")
    assert close_to(practice) == ["Jardin 4", "Jardin 3", "Jardin 2", "Jardin 1"]
    assert [link.count for link in around(practice).links] == [None, None]
