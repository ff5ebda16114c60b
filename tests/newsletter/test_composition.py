"""What a letter says: what is public at that moment, to whom it concerns, in a few tags of ours."""

import pytest
from django.conf import settings

from newsletter.composition import Composition, Links
from newsletter.queries import recipients
from newsletter.rich import rich
from newsletter.segments import Segment
from publications.domain.publication import withdraw_content
from publications.models import EditorialRecord
from tests.practices.factories import make_editor, make_published, make_user
from themes.models import Theme

from .factories import draft_news, heading, make_issue, make_reader, public, published_news, text

pytestmark = pytest.mark.usefixtures("reference_data")

LINKS = Links("https://site.example/choix/", "https://site.example/stop/")


def identifier(page):
    return EditorialRecord.objects.get(page=page).identifier


def drawn(issue, wish=None):
    letter = Composition(issue).letter(wish, LINKS)
    return letter.html, letter.text


def test_a_letter_holds_its_parts_in_order_in_html_and_in_plain_text():
    sheet = make_published(make_user(), make_editor())
    news = published_news("Une journée à Lille", summary="Ce que disent les habitants.")
    issue = make_issue(text("Bonjour."), heading("À lire"), public(sheet.identifier), public(identifier(news), "À ne pas manquer."))
    for said in drawn(issue):
        places = [said.index(words) for words in ("Bonjour.", "À lire", "Le banc des parents", "Une journée à Lille", "À ne pas manquer.")]
        assert places == sorted(places)
        assert f"{settings.SITE_URL}/pratiques/hauts-de-france/" in said
        assert "Ce que disent les habitants." not in said.split("À lire")[1]
        assert LINKS.stop in said
        assert LINKS.preferences in said


def test_what_is_not_public_is_neither_named_nor_linked(editor):
    gone, draft = published_news("Un secret retiré"), draft_news("Un secret en brouillon")
    issue = make_issue(text("Bonjour."), heading("À lire"), public(identifier(gone)), public(identifier(draft)))
    assert "Un secret retiré" in drawn(issue)[0]
    withdraw_content(page_id=gone.pk, by=editor)
    composition = Composition(issue)
    assert composition.missing == [identifier(gone), identifier(draft)]
    for said in drawn(issue):
        assert "secret" not in said
        assert "À lire" not in said


def test_a_saved_text_that_was_not_published_is_not_told():
    news = published_news("Ce qui est public")
    news.title = "Un secret"
    news.save_revision()
    assert "secret" not in "".join(drawn(make_issue(public(identifier(news)))))


def test_each_subscriber_reads_the_parts_that_concern_her():
    issue = make_issue(
        text("Pour tout le monde."),
        text("Sur le logement.", themes=["logement-habitat"]),
        text("Dans le Nord.", regions=["reg-32"]),
        text("Le logement en Bretagne.", themes=["logement-habitat"], regions=["reg-53"]),
    )

    def read(themes=(), regions=()):
        said = drawn(issue, Segment(frozenset(themes), frozenset(regions)))[1]
        return [words for words in ("tout le monde", "Sur le logement", "Dans le Nord", "en Bretagne") if words in said]

    assert read() == ["tout le monde", "Sur le logement", "Dans le Nord", "en Bretagne"]
    assert read(themes=["insertion-emploi"]) == ["tout le monde", "Dans le Nord"]
    assert read(regions=["reg-53"]) == ["tout le monde", "Sur le logement", "en Bretagne"]
    assert read(["logement-habitat"], ["reg-11"]) == ["tout le monde", "Sur le logement"]


def test_the_number_of_recipients_counts_those_who_would_read_something():
    everything = make_reader("tout@essai.example")
    housing = make_reader("logement@essai.example", themes=["logement-habitat"])
    north = make_reader("nord@essai.example", themes=["insertion-emploi"], regions=["reg-32"])
    make_reader("pas-confirmee@essai.example", confirmed=False)

    def who(*parts, **addressed):
        return set(recipients(Composition(make_issue(*parts, **addressed))))

    assert who() == {everything, housing, north}
    assert who(themes=["logement-habitat"]) == {everything, housing}
    assert who(regions=["reg-53"]) == {everything, housing}
    assert who(heading("Titre"), text("Logement", themes=["logement-habitat"]), text("Bretagne", regions=["reg-53"])) == {
        everything,
        housing,
    }
    assert who(heading("Rien que des titres")) == set()
    assert who(public("oc-00000000")) == set()


