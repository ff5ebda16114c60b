"""The text of an article: notes and the way back, plan, figures, tables, what it cites."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from wagtail.blocks import StreamBlockValidationError

from practices.domain.errors import Faulty
from publications.cahiers.blocks import ArticleBlock
from publications.domain.consents import withdraw_consents
from publications.domain.publication import withdraw_content
from publications.models import ArticlePage, ContentAuthor, NewsPage
from tests.practices.factories import make_editor, make_published, make_user

from .cahiers import gather, make_article, make_cahier, make_image, stream
from .factories import make_news, make_voice, publish

ADDRESS = "/publications/faire-groupe/du-guichet/"
NOTES = [
    ("text", "<p>Les chaises [^b], puis les tables[^a] et les chaises encore[^b].</p>"),
    ("note", {"mark": "a", "text": "<p>La note a.</p>"}),
    ("note", {"mark": "b", "text": "<p>La note b.</p>"}),
]


def read(client, *blocks, **values):
    """The page of an article of these blocks, public."""
    cahier = make_cahier()
    gather(cahier, make_article(cahier, body=blocks, **values))
    response = client.get(ADDRESS)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def test_notes_are_numbered_as_they_are_called_and_lead_back_to_each_call(client, reference_data):
    tree = read(client, *NOTES)
    calls = tree.select(".call a")
    assert [(call.get("id"), call.get("href"), call.text) for call in calls] == [
        ("appel-1", "#note-1", "1"),
        ("appel-2", "#note-2", "2"),
        ("appel-1-2", "#note-1", "1"),
    ]
    notes = tree.select(".notes li")
    assert [(note.get("id"), note.select("p")[0].text) for note in notes] == [("note-1", "La note b."), ("note-2", "La note a.")]
    assert [[back.get("href") for back in note.select("a")] for note in notes] == [["#appel-1", "#appel-1-2"], ["#appel-2"]]
    assert "chaises<sup" in str(tree.select(".prose p")[0])


@pytest.mark.parametrize(
    ("blocks", "words"),
    [
        ([("text", "<p>Ici[^1].</p>")], "Le texte appelle la note « 1 », qui n’est pas écrite."),
        ([("note", {"mark": "1", "text": "<p>Seule.</p>"})], "Aucun texte n’appelle la note « 1 »."),
        ([("text", "<p>Ici[^1].</p>"), ("note", {"mark": "1", "text": "<p> </p>"})], "La note « 1 » est vide."),
        ([*NOTES, ("note", {"mark": "a", "text": "<p>Bis.</p>"})], "Deux notes portent le repère « a »."),
    ],
)
def test_a_note_without_its_call_and_a_call_without_its_note_are_refused(reference_data, blocks, words):
    with pytest.raises(StreamBlockValidationError) as refusal:
        ArticleBlock().clean(stream(ArticlePage, "body", blocks))
    assert [message.replace("\N{NO-BREAK SPACE}", " ") for message in refusal.value.non_block_errors] == [words]
    with pytest.raises(Faulty):
        publish(make_article(make_cahier(), body=blocks))


def test_the_plan_leads_to_headings_that_have_the_same_words(client, reference_data):
    tree = read(client, ("heading", "Qui sait"), ("heading", "Qui sait"), ("heading", "Et après ?"), *NOTES, bibliography="Un livre.")
    links = [link.get("href") for link in tree.select(".plan a")]
    assert links == ["#qui-sait", "#qui-sait-2", "#et-apres", "#notes", "#bibliographie", "#citer"]
    assert all(len(tree.select(link)) == 1 for link in links)


def test_a_figure_has_its_alternative_caption_source_and_size(client, reference_data):
    image = make_image(1000, 500)
    value = {"image": {"image": image.pk, "alt_text": "Six barres.", "decorative": False}, "caption": "Présence", "source": "Essai"}
    tree = read(client, ("figure", value))
    shown = tree.select("figure img")[0]
    assert (shown.get("alt"), shown.get("width"), shown.get("height"), shown.get("loading")) == ("Six barres.", "800", "400", "lazy")
    assert " ".join(tree.select("figcaption")[0].get_text().split()) == "Figure 1. Présence Source : Essai"
    widths = [part.split()[1] for part in tree.select("source")[-1].get("srcset").split(", ")]
    assert widths == ["480w", "800w", "1000w"]
    assert b"".join(client.get(shown.get("src")).streaming_content)[8:12] == b"WEBP"


def test_a_figure_without_alternative_is_refused_unless_it_is_decorative(reference_data):
    block = ArticleBlock().child_blocks["figure"]
    value = {"image": {"image": make_image().pk, "alt_text": "", "decorative": True}, "caption": "Présence", "source": "Essai"}
    assert block.clean(block.to_python(value))["image"].decorative
    value["image"]["decorative"] = False
    with pytest.raises(ValidationError):
        block.clean(block.to_python(value))


def test_an_image_of_another_collection_is_not_shown(client, reference_data):
    image = make_image()
    image.collection = image.collection.get_root_nodes()[0]
    image.save()
    value = {"image": {"image": image.pk, "alt_text": "", "decorative": True}, "caption": "Présence", "source": "Essai"}
    assert read(client, ("figure", value)).select("figure") == []


def test_a_table_has_a_caption_and_headings_on_both_sides(client, reference_data):
    value = {"caption": "Sujets", "cells": "Groupe\tPremière\nComptes\t6 < 7", "heads_rows": True, "source": ""}
    table = read(client, ("table", value)).select("table")[0]
    assert table.select("caption")[0].get_text() == "Tableau 1. Sujets"
    assert [(cell.text, cell.get("scope")) for cell in table.select("th")] == [
        ("Groupe", "col"),
        ("Première", "col"),
        ("Comptes", "row"),
    ]
    assert [cell.select("span")[-1].text for cell in table.select("td")] == ["6 < 7"]


@pytest.mark.parametrize("cells", ["Une seule ligne", "A|B\n1", "A|B\n1|2|3", "\n".join("A|B" for _ in range(101))])
def test_a_table_that_is_none_is_refused(reference_data, cells):
    block = ArticleBlock().child_blocks["table"]
    good = {"caption": "Sujets", "cells": "A|B\n1|2", "heads_rows": True, "source": ""}
    assert block.clean(block.to_python(good))["cells"] == "A|B\n1|2"
    with pytest.raises(ValidationError):
        block.clean(block.to_python(good | {"cells": cells}))


def test_an_embedded_voice_is_there_as_long_as_it_is_public(client, reference_data):
    voice = publish(make_voice())
    tree = read(client, ("voice", {"voice": voice.pk}), ("text", "<p>Suite.</p>"))
    assert "Maintenant je descends." in tree.select(".cited-voice")[0].get_text()
    withdraw_consents(page_id=voice.pk)
    left = client.get(ADDRESS).content.decode()
    assert ("Maintenant je descends." in left, "Suite." in left) == (False, True)


def test_authors_stand_with_their_affiliation_and_the_bibliography_line_by_line(client, reference_data):
    cahier = make_cahier()
    article = make_article(cahier, bibliography="Premier livre.\n\nSecond : https://exemple.fr/livre")
    article.author_rows = [ContentAuthor(name="Claire Vasseur", affiliation="Formatrice"), ContentAuthor(name="Yanis Keller")]
    article.save_revision()
    gather(cahier, article)
    tree = BeautifulSoup(client.get(ADDRESS).content, "html.parser")
    assert [" ".join(row.get_text().split()) for row in tree.select(".byline li")] == ["Claire Vasseur Formatrice", "Yanis Keller"]
    assert len(tree.select(".bibliography li")) == 2


def test_hostile_text_stays_text(client, reference_data):
    value = {"caption": "<script>1</script>", "cells": "<b>A</b>|B\n1|2", "heads_rows": True, "source": "<i>x</i>"}
    tree = read(client, ("heading", "<script>2</script>"), ("table", value), ("quote", {"text": "<u>q</u>", "said_by": ""}))
    prose = tree.select(".prose")[0]
    assert prose.select("script, u") == []
    assert [each.text for each in prose.select("b")] == ["Tableau 1."]


def test_an_article_costs_the_same_alone_and_between_eleven_others(client, reference_data, django_assert_num_queries):
    cahier, owner, editor = make_cahier(), make_user(), make_editor("Hauts-de-France")
    voice, sheet = publish(make_voice()), make_published(owner, editor)
    figure = {"image": {"image": make_image().pk, "alt_text": "", "decorative": True}, "caption": "C", "source": "S"}
    body = [("voice", {"voice": voice.pk}), ("sheet", {"identifier": sheet.identifier, "version": None}), ("figure", figure), *NOTES]
    article = make_article(cahier, body=body)
    gather(cahier, article)
    client.get(ADDRESS)
    with django_assert_num_queries(7):
        client.get(ADDRESS)
    others = [make_article(cahier, title=f"Article {number}", slug=f"article-{number}") for number in range(11)]
    gather(cahier, article, *others)
    client.get(ADDRESS)
    with django_assert_num_queries(7):
        assert 'rel="next"' in client.get(ADDRESS).content.decode()


def test_an_article_taken_off_leaves_a_note_and_its_neighbours_close_up(client, reference_data, national_editor):
    cahier = make_cahier()
    articles = [make_article(cahier, title=f"Article {number}", slug=f"article-{number}") for number in range(3)]
    gather(cahier, *articles)
    withdraw_content(page_id=articles[1].pk, by=national_editor, words="Elle est corrigée ailleurs.")
    assert "Elle est corrigée ailleurs." in client.get("/publications/faire-groupe/article-1/").content.decode()
    tree = BeautifulSoup(client.get("/publications/faire-groupe/article-0/").content, "html.parser")
    assert [link.get("href") for link in tree.select(".turn a[rel=next]")] == ["/publications/faire-groupe/article-2/"]


def test_an_image_in_any_other_text_of_the_site_comes_in_several_widths_too(client, reference_data):
    value = {"image": {"image": make_image().pk, "alt_text": "Un mur.", "decorative": False}, "caption": "Un mur"}
    publish(make_news(slug="une-journee", body=stream(NewsPage, "body", [("image", value)])))
    figure = BeautifulSoup(client.get("/actualites/une-journee/").content, "html.parser").select(".prose figure")[0]
    assert (figure.img.get("alt"), figure.img.get("width"), figure.source.get("type")) == ("Un mur.", "800", "image/webp")
