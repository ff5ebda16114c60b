"""The sections that national editors compose the home page of: what each shows, what it costs, and what it leaves out."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from publications.domain.publication import withdraw_content
from search import engine
from search.breaker import breaker
from search.rebuild import rebuild
from tests.publications.factories import make_news, make_voice, publish
from tests.search.factories import make_practice

TODAY = timezone.localdate()
EVERY_SECTION = [
    ("latest_sheets", {"heading": "Dernières fiches", "number": 6}),
    ("contents", {"heading": "Actualités", "kind": "news", "number": 12}),
    ("contents", {"heading": "Paroles", "kind": "voice", "number": 3}),
    ("dates", {"heading": "Rendez-vous", "number": 12}),
    ("theme", {"theme": "lien-social", "words": "", "number": 3}),
    ("theme", {"theme": "rsa", "words": "", "number": 3}),
    ("territory", {"territory": "reg-32", "words": "", "number": 3}),
    ("themes", {"heading": "Par thème"}),
    ("numbers", {"heading": "En chiffres", "numbers": [{"measure": "departments", "words": "départements", "link": ""}]}),
    ("numbers", {"heading": "Aussi", "numbers": [{"measure": "voice", "words": "paroles", "link": "/paroles/"}]}),
    ("call", {"heading": "Racontez", "text": "Un quart d’heure."}),
]


@pytest.fixture
def compose(home):
    """Publishes a home page of these sections."""

    def make(*sections):
        home.sections = list(sections)
        home.save_revision().publish()

    return make


@pytest.fixture
def sheets(elasticsearch, settings, home):
    """Makes public sheets, all of them in the engine."""
    settings.ELASTICSEARCH_INDEX_PREFIX = f"{settings.ELASTICSEARCH_INDEX_PREFIX}-home"
    breaker.close()

    def make(*several):
        made = [make_practice(**fields) for fields in several]
        rebuild()
        elasticsearch.indices.refresh(index=engine.alias())
        return made

    return make


def page(client):
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode()


def headings(client):
    return re.findall(r'<h2 id="partie-\d+">(?:<a[^>]*>)?([^<]*)', page(client))


def section(client, heading):
    """The text of one section."""
    found = [part for part in page(client).split('<section class="band')[1:] if re.search(rf"<h2[^>]*>(?:<a[^>]*>)?{heading}<", part)]
    return found[0].partition("</section>")[0]


def titles(client, heading):
    return re.findall(r"<h3><a[^>]*>([^<]*)</a></h3>", section(client, heading))


@pytest.mark.parametrize("number", [1, 12])
def test_every_section_together_costs_one_request_and_few_queries(client, compose, sheets, monkeypatch, django_assert_num_queries, number):
    [sheet, *_] = sheets(*[{"title": f"Fiche {index}", "theme": "rsa"} for index in range(number)])
    news = [publish(make_news(title=f"Actualité {index}", happens_on=TODAY)) for index in range(number)]
    publish(make_voice())
    chosen = [{"reference": reference, "reason": ""} for reference in (sheet.identifier, *(item.record.identifier for item in news))]
    compose(*EVERY_SECTION, ("chosen", {"heading": "À lire", "items": chosen[:12]}))
    page(client)
    requests = []
    transport = engine.client().transport
    perform = transport.perform_request
    monkeypatch.setattr(transport, "perform_request", lambda *args, **options: requests.append(args) or perform(*args, **options))
    with django_assert_num_queries(7):
        drawn = page(client)
    assert len(requests) == 1
    assert drawn.count("Actualité 0") == 3
    assert len(titles(client, "Rendez-vous")) == number


def test_sections_stand_in_the_order_of_the_editors(client, compose, sheets):
    sheets({})
    compose(*[each for each in reversed(EVERY_SECTION) if each[0] in ("call", "latest_sheets", "themes")])
    assert headings(client) == ["Racontez", "Par thème", "Dernières fiches"]


def test_one_that_has_nothing_to_show_is_left_out(client, compose, sheets):
    sheets()
    compose(*EVERY_SECTION)
    assert headings(client) == ["Par thème", "Racontez"]


def test_a_theme_and_a_territory_show_their_newest_sheets_and_how_many_there_are(client, compose, sheets):
    sheets(
        *[{"title": f"Lien {index}", "theme": "isolement", "territories": ["dep-60"]} for index in range(4)],
        {"title": "Emploi", "theme": "rsa", "territories": ["iso-ca-qc"]},
    )
    compose(EVERY_SECTION[4], EVERY_SECTION[6])
    assert titles(client, "Lien social et vie locale") == ["Lien 3", "Lien 2", "Lien 1"]
    assert titles(client, "Hauts-de-France") == ["Lien 3", "Lien 2", "Lien 1"]
    assert "Voir les 4 fiches" in section(client, "Lien social et vie locale")
    assert 'href="/territoires/reg-32/"' in section(client, "Hauts-de-France")


def test_without_an_engine_they_show_the_same(client, compose, home):
    make_practice(title="Le jardin", theme="isolement")
    compose(EVERY_SECTION[0], EVERY_SECTION[4])
    assert titles(client, "Dernières fiches") == titles(client, "Lien social et vie locale") == ["Le jardin"]


def test_news_stand_by_their_own_date_and_dates_by_the_day_that_comes(client, compose, home):
    for title, day, happens in (("A", 3, 9), ("B", 1, 2), ("C", 2, None), ("D", 4, -1)):
        happens_on = TODAY + timedelta(days=happens) if happens is not None else None
        publish(make_news(title=title, date=TODAY - timedelta(days=day), happens_on=happens_on))
    publish(make_news(title="E", date=TODAY, happens_on=TODAY - timedelta(days=2), happens_until=TODAY, place="Lille"))
    compose(("contents", {"heading": "Actualités", "kind": "news", "number": 3}), EVERY_SECTION[3])
    assert titles(client, "Actualités") == ["E", "B", "C"]
    assert titles(client, "Rendez-vous") == ["E", "B", "A"]
    assert ", Lille</p>" in section(client, "Rendez-vous")


def test_what_was_chosen_and_left_the_public_is_not_shown(client, compose, home, national_editor):
    kept, gone = [publish(make_news(title=title)) for title in ("Gardée", "Retirée")]
    sheet = make_practice(title="Le jardin")
    chosen = [(gone.record.identifier, ""), (sheet.identifier, "Pour ses étapes."), (kept.record.identifier, "")]
    compose(("chosen", {"heading": "À lire", "items": [{"reference": name, "reason": reason} for name, reason in chosen]}))
    assert titles(client, "À lire") == ["Retirée", "Le jardin", "Gardée"]
    assert "Pour ses étapes." in section(client, "À lire")
    withdraw_content(page_id=gone.pk, by=national_editor)
    assert titles(client, "À lire") == ["Le jardin", "Gardée"]


def test_numbers_are_those_of_the_site_and_zero_is_not_told(client, compose, sheets):
    sheets({"territories": ["dep-60"]}, {"territories": ["dep-60"]}, {"territories": ["dep-59"]})
    publish(make_voice())
    measures = ("sheets", "departments", "regions", "voice", "tool")
    compose(("numbers", {"heading": "En chiffres", "numbers": [{"measure": name, "words": name, "link": ""} for name in measures]}))
    found = re.findall(r'figures__number">([^<]*)</p><p>([^<]*)', section(client, "En chiffres"))
    assert found == [("3", "sheets"), ("2", "departments"), ("1", "regions"), ("1", "voice")]


def test_a_theme_that_was_replaced_shows_what_stands_in_its_place(client, compose, sheets):
    from themes.models import Theme

    sheets({"title": "Emploi", "theme": "rsa"})
    Theme.objects.filter(slug="isolement").update(successor=Theme.objects.get(slug="rsa"))
    compose(("theme", {"theme": "isolement", "words": "", "number": 3}))
    assert titles(client, "Accompagnement des allocataires du RSA") == ["Emploi"]


def test_the_first_sections_are_loaded_and_read_well(client, sheets):
    sheets({"title": "Le jardin"})
    publish(make_news(title="Une journée", happens_on=TODAY, date=date(2026, 11, 1)))
    assert headings(client) == [
        "Dernières fiches publiées",
        "Prochains rendez-vous",
        "Actualités",
        "Par thème",
        "Vous menez une action collective\u202f?",
    ]
