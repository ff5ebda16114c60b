"""What the page of a sheet tells machines, and what it tells people who cite it."""

import json
import re
from html.parser import HTMLParser

import pytest
from django.template.loader import render_to_string

from practices import content
from practices.domain.drafts import create_draft
from practices.domain.imports import import_row, read_row
from practices.models import PublicPractice
from practices.public import Sheet

from .factories import make_user
from .test_public_record import FULL

pytestmark = pytest.mark.usefixtures("reference_data")

SITE = "http://127.0.0.1:8000"


class Head(HTMLParser):
    """The tags of a page's head, and its blocks of data."""

    def __init__(self, html):
        super().__init__()
        self.names, self.properties, self.links, self.data, self._in_data = [], [], [], [], False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "meta" and "name" in attributes:
            self.names.append((attributes["name"], attributes["content"]))
        if tag == "meta" and "property" in attributes:
            self.properties.append((attributes["property"], attributes["content"]))
        if tag == "link" and attributes["rel"] == "alternate":
            self.links.append((attributes["type"], attributes["href"]))
        self._in_data = tag == "script" and attributes.get("type") == "application/ld+json"

    def handle_data(self, data):
        if self._in_data:
            self.data.append(json.loads(data))
            self._in_data = False


@pytest.fixture
def sheet(reference_data):
    """The full sheet, live, its dates fixed."""
    lookup = content.Lookup()
    row, faults = read_row(FULL, publish=True, lookup=lookup)
    assert faults == []
    import_row(row, owner=make_user(), publish=True, is_demo=False, lookup=lookup)
    return change(published_at="2026-01-02T10:00:00Z", updated_at="2026-03-04T10:00:00Z")


def change(**values):
    practice = PublicPractice.objects.get()
    practice.data = practice.data | values
    practice.save()
    return practice


def head(client, practice):
    return Head(client.get(practice.get_absolute_url()).content.decode())


def test_reference_managers_read_the_sheet_from_its_page(client, sheet):
    tags = [tag for tag in head(client, sheet).names if tag[0].startswith("citation_")]
    assert tags == [
        ("citation_title", "La cuisine du rez-de-chaussée"),
        ("citation_author", "Équipe du secteur sud"),
        ("citation_publication_date", "2026/01/02"),
        ("citation_publisher", "Observatoire des pratiques"),
        ("citation_language", "fr"),
        ("citation_keywords", "Vie de quartier et habitants"),
        ("citation_keywords", "Lutte contre l'isolement"),
        ("citation_keywords", "cuisine"),
        ("citation_keywords", "rez-de-chaussée"),
        ("citation_abstract", FULL["summary"]),
        ("citation_public_url", f"{SITE}/p/{sheet.identifier}/"),
    ]


def test_catalogues_read_the_sheet_from_its_page(client, sheet):
    tags = [tag for tag in head(client, sheet).names if tag[0].startswith("DC")]
    assert tags == [
        ("DC.title", "La cuisine du rez-de-chaussée"),
        ("DC.creator", "Équipe du secteur sud"),
        ("DC.contributor", "CCAS de Beauvais"),
        ("DC.publisher", "Observatoire des pratiques"),
        ("DC.date", "2026-01-02"),
        ("DC.type", "Text"),
        ("DC.format", "text/html"),
        ("DC.language", "fr"),
        ("DC.subject", "Vie de quartier et habitants"),
        ("DC.subject", "Lutte contre l'isolement"),
        ("DC.subject", "cuisine"),
        ("DC.subject", "rez-de-chaussée"),
        ("DC.description", FULL["summary"]),
        ("DC.coverage", "Beauvais"),
        ("DC.identifier", f"{SITE}/p/{sheet.identifier}/"),
        ("DC.relation", f"{SITE}{sheet.get_absolute_url()}fiche.json"),
        ("DC.rights", "https://creativecommons.org/licenses/by-sa/4.0/"),
        ("DCTERMS.issued", "2026-01-02"),
        ("DCTERMS.modified", "2026-03-04"),
    ]


