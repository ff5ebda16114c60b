"""The news as anybody reads them: the list that its address narrows, one item, and what leaves by itself."""

import io
import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image as PillowImage
from wagtail.images.models import Image

from core.media import public_collection
from publications.domain.publication import withdraw_content
from publications.models import NewsLink, NewsPage, PublicContent
from tests.practices.factories import make_published, make_user

from .factories import make_news, publish
from .forms import news_form, rows

TODAY = timezone.localdate
ADDRESS = "/actualites/une-journee-d-etude/"


@pytest.fixture
def public_news(reference_data):
    """Publishes a news item: `public_news("Un titre", themes=["mobilite"])`."""

    def make(title, **values):
        return publish(make_news(title=title, **values))

    return make


def text(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def listed(client, query=""):
    return re.findall(r'<li class="teaser">\s*<h2><a href="[^"]*">([^<]*)</a>', text(client.get(f"/actualites/{query}")))


def notices(client, query):
    return re.findall(r'notice--error"[^>]*>\s*<p>([^<]*)</p>', text(client.get(f"/actualites/{query}")))


def counts(client, parameter, query=""):
    choice = rf'name="{parameter}" value="([^"]*)"(?: checked)?> <span>[^<]*</span> <span class="count">([^<]*)<'
    return {value: int(count) for value, count in re.findall(choice, text(client.get(f"/actualites/{query}")))}


def test_the_list_follows_the_dates_that_editors_gave(client, public_news):
    public_news("Ancienne", date=date(2026, 3, 1))
    public_news("Récente", date=date(2026, 11, 2))
    public_news("Entre les deux", date=date(2026, 6, 12))
    assert listed(client) == ["Récente", "Entre les deux", "Ancienne"]


def test_without_a_single_item_the_list_says_so(client, reference_data):
    assert "Pas encore d’actualité." in text(client.get("/actualites/"))


@pytest.fixture
def several(public_news):
    public_news("Trajets", type="event", date=date(2026, 9, 3), themes=["mobilite"], territories=["dep-60"])
    public_news("Emploi", type="law", date=date(2026, 9, 20), themes=["insertion-emploi"])
    public_news("Lille", type="event", date=date(2026, 10, 5), territories=["com-59350"])
    public_news("Bretagne", type="life", date=date(2026, 10, 6), territories=["reg-53"])


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("?type=event", ["Lille", "Trajets"]),
        ("?type=event&type=law", ["Lille", "Emploi", "Trajets"]),
        ("?theme=mobilite", ["Trajets"]),
        ("?theme=insertion-emploi", ["Emploi", "Trajets"]),
        ("?territoire=reg-32", ["Lille", "Trajets"]),
        ("?territoire=anc-31", ["Lille"]),
        ("?territoire=REG-32&type=EVENT&theme=mobilite", ["Trajets"]),
        ("?mois=2026-10", ["Bretagne", "Lille"]),
        ("?mois=2026-10&type=event", ["Lille"]),
        ("?mois=2025-01", []),
        ("?autre=chose", ["Bretagne", "Lille", "Emploi", "Trajets"]),
    ],
)
def test_the_address_narrows_the_list(client, several, query, titles):
    assert listed(client, query) == titles


def test_numbers_of_a_filter_ignore_its_own_choice_and_follow_the_others(client, several):
    assert counts(client, "type") == {"event": 2, "law": 1, "life": 1}
    assert counts(client, "type", "?type=law") == {"event": 2, "law": 1, "life": 1}
    assert counts(client, "type", "?territoire=reg-32") == {"event": 2}
    assert counts(client, "theme") == {"insertion-emploi": 2}
    assert counts(client, "theme", "?theme=insertion-emploi") == {"insertion-emploi": 2, "mobilite": 1}
    assert counts(client, "territoire") == {"reg-53": 1, "reg-32": 2}
    months = re.findall(r'href="/actualites/\?mois=([\d-]+)">[^<]*</a> <span class="count">(\d+)', text(client.get("/actualites/")))
    assert months == [("2026-10", "2"), ("2026-09", "2")]


