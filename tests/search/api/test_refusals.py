"""What the API does not understand, or has not: always JSON, always of one shape."""

from urllib.parse import quote

import pytest

from practices.models import PracticeRecord, PublicPractice, PublicState
from tests.practices.factories import make_editor, make_published, make_user
from tests.search.api.conftest import faults

SAFE = "GET, HEAD, OPTIONS"


def test_unknown_values_are_refused_one_by_one(get, index):
    response = get("practices?theme=zzz&mode=solo&mode=group&intensite=9&annee_min=12&tri=beau&page=0&par_page=1&unknown=1")
    assert response.status_code == 422
    assert faults(response) == [
        ("theme", "zzz"),
        ("mode", "solo"),
        ("intensite", "9"),
        ("annee_min", "12"),
        ("tri", "beau"),
        ("page", "0"),
        ("par_page", "1"),
    ]
    assert all(list(error) == ["field", "value", "message"] and error["message"] for error in response.json()["errors"])


@pytest.mark.parametrize("path", ["practices", "territories", "suggest"])
def test_a_text_too_long_is_refused(get, index, path):
    refused = get(f"{path}?q={'é' * 501}")
    assert (refused.status_code, faults(refused)) == (422, [("q", "é" * 500)])
    assert get(f"{path}?q={'é' * 500}").status_code == 200


def test_a_sheet_never_published_is_not_found(get, db):
    for identifier in ("op-00000000", "autre-chose", quote("\x00"), quote("é" * 300)):
        assert get(f"practices/{identifier}").status_code == 404
    assert faults(get("practices/OP-00000000")) == [("id", "op-00000000")]


@pytest.mark.parametrize("state", [PublicState.WITHDRAWN, PublicState.ARCHIVED])
def test_a_sheet_that_is_gone_says_so(get, reference_data, state):
    record = make_published(make_user(), make_editor())
    assert get(f"practices/{record.identifier}").status_code == 200
    PracticeRecord.objects.update(public_state=state)
    PublicPractice.objects.all().delete()
    response = get(f"practices/{record.identifier.upper()}")
    assert (response.status_code, faults(response)) == (410, [("id", record.identifier)])


@pytest.mark.parametrize("path", ["practice", "practices/", "practices/op-00000000/autre", "v2", "n’importe/quoi"])
def test_an_address_that_is_none_of_the_api_is_answered_in_json(get, db, path):
    response = get(path)
    assert (response.status_code, response["Content-Type"], faults(response)) == (404, "application/json", [("path", path)])
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", ["practices", "practices/op-00000000", "themes", "territories", "openapi.json", "ailleurs"])
def test_nothing_can_be_written(client, db, method, path):
    response = getattr(client, method)(f"/api/v1/{path}")
    assert (response.status_code, response["Allow"], faults(response)) == (405, SAFE, [("", method.upper())])


def test_an_address_with_a_thousand_parameters_is_refused(get, db):
    response = get("practices?" + "a&" * 1001)
    assert (response.status_code, faults(response)) == (422, [("", "")])
