"""What editors are told of links and images in what is public."""

import pytest

from publications.domain.publication import withdraw_content
from publications.models import PublicContent
from publications.upkeep.findings import Trouble, findings
from tests.practices.factories import make_editor, make_published, make_user

from .cahiers import gather, make_article, make_cahier, make_image
from .factories import make_news, publish

REPORT = "/gestion/contenus/entretien/"


def told(*blocks):
    cahier = make_cahier()
    gather(cahier, make_article(cahier, body=blocks))
    return [(finding.trouble, finding.what) for finding in findings()]


@pytest.mark.parametrize(
    "address",
    [
        "/publications/absent/",
        "/p/op-00000000/",
        "/c/oc-00000000/",
        "/pratiques/bretagne/absente/",
        "/nulle-part/",
        "/publications/faire-groupe/x/",
    ],
)
def test_a_link_of_ours_that_leads_nowhere_is_told(reference_data, address):
    assert told(("text", f'<p><a href="{address}">là</a></p>')) == [(Trouble.LINK, address)]


@pytest.mark.parametrize(
    "address",
    [
        "/publications/faire-groupe/",
        "/publications/faire-groupe/du-guichet/citation.ris",
        "/publications/",
        "/qui-sommes-nous/",
        "/pratiques/?theme=mobilite",
        "https://ailleurs.example/absent/",
        "mailto:nous@exemple.fr",
        "#notes",
    ],
)
def test_a_link_that_leads_somewhere_is_not(reference_data, address):
    assert told(("text", f'<p><a href="{address}">là</a></p>')) == []


def test_a_link_to_a_sheet_holds_as_long_as_the_sheet_is_public(reference_data):
    sheet = make_published(make_user(), make_editor("Hauts-de-France"))
    assert told(("text", f'<p><a href="/p/{sheet.identifier}/">là</a></p>')) == []


def test_a_link_breaks_when_what_it_leads_to_is_taken_off(reference_data, national_editor):
    news = publish(make_news(slug="une-journee"))
    assert told(("text", '<p><a href="/actualites/une-journee/">La journée</a></p>')) == []
    withdraw_content(page_id=news.pk, by=national_editor)
    assert [finding.what for finding in findings()] == ["/actualites/une-journee/"]


def test_images_that_say_nothing_or_that_nobody_sees_are_told(reference_data):
    seen, hidden = make_image(), make_image()
    hidden.collection = hidden.collection.get_root_nodes()[0]
    hidden.title = "Cachée"
    hidden.save()

    def figure(image, alt, decorative=False):
        return ("figure", {"image": {"image": image.pk, "alt_text": alt, "decorative": decorative}, "caption": "C", "source": "S"})

    assert told(figure(seen, "Six barres."), figure(seen, "", decorative=True), figure(hidden, "Un mur.")) == [
        (Trouble.HIDDEN_IMAGE, "Cachée")
    ]
    # Nothing goes out like this any more; some of it did.
    article = PublicContent.objects.get(kind="article")
    article.data["body"][0]["value"]["image"]["alt_text"] = ""
    article.save()
    assert [(finding.trouble, finding.what) for finding in findings()] == [
        (Trouble.NO_ALTERNATIVE, "Essai"),
        (Trouble.HIDDEN_IMAGE, "Cachée"),
    ]


def test_national_editors_read_it_and_nobody_else(client, reference_data, national_editor):
    told(("text", '<p><a href="/nulle-part/">là</a></p>'))
    client.force_login(make_editor("Hauts-de-France"), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(REPORT).status_code == 404
    client.force_login(national_editor, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(REPORT).content.decode()
    assert ("/nulle-part/" in page, "Du guichet à la table" in page) == (True, True)
