"""National editors take what is deposited at Crossref from the screen of the cahier."""

import pytest
from lxml import etree

from publications.domain.publication import withdraw_content
from publications.models import EditorialRecord
from tests.practices.factories import make_editor, make_user
from tests.publications.workflow.world import BACKEND

from .test_crossref import NAMES, issue

pytestmark = pytest.mark.usefixtures("reference_data")


@pytest.fixture
def cahier():
    return EditorialRecord.objects.get(identifier=issue())


@pytest.fixture
def national(client):
    editor = make_editor(None)
    client.force_login(editor, backend=BACKEND)
    return editor


def screen(record):
    return f"/gestion/publications/{record.pk}/"


def test_the_screen_leads_to_the_file_and_says_what_it_leaves_out(client, national, cahier):
    page = client.get(screen(cahier)).content.decode()
    assert page.count(f'href="{screen(cahier)}crossref.xml"') == 1
    assert "Article 2 &lt;&amp; Cie" in page
    response = client.get(f"{screen(cahier)}crossref.xml")
    assert response["Content-Disposition"] == f'attachment; filename="{cahier.identifier}-crossref.xml"'
    tree = etree.fromstring(response.content)
    assert tree.xpath("//c:doi/text()", namespaces=NAMES) == ["10.12345/op.3", "10.12345/op.3.1"]


def test_what_is_missing_is_said_instead(client, national):
    cahier = EditorialRecord.objects.get(identifier=issue(issn=""))
    page = client.get(screen(cahier)).content.decode()
    assert ("crossref.xml" in page, "ISSN de sa collection" in page or "ISSN" in page) == (False, True)
    response = client.get(f"{screen(cahier)}crossref.xml")
    assert (response.status_code, "ISSN" in response.content.decode()) == (422, True)


def test_others_get_nothing(client, cahier):
    address = f"{screen(cahier)}crossref.xml"
    assert client.get(address).status_code == 302
    for person in (make_user("lectrice@essai.example"), make_editor("Hauts-de-France", "region@essai.example")):
        client.force_login(person, backend=BACKEND)
        assert client.get(address).status_code in (302, 403, 404), person.email


def test_a_cahier_that_is_off_the_site_is_not_deposited(client, national, cahier):
    withdraw_content(page_id=cahier.pk, by=national)
    assert client.get(f"{screen(cahier)}crossref.xml").status_code == 404
    assert "crossref.xml" not in client.get(screen(cahier)).content.decode()