def test_a_theme_that_was_merged_or_moved_counts_as_what_it_is_now():
    old = Theme.objects.create(name="Ancien", slug="ancien-theme", successor=Theme.objects.get(slug="mobilite"))
    reader = make_reader(themes=[old.slug])
    issue = make_issue(text("Insertion", themes=["insertion-emploi"]))
    assert list(recipients(Composition(issue))) == [reader]
    assert not recipients(Composition(make_issue(text("Logement", themes=["logement-habitat"])))).exists()


def test_of_a_voice_only_the_title_goes_out(national_voice):
    for said in drawn(make_issue(public(national_voice))):
        assert "La parole de Samira" in said
        assert "Ce qui ne sort pas du site" not in said


@pytest.fixture
def national_voice():
    """The public record as it stands once a voice with her consent is published."""
    from publications.models import PublicContent

    data = {
        "id": "oc-vvvvvvvv",
        "kind": "voice",
        "url": "/paroles/samira/",
        "title": "La parole de Samira",
        "summary": "Ce qui ne sort pas du site.",
        "territories": [],
    }
    from django.utils import timezone

    now = timezone.now()
    PublicContent.objects.create(
        identifier=data["id"], kind="voice", path=data["url"], title=data["title"], data=data, filters={}, version=1, content_hash="x",
        first_published_at=now, updated_at=now,
    )  # fmt: skip
    return data["id"]


@pytest.mark.parametrize(
    ("source", "html", "plain"),
    [
        ('<p onclick="x()">Un <b>mot</b></p>', "<p>Un <b>mot</b></p>", "Un mot"),
        ("<script>alert(1)</script><p>Un</p>", "alert(1)<p>Un</p>", "alert(1)Un"),
        ('<p><a href="javascript:alert(1)">Un</a></p>', "<p>Un</p>", "Un"),
        (
            '<p><a href="https://a.example/?b&amp;c">Un</a></p>',
            '<p><a href="https://a.example/?b&amp;c">Un</a></p>',
            "Un (https://a.example/?b&c)",
        ),
        ('<p><a href="https://a.example/&quot; onclick=x">Un</a></p>', None, None),
        ("<ul><li>Un</li><li>Deux</li></ul>", "<ul><li>Un</li><li>Deux</li></ul>", "- Un\n- Deux"),
        ("<ol><li>Un</li><li>Deux</li></ol>", "<ol><li>Un</li><li>Deux</li></ol>", "1. Un\n2. Deux"),
        ("<p>Un<p><b>Deux", "<p>Un<p><b>Deux</b></p></p>", "UnDeux"),
        ("</p></b><p>a &lt;b&gt; c</p>", "<p>a &lt;b&gt; c</p>", "a <b> c"),
        ('<p><a linktype="page" id="999999">Un</a><a linktype="page" id="x">Deux</a></p>', "<p>UnDeux</p>", "UnDeux"),
    ],
)
def test_what_editors_write_comes_out_in_tags_of_ours_alone(source, html, plain):
    written = rich(source)
    if html is None:
        assert written.page == '<p><a href="https://a.example/&quot; onclick=x">Un</a></p>'
        return
    assert (written.page, written.text) == (html, plain)
    assert "onclick" not in written.mail and "<script" not in written.mail


def test_a_link_to_a_page_that_is_not_public_is_words_alone(editor):
    live, hidden = published_news("Publique"), draft_news("Cachée")
    written = rich(f'<p><a linktype="page" id="{live.pk}">Un</a> <a linktype="page" id="{hidden.pk}">Deux</a></p>')
    assert written.text == f"Un ({settings.SITE_URL}/actualites/{live.slug}/) Deux"
    assert hidden.slug not in written.page


def test_a_title_with_signs_of_html_stays_a_title():
    news = published_news('Le <b>banc</b> & "les" <script>alert(1)</script>')
    html, plain = drawn(make_issue(public(identifier(news))))
    assert "<script>" not in html
    assert "&lt;b&gt;banc" in html
    assert "<b>banc</b> & " in plain


def test_the_mail_loads_nothing_and_tells_nobody_that_it_was_read():
    news = published_news()
    html, _text = drawn(make_issue(text("<p>Voir <a href='https://ailleurs.example/x'>là</a></p>"), public(identifier(news))))
    for word in ("<img", "<script", "<link", "url(", "background-image", "@import"):
        assert word not in html
    assert 'href="https://ailleurs.example/x"' in html


def test_the_letters_of_a_batch_cost_the_same_queries_for_one_part_and_for_five(django_assert_num_queries):
    pages = [identifier(published_news(f"Nouvelle {number}")) for number in range(5)]
    for parts in (pages[:1], pages):
        issue = make_issue(*(public(one) for one in parts))
        with django_assert_num_queries(2):
            composition = Composition(issue)
            for _reader in range(3):
                composition.letter(Segment(), LINKS)