def test_what_narrows_the_list_can_be_taken_away(client, several):
    page = text(client.get("/actualites/?type=event&territoire=reg-32&mois=2026-10"))
    chips = re.findall(r'class="chip" href="([^"]*)">.*?</span>([^<]*)</a>', page)
    assert [(address.replace("&amp;", "&"), label) for address, label in chips] == [
        ("/actualites/?territoire=reg-32&mois=2026-10", "Événement"),
        ("/actualites/?type=event&mois=2026-10", "Hauts-de-France"),
        ("/actualites/?type=event&territoire=reg-32", "octobre 2026"),
    ]


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ("?type=fete", ["fete", "Type"]),
        ("?theme=inconnu", ["inconnu", "Thème"]),
        ("?territoire=reg-999", ["reg-999", "Territoire"]),
        ("?territoire=%00", None),
        ("?theme=a%00b", ["a b"]),
        ("?mois=2026-13", ["2026-13"]),
        ("?mois=%D9%A2%D9%A0%D9%A2%D9%A6-01", ["٢٠٢٦-01"]),
        ("?page=x", ["x", "1"]),
        ("?page=99", ["99", "1"]),
        ("?page=" + "9" * 400, ["999…"]),
        ("?type=" + "a" * 3000, ["aaa…"]),
    ],
)
def test_unknown_values_are_reported(client, several, query, parts):
    found = notices(client, query)
    assert len(found) == (0 if parts is None else 1)
    assert all(part in found[0] for part in parts or [])
    assert len(listed(client, query)) == 4


def test_pages_keep_what_narrows_the_list(client, public_news, monkeypatch):
    monkeypatch.setattr("publications.news.list.NEWS_A_PAGE", 2)
    for day in (1, 2, 3, 4, 5):
        public_news(f"Jour {day}", type="event", date=date(2026, 10, day))
    assert listed(client, "?type=event&page=3") == ["Jour 1"]
    assert 'href="/actualites/?type=event&amp;page=2"' in text(client.get("/actualites/?type=event"))


@pytest.mark.parametrize("number", [1, 12])
def test_the_list_costs_as_many_queries_whatever_it_holds(client, public_news, django_assert_num_queries, number):
    for index in range(number):
        public_news(f"Actualité {index}", themes=["mobilite"], territories=["com-59350"])
    client.get("/actualites/")
    with django_assert_num_queries(5):
        assert len(listed(client)) == number


@pytest.mark.parametrize("number", [1, 12])
def test_an_item_costs_as_many_queries_whatever_goes_with_it(client, public_news, django_assert_num_queries, number):
    others = [public_news(f"Actualité {index}", themes=["mobilite"]) for index in range(number)]
    item = make_news(slug="une-journee-d-etude", themes=["mobilite"])
    item.links = [NewsLink(identifier=other.record.identifier) for other in others]
    item.save_revision()
    publish(item)
    client.get(ADDRESS)
    with django_assert_num_queries(3):
        page = text(client.get(ADDRESS))
    links = page.partition('id="a-lire"')[2].partition("</section>")[0]
    assert links.count("<li>") == number
    assert page.count('class="teaser"') == min(number, 3)


def test_an_item_says_what_when_where_and_from_whom(client, public_news):
    public_news(
        "Une journée d’étude",
        slug="une-journee-d-etude",
        type="event",
        date=date(2026, 11, 20),
        happens_on=date(2026, 12, 12),
        happens_until=date(2026, 12, 13),
        place="Lille, maison de quartier",
        source="L’école du travail social",
        source_url="https://ecole.example/journee",
        body=[("text", "<p>À <b>Lille</b>.</p>")],
    )
    page = text(client.get(ADDRESS)).replace("\xa0", " ")
    assert "<b>Lille</b>" in page
    assert "20 novembre 2026</time>" in page
    assert re.findall(r"<dt>([^<]*)</dt><dd>([^<]*)</dd>", page) == [
        ("Quand", "du 12 décembre 2026 au 13 décembre 2026"),
        ("Où", "Lille, maison de quartier"),
    ]
    assert '<a href="https://ecole.example/journee" rel="external noreferrer">L’école du travail social</a>' in page


