"""The main menu and the foot of the page: national editors keep them, every page draws them; one query now and then tells them."""

import re

import pytest
from django.core.exceptions import ValidationError
from wagtail.test.utils.form_data import nested_form_data

from home import content
from home.domain import load_menus
from home.models import FooterLink, MainLink, Navigation
from home.queries import menus
from tests.practices.factories import make_editor
from tests.publications.forms import EMPTY, rows

ADDRESS = "/gestion/settings/home/navigation/"
PAGES = ["/qui-sommes-nous/", "/relecture-des-fiches/", "/donnees-ouvertes/", "/accessibilite/", "/vos-donnees/", "/mentions-legales/"]


def saved(client, **fields):
    """The whole menu written anew."""
    MainLink.objects.all().delete()
    navigation = Navigation.objects.get()
    answer = client.post(
        f"{ADDRESS}{navigation.pk}/", nested_form_data({"footer_text": "", "main_links": EMPTY, "footer_links": EMPTY} | fields)
    )
    return answer.status_code


def link(label="", page="", address=""):
    return {"label": label, "page": page, "address": address}


def drawn(client, path="/actualites/"):
    """Words, addresses and aria-current of the main menu of a page."""
    menu = client.get(path).content.decode().partition('class="masthead__wide"')[2].partition("</nav>")[0]
    return re.findall(r'<a href="([^"]*)"(?: aria-current="(\w+)")?>([^<]*)</a>', menu)


def test_the_first_menu_is_loaded_once_and_then_the_editors_own(home):
    assert [(found.label, found.url) for found in menus().main] == list(content.MENU)
    MainLink.objects.filter(label="Paroles").delete()
    assert load_menus() == {"created": 0}
    assert "Paroles" not in [found.label for found in menus().main]


def test_menus_and_foot_of_the_page_take_one_query_and_the_next_pages_none(client, home, privacy, django_assert_num_queries):
    privacy.show_in_menus = False
    privacy.save()
    with django_assert_num_queries(1):
        found = menus()
        client.get("/pratiques/classement/")
    assert [page.url for page in found.footer] == [path for path in PAGES if path != "/vos-donnees/"]
    assert len(found.main) == len(content.MENU)


def test_a_national_editor_changes_the_menu_and_every_page_follows(client, home, privacy, national_editor):
    assert len(drawn(client)) == len(content.MENU)
    links = rows(link("Le site", address="/pratiques/"), link(page=privacy.pk), link("Ailleurs", address="https://ailleurs.example/"))
    footer = rows(link("Flux", address="/flux/actualites.xml"))
    assert saved(client, main_links=links, footer_links=footer, footer_text="Un mot du bas.") == 302
    assert drawn(client) == [
        ("/pratiques/", "", "Le site"),
        ("/vos-donnees/", "", "Vos données"),
        ("https://ailleurs.example/", "", "Ailleurs"),
    ]
    foot = client.get("/actualites/").content.decode().partition('<footer class="footer">')[2]
    assert "Un mot du bas." in foot
    assert re.findall(r'<a href="([^"]*)">', foot) == ["/flux/actualites.xml", *PAGES, "/lettre/", "/api/v1/docs"]


def test_a_page_that_is_no_longer_public_leaves_the_menu(client, home, privacy):
    navigation = Navigation.objects.get()
    navigation.main_links = [MainLink(page=privacy, label="Vos données"), MainLink(address="/pratiques/", label="Pratiques")]
    navigation.save()
    assert [label for _url, _current, label in drawn(client)] == ["Vos données", "Pratiques"]
    privacy.unpublish()
    assert [label for _url, _current, label in drawn(client)] == ["Pratiques"]


def test_an_empty_menu_shows_the_first_one(client, home):
    MainLink.objects.all().delete()
    assert [(label, url) for url, _current, label in drawn(client)] == list(content.MENU)


def test_the_menu_says_where_one_is(client, home):
    assert [(url, current) for url, current, _label in drawn(client, "/actualites/") if current] == [("/actualites/", "page")]
    assert [(url, current) for url, current, _label in drawn(client, "/pratiques/classement/") if current] == [("/pratiques/", "true")]


@pytest.mark.parametrize(
    "wrong",
    [
        link("Rien"),
        link(address="/pratiques/"),
        link("Dehors", address="http://ailleurs.example/"),
        link("Piège", address="javascript:alert(1)"),
        link("Piège", address="//ailleurs.example/"),
        link("Piège", address="/\\ailleurs.example/"),
    ],
)
def test_a_link_that_leads_nowhere_safe_is_refused(client, home, national_editor, wrong):
    assert saved(client, main_links=rows(wrong)) == 200
    assert [(found.label, found.url) for found in menus().main] == list(content.MENU)
    assert saved(client, main_links=rows(link("Juste", address="/pratiques/"))) == 302
    assert [found.label for found in menus().main] == ["Juste"]


def test_a_link_leads_to_one_thing(home, privacy):
    with pytest.raises(ValidationError):
        FooterLink(label="Deux", page=privacy, address="/pratiques/").clean()


def test_a_regional_editor_changes_no_menu(client, home):
    client.force_login(make_editor("Hauts-de-France"))
    assert saved(client, main_links=rows(link("À moi", address="/pratiques/"))) == 302
    assert not MainLink.objects.exists()
