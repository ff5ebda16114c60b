"""What Crossref is told: valid by its own schema, and refused in words while something is missing."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from lxml import etree

from publications.models import CahierPage, PublicContent
from tests.platform.validators import crossref_schema
from tests.publications.factories import publish

from .factories import gather, make_article, make_cahier

pytestmark = pytest.mark.usefixtures("reference_data")

NAMES = {"c": "http://www.crossref.org/schema/5.4.0", "jats": "http://www.ncbi.nlm.nih.gov/JATS1"}
TEXT = [{"type": "text", "value": "<p>Un texte.</p>"}]


def issue(*, issn="1234-5679", doi="10.12345/op.3", articles=("10.12345/op.3.1", "")):
    """The identifier of a public cahier; its articles have these DOI."""
    cahier = make_cahier(issn=issn, doi=doi)
    pages = [make_article(cahier, f"Article {number} <& Cie>", TEXT, doi=doi) for number, doi in enumerate(articles, 1)]
    cahier = gather(cahier, *(("", page) for page in pages))
    for page in [*pages, cahier]:
        publish(page)
    return PublicContent.objects.get(kind="cahier").identifier


def run(identifier):
    out, said = StringIO(), StringIO()
    call_command("crossref", identifier, stdout=out, stderr=said)
    return out.getvalue(), said.getvalue()


def refusal(identifier):
    with pytest.raises(CommandError) as error:
        call_command("crossref", identifier)
    return str(error.value)


@pytest.fixture(scope="session")
def schema():
    return etree.XMLSchema(etree.parse(crossref_schema() / "crossref5.4.0.xsd"))


def test_the_deposit_is_valid_by_the_schema(schema):
    batch = etree.fromstring(run(issue())[0].encode())
    schema.assertValid(batch)


def test_it_tells_the_issue_and_the_articles_that_have_a_doi(settings):
    settings.SITE_URL = "https://observatoire.example"
    batch, said = run(issue())
    tree = etree.fromstring(batch.encode())
    assert tree.xpath("//c:doi/text()", namespaces=NAMES) == ["10.12345/op.3", "10.12345/op.3.1"]
    assert tree.xpath("//c:journal_article//c:title/text()", namespaces=NAMES) == ["Article 1 <& Cie>"]
    assert tree.xpath("//c:journal_article//c:surname/text()", namespaces=NAMES) == ["Nadia Essai", "Sacha Essai"]
    assert tree.xpath("//c:resource/text()", namespaces=NAMES)[0] == "https://observatoire.example/publications/faire-groupe/"
    assert tree.xpath("//jats:p/text()", namespaces=NAMES) == ["En deux mots."]
    assert "Article 2" in said


def test_an_issue_without_issn_or_doi_is_refused_in_words():
    words = refusal(issue(issn="", doi="", articles=("",)))
    assert "ISSN" in words
    assert "DOI" in words


def test_what_is_no_doi_and_what_stands_twice_is_refused():
    words = refusal(issue(doi="10.12345/OP.3.1", articles=("10.12345/op.3.1", "pas un doi")))
    assert "« pas un doi »" in words.replace("\u00a0", " ")
    assert "10.12345/op.3.1" in words


def test_what_is_not_a_public_cahier_is_refused():
    make_cahier()
    for identifier in ("oc-00000000", CahierPage.objects.get().record.identifier):
        assert identifier in refusal(identifier)