def test_its_image_comes_in_several_widths_with_its_alternative(client, reference_data):
    buffer = io.BytesIO()
    PillowImage.new("RGB", (1000, 600)).save(buffer, "PNG")
    image = Image.objects.create(title="Essai", file=ImageFile(buffer, name="essai.png"), collection=public_collection())
    publish(make_news(slug="une-journee-d-etude", image=image, image_alt="Des mains qui tissent", image_credit="L’équipe"))
    page = text(client.get(ADDRESS))
    widths = re.findall(r" (\d+)w", re.search(r'type="image/webp" srcset="([^"]*)"', page)[1])
    assert widths == ["480", "800", "1000"]
    assert 'alt="Des mains qui tissent"' in page
    assert "L’équipe</figcaption>" in page


def test_an_item_leaves_the_lists_after_its_last_day_and_keeps_its_address(client, public_news):
    news = public_news("Une journée d’étude", slug="une-journee-d-etude", date=date(2026, 1, 5), expires_on=TODAY())
    assert listed(client) == ["Une journée d’étude"]
    assert "Cette actualité valait" not in text(client.get(ADDRESS))
    NewsPage.objects.get(pk=news.pk)
    news.expires_on = TODAY() - timedelta(days=1)
    news.save_revision()
    publish(news)
    assert listed(client) == []
    assert "<entry>" not in text(client.get("/flux/actualites.xml"))
    assert "Cette actualité valait jusqu’au" in text(client.get(ADDRESS))


def test_what_goes_with_an_item_is_what_the_public_reads_today(client, public_news, national_editor):
    other = public_news("Une autre")
    sheet = make_published(make_user(), national_editor)
    item = make_news(slug="une-journee-d-etude")
    item.links = [NewsLink(identifier=sheet.identifier), NewsLink(identifier=other.record.identifier)]
    item.save_revision()
    publish(item)
    names = re.findall(r'<li><a href="[^"]*">([^<]*)</a> <span class="small soft">', text(client.get(ADDRESS)))
    assert names == ["Le banc des parents", "Une autre"]
    withdraw_content(page_id=other.pk, by=national_editor)
    assert "Une autre" not in text(client.get(ADDRESS))


def test_an_address_copied_from_the_browser_names_a_sheet_or_a_content(public_news, national_editor):
    news = public_news("Une journée d’étude", slug="une-journee-d-etude")
    sheet = make_published(make_user(), national_editor)
    path = PublicContent.objects.get().path
    for typed, expected in (
        (f"https://observatoire.example{path}?page=2#haut", news.record.identifier),
        (f" {news.record.identifier.upper()} ", news.record.identifier),
        (f"https://observatoire.example/c/{news.record.identifier}/", news.record.identifier),
        (sheet.get_absolute_url(), sheet.identifier),
        (f"/p/{sheet.identifier}/", sheet.identifier),
    ):
        link = NewsLink(news=news, identifier=typed)
        link.clean()
        assert link.identifier == expected
    for typed in ("op-00000000", "https://ailleurs.example/", "/actualites/", "n’importe quoi", "\x00", ""):
        with pytest.raises(ValidationError):
            NewsLink(news=news, identifier=typed).clean()


def test_the_editor_refuses_what_goes_nowhere_and_days_that_go_backwards(client, national_editor):
    client.force_login(national_editor)
    news = make_news()
    address = f"/gestion/pages/{news.pk}/edit/"
    for wrong in (
        {"links": rows({"identifier": "/actualites/nulle-part/"})},
        {"happens_on": "2026-12-12", "happens_until": "2026-12-11"},
        {"happens_until": "2026-12-11"},
        {"expires_on": "2026-11-19"},
    ):
        assert client.post(address, news_form(**wrong, **{"action-publish-content": "1"})).status_code == 200
    assert not PublicContent.objects.exists()
    right = {"links": rows({"identifier": f"/c/{news.record.identifier}/"}), "happens_on": "2026-12-12", "expires_on": "2026-12-12"}
    assert client.post(address, news_form(**right, **{"action-publish-content": "1"})).status_code == 302
    assert PublicContent.objects.get().data["related"] == [news.record.identifier]
