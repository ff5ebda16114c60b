"""The page that explains the API to people: drawn from the description, under the site's own strict policy."""

import re
from html import unescape

import pytest

from search.facets import FACETS


@pytest.fixture
def page(client, db):
    response = client.get("/api/v1/docs")
    assert response.status_code == 200
    return response


def test_it_says_all_that_the_description_says(page, get):
    document, text = get("openapi.json").json(), unescape(page.content.decode())
    for path, item in document["paths"].items():
        assert f'<code class="api__address">GET {document["servers"][0]["url"]}{path}</code>' in text
        assert item["get"]["summary"] in text
    for facet in FACETS:
        assert f'<th scope="row"><code>{facet.parameter}</code>' in text
        for code in facet.values:
            assert f"<code>{code}</code>" in text
    for key in ("results[].highlights", "facets", "next_cursor", "barriers[].intensity", "contact.email", "errors"):
        assert (f"<code>{key}</code>" in text) is (key != "errors")


def test_every_example_on_it_is_answered(page, get, index):
    examples = re.findall(r'<code>curl "([^"]+)"</code>', unescape(page.content.decode()))
    addresses = [example.partition("/api/v1/")[2] for example in examples]
    assert len(addresses) == 6
    assert {address: get(address).status_code for address in addresses if "logement" not in address} == {
        "practices?q=jardin": 200,
        "practices?cursor=*&par_page=100": 200,
        "themes": 200,
        "territories?q=picardie": 200,
        "suggest?q=loge": 200,
    }


def test_nothing_on_it_needs_more_than_the_strict_policy(page, settings):
    text = page.content.decode()
    assert page["Content-Security-Policy"].count("'unsafe-inline'") == 0
    assert re.findall(r"<script(?![^>]*\ssrc=)|\sstyle=|\son[a-z]+=", text) == []
    assert set(re.findall(r'(?:src|href)="(https?://[^"/]+)', text)) <= {settings.SITE_URL}


def test_the_beginning_of_the_api_leads_to_it(client, db):
    response = client.get("/api/v1/")
    assert (response.status_code, response["Location"]) == (302, "/api/v1/docs")
    assert client.head("/api/v1/docs").status_code == 200
