"""What editors are told of their sentences."""

import pytest
from django.urls import reverse

from publications.editor.reading_level import Lengths, lengths, sentences, words
from publications.models import ArticlePage
from tests.practices.factories import make_editor
from tests.publications.cahiers import make_article, make_cahier
from tests.publications.factories import make_news, make_voice

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LONG = "Nous avons " + "posé des chaises et " * 9 + "attendu."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Il pleut. Personne ne vient. On attend.", ["Il pleut.", "Personne ne vient.", "On attend."]),
        ("M. Diallo est venu. Mme Roy aussi.", ["M. Diallo est venu.", "Mme Roy aussi."]),
        ("Le Dr Petit et J.-P. Martin l’ont lu.", ["Le Dr Petit et J.-P. Martin l’ont lu."]),
        ("Voir art. 3 et p. 12, cf. Goffman.", ["Voir art. 3 et p. 12, cf. Goffman."]),
        ("Des chaises, du café, etc. sont là.", ["Des chaises, du café, etc. sont là."]),
        ("On a tout : chaises, café, etc. Rien ne manque.", ["On a tout : chaises, café, etc.", "Rien ne manque."]),
        ("On hésite… puis on entre. Et là… Personne.", ["On hésite… puis on entre.", "Et là…", "Personne."]),
        ("« Pourquoi\u202f? » demande-t-elle. « Parce que. »", ["« Pourquoi\u202f? » demande-t-elle.", "« Parce que. »"]),
        ("Elle dit : « Je descends\u00a0! » Il rit.", ["Elle dit : « Je descends\u00a0! »", "Il rit."]),
        ("Cela coûte 3.50 euros, soit 1.2 % du budget.", ["Cela coûte 3.50 euros, soit 1.2 % du budget."]),
        ("C’était en 2019. Deux ans plus tard, rien.", ["C’était en 2019.", "Deux ans plus tard, rien."]),
        ("1. Poser les chaises. 2. Attendre.", ["1. Poser les chaises.", "2. Attendre."]),
        ("(Ils sont partis.) Nous restons", ["(Ils sont partis.)", "Nous restons"]),
        ("Vraiment ?! Oui. — Non.", ["Vraiment ?!", "Oui.", "— Non."]),
        ("   ", []),
    ],
)
def test_sentences_of_french(text, expected):
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [("L’accueil de jour est ouvert.", 5), ("« L’aller-vers » : on y va !", 4), ("— Non.", 1), ("…", 0)],
)
def test_words_are_counted_as_a_word_processor_does(sentence, expected):
    assert len(words(sentence)) == expected


@pytest.fixture
def article(reference_data):
    body = [
        ("heading", "Un titre qui ne compte pas."),
        ("text", "<h3>Non plus.</h3><p>Il pleut.[^1] On attend <b>encore</b>.</p><ul><li>Des chaises</li><li>Du café</li></ul>"),
        ("text", f"<p>{LONG}</p>"),
        ("quote", {"text": "Une citation. Deux phrases.", "said_by": ""}),
    ]
    return make_article(make_cahier(), summary="Un résumé.", body=body)


def test_the_running_text_is_counted_and_nothing_else(article):
    assert lengths(article) == Lengths(sentences=6, mean=8, long=1, longest=[(39, LONG)])
    assert lengths(article).long_share == 17


def test_the_longest_come_first_and_are_three_at_most(article):
    several = " ".join(f"Ici {'il y a ' * number}du monde." for number in (7, 9, 8, 10))
    article.body = ArticlePage._meta.get_field("body").stream_block.to_python([{"type": "text", "value": f"<p>{several}</p>"}])
    assert [number for number, _sentence in lengths(article).longest] == [33, 30, 27]
    assert lengths(article).long == 1


def test_a_page_without_text_has_no_lengths(reference_data):
    assert lengths(make_news()) is None


def told(client, page) -> str:
    client.force_login(make_editor(None), backend=BACKEND)
    """The page editor's page, its spaces of every width as one ordinary space."""
    return " ".join(client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode().split())


def test_the_checks_beside_the_editor_say_it_of_the_saved_draft(client, article):
    shown = told(client, article)
    assert "D’après le dernier enregistrement : 6 phrases, 8 mots chacune en moyenne. 1 dépasse 30 mots (17 %)." in shown.replace(
        "\u202f", " "
    ).replace("\xa0", " ")
    assert LONG in shown
    assert "data-content-readability-score" in shown


def test_the_words_of_a_person_are_not_to_be_rewritten(client, reference_data):
    assert "on ne les récrit pas sans elle" in told(client, make_voice())


def test_other_pages_say_nothing_of_it(client, reference_data):
    from home.models import HomePage

    assert 'id="reading-level"' not in told(client, HomePage.objects.get())
