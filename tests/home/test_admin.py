"""Editorial pages in the admin: national editors keep them; no page of the sheets' tree is made by hand."""

import io

import pytest
from django.core.files.images import ImageFile
from PIL import Image as PillowImage
from wagtail.images.models import Image
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from core.media import public_collection
from home.models import HomePage, StandardPage
from practices.models import PracticeIndexPage, RegionPage
from tests.practices.factories import make_editor, make_user
from tests.search.factories import make_practice


@pytest.fixture
def picture(reference_data):
    buffer = io.BytesIO()
    PillowImage.new("RGB", (40, 30)).save(buffer, "PNG")
    buffer.seek(0)
    return Image.objects.create(title="Essai", file=ImageFile(buffer, name="essai.png"), collection=public_collection())


def submitted(blocks, **fields):
    return nested_form_data(
        {
            "title": "Nos partenaires",
            "slug": "partenaires",
            "intro": "",
            "search_description": "",
            "seo_title": "",
            "show_in_menus": "on",
            "body": streamfield(blocks),
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": ""},
            "action-publish": "1",
            **fields,
        }
    )


def add_page(client, home, blocks, **fields):
    return client.post(f"/gestion/pages/add/home/standardpage/{home.pk}/", submitted(blocks, **fields))


def image_block(image, alt="", decorative=""):
    return ("image", {"image": {"image": image.pk, "alt_text": alt, "decorative": decorative}, "caption": ""})


def test_a_national_editor_publishes_a_page_of_text_and_the_footer_names_it(client, home, national_editor, picture):
    blocks = [
        ("heading", "Avec qui"),
        ("text", rich_text("<p>Des <b>départements</b>.</p>")),
        ("quote", {"text": "On apprend ensemble.", "said_by": "Une partenaire"}),
        image_block(picture, alt="Des mains qui tissent"),
    ]
    assert add_page(client, home, blocks).status_code == 302
    page = client.get("/partenaires/").content.decode()
    assert "<h2>Avec qui</h2>" in page
    assert "<b>départements</b>" in page
    assert "Une partenaire" in page
    assert 'alt="Des mains qui tissent"' in page
    assert '<a href="/partenaires/">Nos partenaires</a>' in client.get("/vos-donnees/").content.decode()


def test_an_image_needs_an_alternative_unless_it_is_decorative(client, home, national_editor, picture):
    assert add_page(client, home, [image_block(picture)]).status_code == 200
    assert not StandardPage.objects.filter(slug="partenaires").exists()
    assert add_page(client, home, [image_block(picture, decorative="on")]).status_code == 302
    assert 'alt=""' in client.get("/partenaires/").content.decode()


def test_a_regional_editor_publishes_no_page_of_text(client, home):
    client.force_login(make_editor("Hauts-de-France"))
    add_page(client, home, [])
    assert not StandardPage.objects.filter(slug="partenaires").exists()


@pytest.mark.parametrize("superuser", [False, True])
def test_only_pages_of_text_are_made_by_hand(home, superuser):
    editor = make_user(is_superuser=True) if superuser else make_editor(None)
    places = [Page.get_first_root_node(), home, *StandardPage.objects.all(), *PracticeIndexPage.objects.all(), *RegionPage.objects.all()]
    offered = {place.slug: models for place in places if (models := creatable(place, editor))}
    assert offered == {"accueil": [StandardPage]}


def creatable(place, editor):
    """What the admin offers this person to make there."""
    if not place.permissions_for_user(editor).can_add_subpage():
        return []
    return [model for model in type(place).creatable_subpage_models() if model.can_create_at(place)]


def test_the_home_page_is_edited_in_french(client, home, national_editor):
    page = client.get(f"/gestion/pages/{home.pk}/edit/").content.decode()
    labels = ["Haut de la page", "Accroche", "Chapeau", "Rubriques"]
    assert [label for label in labels if label in page] == labels
    assert HomePage.objects.count() == 1


def compose(client, home, *sections):
    """Publishes the home page with these sections from its editor."""
    fields = {
        "title": "Accueil",
        "slug": home.slug,
        "headline": "Une accroche",
        "lead": "Un chapeau.",
        "sections": streamfield(sections),
        "search_description": "",
        "seo_title": "",
        "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": ""},
        "action-publish": "1",
    }
    return client.post(f"/gestion/pages/{home.pk}/edit/", nested_form_data(fields)).status_code


def test_a_national_editor_composes_the_home_page(client, home, national_editor):
    practice = make_practice(title="Le jardin")
    items = {"count": 1, "0": {"value": {"reference": f"https://observatoire.example/p/{practice.identifier}/", "reason": ""}}}
    items["0"] |= {"type": "item", "order": 0, "deleted": "", "id": ""}
    chosen = ("chosen", {"heading": "À lire", "items": items})
    call = ("call", {"heading": "Racontez", "text": "Un quart d’heure."})
    assert compose(client, home, chosen, call) == 302
    home.refresh_from_db()
    assert [block.block_type for block in home.sections] == ["chosen", "call"]
    assert home.sections[0].value["items"][0]["reference"] == practice.identifier
    assert "Le jardin" in client.get("/").content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        ("theme", {"theme": "inconnu", "words": "", "number": 3}),
        ("territory", {"territory": "com-59350", "words": "", "number": 3}),
        ("latest_sheets", {"heading": "Fiches", "number": 500}),
        ("contents", {"heading": "", "kind": "news", "number": 3}),
    ],
)
def test_a_section_that_says_nothing_is_refused(client, home, national_editor, wrong):
    right = ("theme", {"theme": "isolement", "words": "", "number": 3})
    assert compose(client, home, wrong) == 200
    assert compose(client, home, right) == 302
    home.refresh_from_db()
    assert [block.value["theme"] for block in home.sections] == ["isolement"]


def test_a_regional_editor_composes_nothing(client, home):
    client.force_login(make_editor("Hauts-de-France"))
    compose(client, home, ("call", {"heading": "Racontez", "text": "Un quart d’heure."}))
    home.refresh_from_db()
    assert len(home.sections) > 1


def test_no_page_of_text_can_be_hidden_behind_a_password(privacy):
    assert (privacy.private_page_options, HomePage.private_page_options) == ([], [])
