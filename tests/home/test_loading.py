"""The first texts: loaded once, followed while nobody touches them, left alone from the first change."""

import re

import pytest
from wagtail.models import Page, Site

from home import content
from home.domain import load_pages
from home.models import HomePage, StandardPage

SLUGS = ["qui-sommes-nous", "relecture-des-fiches", "donnees-ouvertes", "accessibilite", "vos-donnees", "mentions-legales"]


@pytest.fixture
def new_privacy(monkeypatch):
    """What the code says of « Vos données » changes."""
    monkeypatch.setitem(content.PAGES, "vos-donnees", content.PRIVACY | {"intro": "Un texte plus récent."})


def counts(created=0, updated=0, left=0):
    return {"created": created, "updated": updated, "left": left}


def test_the_home_page_takes_the_place_of_the_welcome_page_and_keeps_what_was_below(db):
    welcome = Page.objects.get(depth=2)
    below = welcome.add_child(instance=Page(title="Déjà là", slug="deja-la"))
    assert load_pages() == counts(created=7)
    home = HomePage.objects.get()
    assert Site.objects.get().root_page_id == home.pk
    assert not Page.objects.filter(pk=welcome.pk).exists()
    assert list(home.get_children().values_list("slug", flat=True)) == ["deja-la", *SLUGS]
    below.refresh_from_db()
    assert below.url_path == "/accueil/deja-la/"


def test_loaded_again_nothing_changes(home):
    before = list(Page.objects.order_by("pk").values())
    assert load_pages() == counts()
    assert list(Page.objects.order_by("pk").values()) == before


def test_a_text_that_nobody_edited_follows_the_code(privacy, new_privacy):
    assert load_pages() == counts(updated=1)
    privacy.refresh_from_db()
    assert privacy.intro == "Un texte plus récent."
    assert load_pages() == counts()


def test_a_published_change_is_left(privacy, new_privacy):
    privacy.intro = "Nos mots à nous."
    privacy.save_revision().publish()
    assert load_pages() == counts(left=1)
    privacy.refresh_from_db()
    assert privacy.intro == "Nos mots à nous."


def test_a_draft_of_a_change_is_left(privacy, new_privacy):
    privacy.intro = "Nos mots à nous, bientôt."
    privacy.save_revision()
    assert load_pages() == counts(left=1)
    privacy.refresh_from_db()
    assert privacy.intro == content.PRIVACY["intro"]
    assert privacy.get_latest_revision_as_object().intro == "Nos mots à nous, bientôt."


def test_an_unpublished_page_stays_so(privacy, new_privacy, client):
    privacy.unpublish()
    assert load_pages() == counts(left=1)
    assert client.get("/vos-donnees/").status_code == 404


def test_every_loaded_page_reads_well(home, client):
    for slug in SLUGS:
        page = StandardPage.objects.get(slug=slug)
        response = client.get(f"/{slug}/")
        assert response.status_code == 200
        text = response.content.decode()
        assert text.count("<h1>") == 1
        assert all(block.value in text for block in page.body if block.block_type == "heading" and "’" not in block.value)
        assert page.live and page.show_in_menus


def test_links_of_the_texts_lead_somewhere(home, client):
    pages = "".join(client.get(f"/{slug}/").content.decode() for slug in SLUGS)
    links = set(re.findall(r'href="(/[^"#?]*)"', re.sub(r"(?s)<header.*?</header>|<head>.*?</head>", "", pages)))
    assert {link: client.get(link, follow=True).status_code for link in links} == dict.fromkeys(links, 200)
    assert links >= {f"/{slug}/" for slug in SLUGS}
