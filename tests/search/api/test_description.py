"""The OpenAPI document is valid, says what searches obey, and the API does what it says: schemathesis tries it with all its checks."""

import json
from copy import deepcopy
from pathlib import Path

import hypothesis
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis.pytest.lazy import get_all_tests

from practices.domain.absence import withdraw_practice
from search import engine
from search.api.routes import api
from search.facets import FACETS
from search.indexing import drain
from search.rebuild import rebuild
from tests.practices.factories import make_editor, make_published, make_user
from themes.models import Keyword, Theme

FULL_SHEET = json.loads((Path(__file__).parents[2] / "practices/full_sheet.json").read_text(encoding="utf-8"))
FULL_SHEET = {key: value for key, value in FULL_SHEET.items() if key not in ("external_id", "adapted_from")}


@pytest.fixture
def document(get, db):
    return get("openapi.json").json()


@pytest.fixture
def sheets(reference_data, index_of_reference):
    """A short sheet, a full one with everything public, and one that was withdrawn: their identifiers."""
    owner, editor = make_user(), make_editor()
    contact = {**FULL_SHEET["contact"], "public": True}
    records = [
        make_published(owner, editor),
        make_published(owner, editor, **FULL_SHEET | {"contact": contact}),
        make_published(owner, editor),
    ]
    withdraw_practice(page_id=records[2].pk, by=owner)
    drain()
    index_of_reference.indices.refresh(index=engine.alias())
    return [record.identifier for record in records]


@pytest.fixture
def index_of_reference(elasticsearch, settings):
    """An index beside the one of tests with small vocabularies."""
    settings.ELASTICSEARCH_INDEX_PREFIX = f"{settings.ELASTICSEARCH_INDEX_PREFIX}-api"
    rebuild()
    return elasticsearch


def test_the_document_is_openapi_3_1(document):
    assert document["openapi"] == "3.1.0"
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []


def test_it_describes_every_address_that_answers_in_json(document):
    served = {path for router in api._get_bound_routers() for path in router.path_operations}
    assert {*document["paths"], "/", "/docs", "/openapi.json", "/{path:unknown}"} == {
        path.replace("{identifier}", "{id}") for path in served
    }


def test_it_names_every_parameter_with_the_codes_of_closed_lists(document):
    parameters = {parameter["name"]: parameter for parameter in document["paths"]["/practices"]["get"]["parameters"]}
    others = ["annee_min", "annee_max", "tri", "page", "par_page", "cursor"]
    assert list(parameters) == ["q", *(facet.parameter for facet in FACETS), *others]
    assert parameters["mode"]["schema"]["items"]["enum"] == ["group", "community", "local_development", "combined"]
    assert parameters["intensite"]["schema"]["items"]["enum"] == [1, 2, 3, 4]
    assert parameters["mode"]["schema"]["items"]["x-labels"]["group"] == "Travail social avec les groupes"
    assert "enum" not in parameters["territoire"]["schema"]["items"]
    assert parameters["q"]["schema"]["maxLength"] == 500
    assert (parameters["par_page"]["schema"]["minimum"], parameters["par_page"]["schema"]["maximum"]) == (10, 100)


def test_every_answer_has_the_keys_of_its_description_and_no_other(get, document, sheets):
    listed = get("practices").json()
    short, full = (get(f"practices/{identifier}").json() for identifier in sheets[:2])
    for name, body in (("Listing", listed), ("Result", listed["results"][0]), ("Sheet", short), ("Sheet", full)):
        described = document["components"]["schemas"][name]
        assert sorted(body) == sorted(set(described["properties"]) - {"next_cursor"})
        Draft202012Validator({**described, "components": document["components"]}).validate(body)
    assert (short["contact"], full["contact"]["name"]) == (None, "Canari Privé")


#: What was withdrawn is gone (410), however well its identifier is written.
CONFIGURATION = {"seed": 20261121, "checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", "304", "404", "410"]}}}


def known_values(document, sheets):
    """The document, and what no document can say: which values of open lists, cursors and identifiers are known here."""
    told = deepcopy(document)
    told["paths"]["/practices/{id}"]["get"]["parameters"][0]["examples"] = {name: {"value": name} for name in [*sheets, "op-00000000"]}
    values = {
        "theme": [theme.slug for theme in Theme.objects.all()],
        "territoire": ["dep-60", "reg-32", "anc-22", "com-59350", "com-60057", "iso-fr", "iso-ca-qc"],
        "motcle": list(Keyword.objects.values_list("name", flat=True)),
    }
    for parameter in told["paths"]["/practices"]["get"]["parameters"]:
        if parameter["name"] == "cursor":
            parameter["schema"]["enum"] = ["*"]
        if parameter["name"] in values:
            parameter["schema"]["items"] = {"type": "string", "enum": values[parameter["name"]]}
    return told


@pytest.fixture
def described_api(document, sheets, allow):
    allow(1_000_000)
    schema = schemathesis.openapi.from_dict(known_values(document, sheets), config=schemathesis.Config.from_dict(CONFIGURATION))
    schema.app = get_wsgi_application()

    @schema.hook
    def map_query(context, query):
        """For JSON Schema 10.0 is a whole number; in an address nobody writes it so."""
        whole = {name: int(value) for name, value in (query or {}).items() if isinstance(value, float) and value.is_integer()}
        return query and {**query, **whole}

    # The database of a test must outlive each request.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schema
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_its_examples_are_true(document, get, vocabulary, index):
    answers = document["paths"]["/practices"]["get"]["responses"]["200"]["content"]["application/json"]
    refusals = document["components"]["responses"]["422"]["content"]["application/json"]
    for each in (answers, refusals):
        Draft202012Validator({**each["schema"], "components": document["components"]}).validate(each["example"])
    assert get("practices?mode=solo").json() == refusals["example"]


def try_it(case):
    case.call_and_validate()


@pytest.mark.parametrize("path", ["/practices", "/practices/{id}", "/themes", "/territories", "/suggest"])
def test_the_api_does_what_it_says(described_api, path):
    """Examples, coverage of the schema's limits and random cases, good and bad; each answer goes through every check of schemathesis."""
    few = hypothesis.settings(
        max_examples=60, deadline=None, derandomize=True, database=None, suppress_health_check=list(hypothesis.HealthCheck)
    )
    schema = described_api.include(path=path)
    (result,) = get_all_tests(schema=schema, test_func=try_it, settings=few, given_kwargs=None)
    _operation, attempt = result.ok()
    attempt()
