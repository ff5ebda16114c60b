"""A draft may lack what is asked for; what goes to the editors, on the schedule or to the public may not."""

from datetime import timedelta

import pytest
from django.utils import timezone

from practices.domain.errors import Faulty
from publications.completeness import missing
from publications.domain import schedule, workflow
from publications.models import ContentAuthor, NewsPage, PublicContent
from tests.publications.cahiers import make_article, make_cahier, make_image, stream
from tests.publications.factories import make_news, publish

from .world import revision_id, state

WITHOUT_SOURCE = "Texte, bloc 2 (Figure), Source et crédit : Champ requis."


def without_spaces(words):
    """Without the narrow and unbreakable ones that French asks for."""
    return words.replace("\u202f", " ").replace("\xa0", " ")


def figure(image, source):
    return ("figure", {"image": {"image": image.pk, "alt_text": "Six barres", "decorative": False}, "caption": "Six ans", "source": source})


def test_an_article_says_each_thing_that_it_lacks_and_where(reference_data):
    image = make_image()
    article = make_article(make_cahier(), body=[("text", "<p>Un texte.</p>"), figure(image, "")])
    article.title, article.image = "", image
    article.author_rows = [ContentAuthor(name="Ali Essai"), ContentAuthor(name="", affiliation="CCAS")]
    assert [without_spaces(each) for each in missing(article)] == [
        "Titre : Ce champ ne peut pas être vide.",
        "Texte de remplacement : Dites ce que montre l’image, ou cochez « décorative ».",
        WITHOUT_SOURCE,
        "Nom, ligne 2 : Ce champ ne peut pas être vide.",
    ]


@pytest.mark.parametrize("source", ["", "Observatoire"])
def test_a_figure_without_its_source_does_not_go_to_the_editors(editor, source):
    article = make_article(make_cahier(), body=[("text", "<p>Un texte.</p>"), figure(make_image(), source)])
    if source:
        workflow.submit_content(page_id=article.pk, revision_id=revision_id(article), by=editor)
        assert state(article) == "submitted"
        return
    with pytest.raises(Faulty, match=r"Source et crédit"):
        workflow.submit_content(page_id=article.pk, revision_id=revision_id(article), by=editor)
    assert state(article) == "draft"


@pytest.mark.parametrize("words", ["", "On y va."])
def test_a_quotation_without_words_goes_out_neither_now_nor_later(editor, words):
    news = make_news(body=stream(NewsPage, "body", [("quote", {"text": words, "said_by": "Samira"})]))
    tomorrow = timezone.now() + timedelta(days=1)
    if words:
        schedule.schedule_content(page_id=news.pk, revision_id=revision_id(news), at=tomorrow, by=editor)
        publish(news)
        assert PublicContent.objects.count() == 1
        return
    for go_out in (
        lambda: schedule.schedule_content(page_id=news.pk, revision_id=revision_id(news), at=tomorrow, by=editor),
        lambda: schedule.publish_now(page_id=news.pk, revision_id=revision_id(news), by=editor),
        lambda: publish(news),
    ):
        with pytest.raises(Faulty) as refusal:
            go_out()
        assert without_spaces(str(refusal.value)) == "Texte, bloc 1 (Citation), Propos : Champ requis."
    assert (state(news), PublicContent.objects.count()) == ("draft", 0)
