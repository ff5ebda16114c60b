"""What all answers have in common: other sites may read them, and what a client holds is not sent again."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.http import http_date

from core.models import ClientAllowance
from practices.models import PublicPractice
from tests.search.factories import change, make_practice, tell, withdraw

PATHS = ["practices", "practices/op-00000000", "themes", "territories?q=oise", "suggest?q=oise", "openapi.json"]


@pytest.mark.parametrize("path", PATHS)
def test_other_sites_may_ask_what_they_may_do(client, db, path, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.options(f"/api/v1/{path}")
    assert (response.status_code, response.content) == (204, b"")
    assert {name: response[name] for name in response.headers if name.startswith(("Access-Control", "Allow"))} == {
        "Allow": "GET, HEAD, OPTIONS",
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
        "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since",
        "Access-Control-Expose-Headers": "ETag, Last-Modified, Retry-After",
        "Access-Control-Max-Age": "86400",
    }


@pytest.mark.parametrize("address", ["practices?q=jardin", "practices?mode=solo", "practices/op-00000000", "themes", "n-existe-pas"])
def test_pages_of_other_sites_may_read_every_answer(get, practices, address):
    response = get(address)
    assert (response["Access-Control-Allow-Origin"], response["Content-Type"]) == ("*", "application/json")
    assert "ETag" in response["Access-Control-Expose-Headers"]
    assert not response.cookies
    assert "Vary" not in response.headers


@pytest.mark.parametrize("path", ["practices?q=jardin", "themes", "territories?q=oise", "openapi.json"])
def test_head_says_what_get_would(client, practices, path):
    practices({"title": "Le jardin"})
    asked, answered = client.head(f"/api/v1/{path}"), client.get(f"/api/v1/{path}")
    assert (asked.status_code, asked.content) == (200, b"")
    assert (asked["ETag"], asked["Content-Type"]) == (answered["ETag"], answered["Content-Type"])


@pytest.mark.parametrize("path", ["practices?q=jardin", "practices", "themes", "territories?q=oise", "openapi.json"])
def test_what_has_not_changed_is_not_sent_again(get, practices, path):
    practices({"title": "Le jardin"})
    first = get(path)
    again = get(path, if_none_match=first["ETag"])
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert again["Access-Control-Allow-Origin"] == "*"
    assert get(path, if_none_match='"autre"').status_code == 200


def test_a_listing_is_known_by_what_it_says_not_by_the_time_it_took(get, practices, drained):
    one, other = practices({"title": "Le jardin"}, {"title": "Le jardin d’à côté"})
    tags = [get("practices?q=jardin")["ETag"] for _time in range(3)]
    assert len(set(tags)) == 1
    for what in (lambda: change(one, title="Le jardin de Creil"), lambda: withdraw(other)):
        what()
        drained()
        tags.append(get("practices?q=jardin")["ETag"])
    assert len(set(tags)) == 3
    # Nothing tells when a sheet left a list: no date is given.
    assert "Last-Modified" not in get("practices?q=jardin").headers


def test_a_sheet_is_known_by_its_hash_and_by_its_date(get, vocabulary):
    made = make_practice(image=None, documents=[])
    path = f"practices/{made.identifier}"
    first = get(path)
    assert (first["ETag"], first["Last-Modified"]) == (f'"{made.content_hash}"', http_date(made.updated_at.timestamp()))
    assert get(path, if_none_match=first["ETag"]).status_code == 304
    assert get(path, if_modified_since=first["Last-Modified"]).status_code == 304
    assert get(path, if_modified_since=http_date(made.updated_at.timestamp() - 1)).status_code == 200
    PublicPractice.objects.update(content_hash="f" * 64, updated_at=made.updated_at + timedelta(days=1))
    assert get(path, if_none_match=first["ETag"]).status_code == 200
    assert get(path, if_modified_since=first["Last-Modified"]).status_code == 200


@pytest.mark.parametrize("cost", [1])
def test_a_sheet_costs_one_query(get, vocabulary, django_assert_num_queries, cost):
    made = make_practice(image=None, documents=[], genealogy={"of": None, "by": []})
    get("themes")
    with django_assert_num_queries(cost):
        body = get(f"practices/{made.identifier.upper()}").json()
    assert body == {**made.data, "url": body["url"]}


def test_too_many_requests_are_refused_until_the_time_that_is_said(get, practices, allow):
    allow(3)
    assert [get("practices").status_code for _request in range(3)] == [200, 200, 200]
    refused = get("practices")
    assert (refused.status_code, refused["Retry-After"], refused["Access-Control-Allow-Origin"]) == (429, "20", "*")
    assert refused.json() == {"errors": [{"field": "", "value": "", "message": "Trop de demandes\N{NO-BREAK SPACE}: revenez dans 20 s."}]}
    assert [get(path).status_code for path in PATHS] == [429] * len(PATHS)
    ClientAllowance.objects.update(at=datetime.now(UTC) - timedelta(seconds=21))
    allow(3)
    assert get("practices").status_code == 200


def test_each_client_has_an_allowance_of_its_own(client, db, allow, settings):
    allow(1)

    def ask(address, forwarded=""):
        return client.get("/api/v1/themes", REMOTE_ADDR=address, headers={"x-forwarded-for": forwarded} if forwarded else {}).status_code

    assert [ask("192.0.2.1"), ask("192.0.2.1"), ask("192.0.2.2")] == [200, 429, 200]
    # What a client claims of itself changes nothing; what a trusted proxy says does.
    assert ask("192.0.2.1", "198.51.100.9") == 429
    settings.TRUSTED_PROXIES = 1
    assert [ask("192.0.2.1", "198.51.100.9"), ask("192.0.2.1", "203.0.113.5, 198.51.100.9")] == [200, 429]


def test_asking_what_one_may_do_is_not_counted(client, db, allow):
    allow(1)
    assert [client.options("/api/v1/themes").status_code for _request in range(5)] == [204] * 5
    assert client.get("/api/v1/themes").status_code == 200


def test_publishing_is_seen_at_once(get, practices, drained):
    practices({"title": "Le jardin"})
    tag = get("practices")["ETag"]
    made = make_practice("Un autre")
    tell(made)
    drained()
    assert get("practices", if_none_match=tag).status_code == 200
