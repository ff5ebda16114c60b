"""What Crossref is told of a public cahier and of its articles, so that their DOI lead to them: deposit schema 5.4.0, as a journal's issue.

docs/decisions/printed-files.md says how it is validated.
"""

import re
from collections import Counter
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from lxml import etree

from core.paper import NOT_TEXT
from practices.linked_data import LICENCE_ADDRESSES

from ..models import PublicContent
from ..vocabulary import Kind
from .sources import Data

VERSION = "5.4.0"
SPACE = f"http://www.crossref.org/schema/{VERSION}"
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
JATS = "http://www.ncbi.nlm.nih.gov/JATS1"
ACCESS = "http://www.crossref.org/AccessIndicators.xsd"
DOI = re.compile(r"10\.\d{4,9}/[-._;()/:A-Za-z0-9]{1,200}")
REGISTRANT = "Observatoire des pratiques"

Element = etree._Element


class NotReady(Exception):
    """The cahier cannot be deposited yet; says why, in words."""


def deposit(identifier: str, at: datetime) -> tuple[bytes, list[str]]:
    """The batch as XML, and the titles of the articles that are left out for want of a DOI. Raises NotReady."""
    cahier = PublicContent.objects.filter(pk=identifier, kind=Kind.CAHIER).values_list("data", flat=True).first()
    if cahier is None:
        raise NotReady(_("“%(identifier)s” is not the identifier of a public cahier.") % {"identifier": identifier})
    named = [piece["identifier"] for piece in cahier["pieces"] if piece["kind"] == Kind.ARTICLE]
    public = dict(PublicContent.objects.filter(pk__in=named).values_list("pk", "data"))
    articles = [public[each] for each in named if each in public]
    told = [article for article in articles if article["doi"]]
    if reasons := _reasons(cahier, told):
        raise NotReady(" ".join(reasons))
    return _batch(cahier, told, at), [article["title"] for article in articles if not article["doi"]]


def _reasons(cahier: Data, articles: list[Data]) -> list[str]:
    """Why it cannot be deposited."""
    dois = [data["doi"] for data in (cahier, *articles) if data["doi"]]
    found = []
    if not cahier["issn"]:
        found.append(_("A cahier is deposited with the ISSN of its series: fill it in."))
    if not cahier["date"]:
        found.append(_("A cahier is deposited with its date of publication: fill it in."))
    if not dois:
        found.append(_("Neither the cahier nor any of its articles has a DOI."))
    found += [_("“%(doi)s” is not a DOI.") % {"doi": doi} for doi in dois if not DOI.fullmatch(doi)]
    found += [_("The DOI %(doi)s stands twice.") % {"doi": doi} for doi, times in Counter(map(str.lower, dois)).items() if times > 1]
    return found


def _batch(cahier: Data, articles: list[Data], at: datetime) -> bytes:
    batch = etree.Element(f"{{{SPACE}}}doi_batch", {"version": VERSION}, nsmap={None: SPACE, "xsi": INSTANCE, "jats": JATS, "ai": ACCESS})
    batch.set(f"{{{INSTANCE}}}schemaLocation", f"{SPACE} https://www.crossref.org/schemas/crossref{VERSION}.xsd")
    stamp = f"{at:%Y%m%d%H%M%S%f}"[:17]
    head = _add(batch, "head")
    _add(head, "doi_batch_id", f"{cahier['id']}-{stamp}")
    _add(head, "timestamp", stamp)
    depositor = _add(head, "depositor")
    _add(depositor, "depositor_name", REGISTRANT)
    _add(depositor, "email_address", settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">"))
    _add(head, "registrant", REGISTRANT)
    journal = _add(_add(batch, "body"), "journal")
    metadata = _add(journal, "journal_metadata", language="fr")
    _add(metadata, "full_title", cahier["series"])
    _add(metadata, "issn", cahier["issn"], media_type="electronic")
    _issue(journal, cahier)
    for article in articles:
        _article(journal, article, cahier)
    return etree.tostring(batch, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _issue(journal: Element, cahier: Data) -> None:
    issue = _add(journal, "journal_issue")
    _contributors(issue, cahier, "editor")
    _add(_add(issue, "titles"), "title", cahier["title"])
    _published(issue, cahier)
    if cahier["number"]:
        _add(issue, "issue", str(cahier["number"]))
    if cahier["doi"]:
        _doi(issue, cahier)


def _article(journal: Element, data: Data, cahier: Data) -> None:
    article = _add(journal, "journal_article", publication_type="full_text", language="fr")
    titles = _add(article, "titles")
    _add(titles, "title", data["title"])
    if data["subtitle"]:
        _add(titles, "subtitle", data["subtitle"])
    _contributors(article, data, "author")
    if data["summary"]:
        abstract = etree.SubElement(article, f"{{{JATS}}}abstract")
        etree.SubElement(abstract, f"{{{JATS}}}p").text = _clean(data["summary"])
    _published(article, cahier)
    if licence := LICENCE_ADDRESSES.get(data["licence"]):
        program = etree.SubElement(article, f"{{{ACCESS}}}program", name="AccessIndicators")
        etree.SubElement(program, f"{{{ACCESS}}}license_ref").text = licence
    _doi(article, data)


def _contributors(parent: Element, data: Data, role: str) -> None:
    """Names as they sign: one that is no person's has no family name to tell apart, and a guess would be printed everywhere."""
    if not data["authors"]:
        return
    people = _add(parent, "contributors")
    for number, author in enumerate(data["authors"]):
        sequence = "additional" if number else "first"
        person = _add(people, "person_name", sequence=sequence, contributor_role=role)
        _add(person, "surname", author["name"][:60])
        if author["affiliation"]:
            institution = _add(_add(person, "affiliations"), "institution")
            _add(institution, "institution_name", author["affiliation"])


def _published(parent: Element, cahier: Data) -> None:
    day = date.fromisoformat(cahier["date"])
    published = _add(parent, "publication_date", media_type="online")
    for name, value in (("month", f"{day:%m}"), ("day", f"{day:%d}"), ("year", f"{day:%Y}")):
        _add(published, name, value)


def _doi(parent: Element, data: Data) -> None:
    found = _add(parent, "doi_data")
    _add(found, "doi", data["doi"])
    _add(found, "resource", settings.SITE_URL + data["url"])


def _add(parent: Element, name: str, text: str | None = None, **attributes: Any) -> Element:
    child = etree.SubElement(parent, f"{{{SPACE}}}{name}", attributes)
    child.text = _clean(text) if text is not None else None
    return child


def _clean(text: str) -> str:
    return " ".join(NOT_TEXT.sub("", text).split())