def test_a_shared_link_shows_the_sheet(client, sheet):
    image = {"url": "/p/x/image/", "alt": "Une table", "credit": "", "licence": "CC-BY-4.0", "sha256": ""}
    assert head(client, change(image=image)).properties == [
        ("og:type", "article"),
        ("og:site_name", "Observatoire des pratiques"),
        ("og:locale", "fr_FR"),
        ("og:title", "La cuisine du rez-de-chaussée"),
        ("og:description", FULL["summary"]),
        ("og:url", f"{SITE}{sheet.get_absolute_url()}"),
        ("og:image", f"{SITE}/p/x/image/"),
        ("og:image:alt", "Une table"),
        ("article:published_time", "2026-01-02T10:00:00Z"),
        ("article:modified_time", "2026-03-04T10:00:00Z"),
    ]


def test_search_engines_read_the_sheet_as_linked_data(client, sheet):
    assert head(client, sheet).data == [
        {
            "@context": "https://schema.org",
            "@type": "Article",
            "@id": f"{SITE}/p/{sheet.identifier}/",
            "identifier": sheet.identifier,
            "url": f"{SITE}{sheet.get_absolute_url()}",
            "headline": "La cuisine du rez-de-chaussée",
            "abstract": FULL["summary"],
            "inLanguage": "fr",
            "isAccessibleForFree": True,
            "author": [{"name": "Équipe du secteur sud"}],
            "sourceOrganization": {"@type": "Organization", "name": "CCAS de Beauvais"},
            "publisher": {"@type": "Organization", "name": "Observatoire des pratiques"},
            "datePublished": "2026-01-02T10:00:00Z",
            "dateModified": "2026-03-04T10:00:00Z",
            "keywords": ["Vie de quartier et habitants", "Lutte contre l'isolement", "cuisine", "rez-de-chaussée"],
            "spatialCoverage": [{"@type": "Place", "name": "Beauvais", "identifier": "com-60057"}],
            "license": "https://creativecommons.org/licenses/by-sa/4.0/",
        }
    ]


def test_other_forms_of_the_sheet_are_linked(client, sheet):
    address = sheet.get_absolute_url()
    links = head(client, sheet).links
    assert links == [
        ("application/ld+json", f"{address}fiche.json"),
        ("application/x-research-info-systems", f"{address}citation.ris"),
        ("application/x-bibtex", f"{address}citation.bib"),
    ]
    assert [client.get(path).headers["Content-Type"].partition(";")[0] for _kind, path in links] == [kind for kind, _path in links]


HOSTILE = '</script><!--<script>alert("1")</script> & \'é\' \\ "'


def test_what_people_write_stays_text(client, sheet):
    practice = change(title=HOSTILE, summary=HOSTILE, keywords=[HOSTILE])
    html = client.get(practice.get_absolute_url()).content.decode()
    read = Head(html)
    assert "alert(" in html
    assert (html.count("<script"), html.count("<!--")) == (1, 0)
    assert (read.data[0]["headline"], read.data[0]["keywords"][-1]) == (HOSTILE, HOSTILE)
    assert dict(read.names)["citation_title"] == dict(read.properties)["og:title"] == HOSTILE


def test_readers_are_told_how_to_cite(client, sheet):
    html = client.get(sheet.get_absolute_url()).content.decode()
    block = html.partition('<div class="citation">')[2].partition("</div>")[0]
    assert re.findall(r'<p class="citation__text">(.*?)</p>', block) == [
        "Équipe du secteur sud (2026). La cuisine du rez-de-chaussée. Observatoire des pratiques, "
        f"fiche {sheet.identifier}. {SITE}/p/{sheet.identifier}/"
    ]
    address = sheet.get_absolute_url()
    assert re.findall(r'href="(.*?)"', block) == [
        f"{SITE}/p/{sheet.identifier}/",
        f"{address}fiche.pdf",
        f"{address}citation.ris",
        f"{address}citation.bib",
        f"{address}fiche.json",
    ]


def test_a_preview_says_nothing_to_machines(rf):
    page = create_draft(owner=make_user(), title="Un titre")
    html = render_to_string("practices/sheet.html", {"sheet": Sheet(page, page.record).data, "preview": True}, request=rf.get("/"))
    read = Head(html)
    told = [name for name, _content in read.names if name.startswith(("citation", "DC"))]
    assert (told, read.properties, read.links, read.data) == ([], [], [], [])
    assert 'class="citation"' not in html
