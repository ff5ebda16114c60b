"""The screen of a cahier costs as much for two articles as for five; versions read together say what they say alone."""

import pytest
from django.urls import reverse

from publications.domain import whole
from publications.fingerprint import fingerprint
from publications.models import ArticlePage, CahierPage, CahierPiece, ContentAuthor, EditorialRecord
from publications.print.sources import edition
from publications.saved_versions import as_page, read_together
from tests.practices.factories import make_user
from tests.publications.cahiers import make_article, make_cahier, make_image

from .world import BACKEND, read, record_of, sign_with, signed_tool, to_reading

pytestmark = pytest.mark.usefixtures("reference_data")


def ready(page):
    """Signed off in its newest version, as if its readers and authors had said yes."""
    page.refresh_from_db()
    signed = fingerprint(page.latest_revision)
    EditorialRecord.objects.filter(pk=page.pk).update(work_state="ready", signed_hash=signed)


def ready_cahier(number):
    cahier = make_cahier(slug=f"cahier-{number}", themes=["isolement"], territories=["dep-60"])
    articles = []
    for at in range(number):
        article = make_article(cahier, title=f"Article {at}", slug=f"article-{at}", themes=["isolement"], territories=["dep-35", "dep-29"])
        article.author_rows = [ContentAuthor(name="Anne Signe"), ContentAuthor(name="Zoé Signe")]
        article.save_revision()
        articles.append(article)
    cahier.refresh_from_db()
    cahier.pieces = [CahierPiece(page=article, sort_order=at) for at, article in enumerate(articles)]
    cahier.save_revision()
    for page in (cahier, *articles):
        ready(page)
    return cahier


@pytest.mark.parametrize("number", [2, 5])
def test_the_screen_of_a_cahier_asks_as_much_whatever_it_gathers(client, editor, number, django_assert_num_queries):
    cahier = ready_cahier(number)
    client.force_login(editor, backend=BACKEND)
    address = reverse("publications_desk:piece", args=[cahier.pk])
    client.get(address)
    with django_assert_num_queries(71):
        page = client.get(address)
    assert page.content.decode().count("n’est pas encore fait") == number + 2


@pytest.mark.parametrize("number", [1, 4])
def test_its_proof_and_the_screen_of_an_article_ask_as_much_whatever_stands_beside_it(client, editor, number, django_assert_num_queries):
    cahier = ready_cahier(number)
    client.force_login(editor, backend=BACKEND)
    proof, article = f"/gestion/publications/{cahier.pk}/epreuve/", f"/gestion/publications/{ArticlePage.objects.first().pk}/"
    for address, queries in ((proof, 27), (article, 60)):
        client.get(address)
        with django_assert_num_queries(queries):
            assert client.get(address).status_code == 200


@pytest.mark.parametrize("number", [1, 4])
def test_the_screen_of_a_tool_asks_as_much_whoever_signs_and_reads_it(client, editor, number, django_assert_num_queries):
    tool = signed_tool(*(f"Autrice {at}" for at in range(number)))
    to_reading(tool, editor)
    for at in range(number):
        read(tool, editor, email=f"lectrice{at}@essai.example")
    client.force_login(editor, backend=BACKEND)
    client.get(f"/gestion/publications/{tool.pk}/")
    with django_assert_num_queries(49):
        assert client.get(f"/gestion/publications/{tool.pk}/").status_code == 200


def read_both_ways(page):
    """The version as it is read among others, and as Wagtail reads it alone."""
    page.refresh_from_db()
    revision = page.latest_revision
    with read_together([revision]):
        among = as_page(revision)
        told = edition(record_of(page), revision)
        obstacles = among.obstacles()
    alone = revision.as_object()
    assert (told, obstacles) == (edition(record_of(page), revision), alone.obstacles())
    return among, alone


def test_a_version_read_among_others_says_what_it_says_alone(editor):
    cahier = ready_cahier(2)
    for page in (cahier, ArticlePage.objects.first()):
        among, alone = read_both_ways(page)
        assert among.serializable_data() == alone.serializable_data()
        assert (among.url_path, among.path, among.title) == (alone.url_path, alone.path, alone.title)


def test_what_a_version_names_and_is_gone_is_left_out_there_too(editor):
    cahier, image, author = make_cahier(), make_image(), make_user("partie@essai.example")
    article = make_article(cahier, image=image, image_alt="Un banc")
    sign_with(article, "Anne Partie", users={"Anne Partie": author})
    image.delete()
    author.delete()
    among, alone = read_both_ways(article)
    assert (among.image_id, [row.user_id for row in among.author_rows.all()]) == (None, [None])
    assert among.serializable_data() == alone.serializable_data()


def test_a_name_in_the_address_that_a_neighbour_has_is_told_there_too(editor):
    cahier = ready_cahier(2)
    ArticlePage.objects.filter(slug="article-0").update(slug="article-1")
    twin = ArticlePage.objects.get(title="Article 1")
    revision = twin.latest_revision
    with read_together([revision]):
        assert len(as_page(revision).obstacles()) == len(revision.as_object().obstacles()) == 1
    assert len(whole.pieces_of(CahierPage.objects.get(pk=cahier.pk).latest_revision)) == 2
