"""GET /api/v1/practices: what a page of results is, key by key, and what it costs."""

import pytest
from elasticsearch import TransportError

from search import engine
from search.facets import FACETS
from tests.search.api.conftest import faults

ISOLEMENT = {"slug": "isolement", "label": "Lutte contre l'isolement"}


def value(code, label, count=1):
    return {"value": code, "label": label, "count": count}


def test_a_page_of_results_to_the_letter(get, practices, settings):
    (made,) = practices(
        {
            "title": "Le jardin",
            "keywords": ("Repas",),
            "themes": ("rsa",),
            "barriers": [
                {"viewpoint": "directors", "nature": "funding", "intensity": 2, "outcome": "lifted", "description": "", "lever": ""}
            ],
            "is_demo": True,
        }
    )
    response = get("practices?q=jardin&mode=GROUP")
    body = response.json()
    assert list(body) == ["count", "page", "pages", "took_ms", "degraded", "suggestion", "results", "facets"]
    facets = body.pop("facets")
    assert isinstance(body.pop("took_ms"), int)
    assert body == {
        "count": 1,
        "page": 1,
        "pages": 1,
        "degraded": False,
        "suggestion": None,
        "results": [
            {
                "id": made.identifier,
                "url": f"{settings.SITE_URL}/pratiques/hauts-de-france/{made.slug}/",
                "title": "Le jardin",
                "summary": "Des voisins cultivent ensemble.",
                "main_theme": ISOLEMENT,
                "themes": [{"slug": "rsa", "label": "Accompagnement des allocataires du RSA"}],
                "keywords": ["Repas"],
                "territories": [{"code": "dep-60", "label": "Oise"}],
                "mode": "group",
                "status": "running",
                "scale": "municipality",
                "organisation": {"name": "CCAS de Creil", "type": "ccas"},
                "region": {"code": "reg-32", "slug": "hauts-de-france", "label": "Hauts-de-France"},
                "start_date": "2022",
                "end_date": "",
                "published_at": made.data["published_at"],
                "updated_at": made.data["updated_at"],
                "effects_count": 0,
                "effects_without_success": 0,
                "barriers_count": 1,
                "is_demo": True,
                "highlights": {"title": ["Le <mark>jardin</mark>"]},
                "strict": True,
            }
        ],
    }
    assert list(facets) == [facet.parameter for facet in FACETS]
    assert facets["theme"] == [
        value("rsa", "Accompagnement des allocataires du RSA"),
        value("insertion-emploi", "Insertion et emploi"),
        value("lien-social", "Lien social et vie locale"),
        value("isolement", "Lutte contre l'isolement"),
    ]
    assert facets["territoire"] == [
        value("iso-fr", "France"),
        value("reg-32", "Hauts-de-France"),
        value("dep-60", "Oise"),
        value("anc-22", "Picardie"),
    ]
    assert facets["mode"] == [value("group", "Travail social avec les groupes")]
    assert facets["motcle"] == [value("repas", "repas")]
    assert (facets["frein"], facets["intensite"]) == ([value("funding", "Financement")], [value("2", "moyenne")])
    assert (facets["effet"], facets["levier"]) == ([], [])


def test_a_filter_that_finds_nothing_keeps_its_value_and_the_counts_of_others(get, practices):
    practices({"title": "Le jardin"})
    body = get("practices?mode=community").json()
    assert (body["count"], body["pages"], body["results"]) == (0, 0, [])
    assert [(row["value"], row["count"]) for row in body["facets"]["mode"]] == [("group", 1), ("community", 0)]


@pytest.mark.parametrize("page", ["2", "400", "9" * 50])
def test_a_page_past_the_end_is_empty(get, practices, page):
    practices({})
    body = get(f"practices?page={page}").json()
    assert (body["count"], body["pages"], body["results"]) == (1, 1, [])


@pytest.mark.parametrize(("size", "shown"), [("10", 10), ("", 12), ("100", 12)])
def test_the_reader_chooses_how_many_a_page(get, practices, size, shown):
    practices(*({} for _sheet in range(12)))
    body = get(f"practices?par_page={size}").json()
    assert (len(body["results"]), body["pages"]) == (shown, 2 if shown == 10 else 1)


@pytest.mark.parametrize("size", ["9", "101", "0", "-10", "10.0", "x", "1e2", "٢٠"])
def test_other_sizes_are_refused(get, index, size):
    response = get(f"practices?par_page={size}")
    assert (response.status_code, faults(response)) == (422, [("par_page", size)])


def test_beyond_ten_thousand_hits_the_cursor_is_named(get, index):
    documents = []
    for number in range(10_001):
        source = {"identifier": f"n{number}", "published_at": "2026-01-01", "hit": {"url": "/", "territories": []}}
        documents += [{"index": {"_index": engine.alias(), "_id": f"n{number}"}}, source]
    index.options(request_timeout=60).bulk(operations=documents, refresh=True)
    last = get("practices?page=100&par_page=100")
    assert (last.status_code, len(last.json()["results"]), last.json()["count"]) == (200, 100, 10_001)
    for page in ("101", "1000000"):
        refused = get(f"practices?page={page}&par_page=100")
        assert (refused.status_code, faults(refused)) == (422, [("page", page)])
        assert "cursor=*" in refused.json()["errors"][0]["message"]


def test_without_the_engine_the_shape_is_the_same(get, practices, monkeypatch):
    practices({"title": "Le jardin"}, {"title": "Autre chose"})

    def away():
        raise TransportError("away")

    asked = get("practices?q=jardin").json()
    monkeypatch.setattr(engine, "client", away)
    answered = get("practices?q=jardin").json()
    assert (asked.pop("degraded"), answered.pop("degraded")) == (False, True)
    assert [list(each) for each in (asked, asked["results"][0])] == [list(each) for each in (answered, answered["results"][0])]
    assert (answered["count"], answered["facets"]) == (1, asked["facets"])


@pytest.mark.parametrize("number", [1, 100])
@pytest.mark.parametrize("filters", ["", "&mode=group&frein=funding&theme=isolement&territoire=dep-60&par_page=100&tri=titre"])
def test_a_listing_costs_no_query_and_one_in_ten_asks_what_it_may_still_ask(
    get, practices, warm, django_assert_num_queries, number, filters
):
    barrier = {"viewpoint": "directors", "nature": "funding", "intensity": 2, "outcome": "lifted", "description": "", "lever": ""}
    practices(*({"barriers": [barrier]} for _sheet in range(number)))
    address = f"practices?q=jardin{filters}"
    with django_assert_num_queries(1):
        assert get(address).json()["count"] == number
    with django_assert_num_queries(0):
        assert [get(address).json()["count"] for _request in range(9)] == [number] * 9
    with django_assert_num_queries(1):
        get(address)


@pytest.mark.parametrize("filters", ["motcle=potager", "territoire=com-59350"])
def test_a_value_of_the_longest_lists_costs_one_query(get, practices, warm, django_assert_num_queries, filters):
    practices({"keywords": ("potager",), "territories": ("com-59350",)})
    get("practices")
    with django_assert_num_queries(1):
        assert get(f"practices?{filters}").json()["count"] == 1


def test_a_listing_asks_the_engine_once(get, practices, requests_to_engine):
    practices({})
    requests_to_engine.clear()
    assert get("practices?q=jardin&mode=group").status_code == 200
    assert len(requests_to_engine) == 1
