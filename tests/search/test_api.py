"""GET /api/v1/practices, as the contract has it."""

import pytest

from practices.models import PublicPractice
from search import engine
from tests.search.factories import make_practice

KEYS = ["count", "page", "pages", "took_ms", "degraded", "suggestion", "results", "facets"]
RESULT_KEYS = {
    "id",
    "url",
    "title",
    "summary",
    "highlights",
    "main_theme",
    "themes",
    "keywords",
    "territories",
    "mode",
    "status",
    "organisation",
    "published_at",
    "updated_at",
}


def get(client, address=""):
    return client.get(f"/api/v1/practices?{address}")


def test_the_answer_has_the_shape_of_the_contract(client, practices, settings):
    (made,) = practices({"title": "Le jardin", "keywords": ("potager",), "territories": ("dep-60",)})
    response = get(client, "q=jardin")
    body = response.json()
    assert list(body) == KEYS
    assert (body["count"], body["page"], body["pages"], body["degraded"], body["suggestion"]) == (1, 1, 1, False, None)
    (result,) = body["results"]
    assert RESULT_KEYS - set(result) == set()
    assert result["id"] == made.identifier
    assert result["url"] == f"{settings.SITE_URL}/pratiques/hauts-de-france/{made.slug}/"
    assert result["highlights"] == {"title": ["Le <mark>jardin</mark>"]}
    assert result["main_theme"] == {"slug": "isolement", "label": "Lutte contre l'isolement"}
    assert result["territories"] == [{"code": "dep-60", "label": "Oise"}]
    assert result["organisation"] == {"name": "CCAS de Creil", "type": "ccas"}
    assert [value["label"] for value in body["facets"]["territoire"]] == ["France", "Hauts-de-France", "Oise", "Picardie"]
    assert body["facets"]["mode"] == [{"value": "group", "label": body["facets"]["mode"][0]["label"], "count": 1}]
    assert response["Access-Control-Allow-Origin"] == "*"


def test_unknown_values_are_refused_one_by_one(client, index):
    response = get(client, "theme=zzz&mode=solo&mode=group&unknown=1")
    assert response.status_code == 422
    assert [(error["field"], error["value"]) for error in response.json()["errors"]] == [("theme", "zzz"), ("mode", "solo")]
    assert all(set(error) == {"field", "value", "message"} for error in response.json()["errors"])


@pytest.mark.parametrize("page", ["2", "400", "9" * 50])
def test_a_page_past_the_end_is_empty(client, practices, page):
    practices({})
    body = get(client, f"page={page}").json()
    assert (body["count"], body["pages"], body["results"]) == (1, 1, [])


def test_beyond_ten_thousand_hits_the_cursor_is_named(client, index):
    documents = []
    for number in range(10_001):
        source = {"identifier": f"n{number}", "published_at": "2026-01-01"}
        documents += [{"index": {"_index": engine.alias(), "_id": f"n{number}"}}, source]
    index.options(request_timeout=60).bulk(operations=documents, refresh=True)
    response = get(client, "page=101&par_page=100")
    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == ["page"]
    assert "cursor" in response.json()["errors"][0]["message"]


def test_one_sheet_has_all_its_public_fields(client, vocabulary):
    made = make_practice(image=None, documents=[])
    body = client.get(f"/api/v1/practices/{made.identifier.upper()}").json()
    assert {**body, "url": made.data["url"]} == PublicPractice.objects.get().data
    assert body["url"].startswith("http")


def test_a_sheet_never_published_is_not_found(client, db):
    response = client.get("/api/v1/practices/op-00000000")
    assert (response.status_code, response.json()["errors"][0]["field"]) == (404, "id")


@pytest.mark.parametrize("number", [1, 3])
def test_a_search_costs_no_query(client, practices, warm, django_assert_num_queries, number):
    practices(*({} for _ in range(number)))
    with django_assert_num_queries(0):
        assert get(client, "q=jardin").json()["count"] == number


def test_other_sites_may_ask_what_they_may_do(client, db):
    response = client.options("/api/v1/practices")
    assert (response.status_code, response["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")
