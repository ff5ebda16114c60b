"""MODS 3.8 of the observatory's contents; all that they say, in words, is at the address to which every record leads."""

from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse

from practices.citations import SITE, Data
from practices.linked_data import licence_address
from publications import citations
from publications.vocabulary import Kind

from ..xml import element, leaf, schema
from .mods import DATE, FRENCH, NAMESPACE, SCHEMA, record_info, role


def write(data: Data) -> str:
    published = citations.published_on(data)
    parts = [
        element("titleInfo", leaf("title", data["title"]), leaf("subTitle", data.get("subtitle", "")), at=FRENCH),
        *_names(data),
        leaf("typeOfResource", "text"),
        leaf("genre", str(Kind(data["kind"]).label), FRENCH),
        element(
            "originInfo",
            leaf("publisher", SITE),
            leaf("dateIssued", published.isoformat() if published else "", DATE | {"keyDate": "yes"}),
            leaf("dateModified", data["updated_at"] or "", DATE),
        ),
        element("language", leaf("languageTerm", "fre", {"type": "code", "authority": "iso639-2b"})),
        element(
            "physicalDescription",
            leaf("form", "electronic", {"authority": "marcform"}),
            leaf("internetMediaType", "text/html"),
            leaf("digitalOrigin", "born digital"),
        ),
        leaf("abstract", data["summary"], FRENCH),
        *_subjects(data),
        element("relatedItem", element("titleInfo", leaf("title", data.get("series") or SITE)), *_issue(data), at={"type": "host"}),
        *_pieces(data),
        leaf("identifier", citations.permanent_address(data), {"type": "uri"}),
        leaf("identifier", data["id"], {"type": "local"}),
        leaf("identifier", data.get("doi", ""), {"type": "doi"}),
        element("location", leaf("url", settings.SITE_URL + data["url"], {"usage": "primary", "access": "object in context"})),
        leaf("accessCondition", licence_address(data["licence"]), {"type": "use and reproduction"}),
        record_info(data),
    ]
    return element("mods", *parts, at={"xmlns": NAMESPACE, "version": "3.8", **schema(NAMESPACE, SCHEMA)})


def _names(data: Data) -> Iterator[str]:
    affiliations = {author["name"]: author["affiliation"] for author in data["authors"]}
    for name in citations.authors(data):
        done = role("edt" if data["kind"] == Kind.CAHIER else "aut")
        yield element("name", leaf("namePart", name), done, leaf("affiliation", affiliations.get(name, "")))


def _subjects(data: Data) -> Iterator[str]:
    for theme in data["themes"]:
        address = settings.SITE_URL + reverse("themes:theme", args=[theme["slug"]])
        yield element("subject", leaf("topic", theme["label"], FRENCH), at={"valueURI": address})
    for place in data["territories"]:
        address = settings.SITE_URL + reverse("territories:territory", args=[place["code"]])
        yield element("subject", leaf("geographic", place["label"], FRENCH), at={"valueURI": address})


def _issue(data: Data) -> Iterator[str]:
    """The number of a cahier in its series, and the series' ISSN."""
    if issn := data.get("issn"):
        yield leaf("identifier", issn, {"type": "issn"})
    if data["kind"] == Kind.CAHIER and data["number"]:
        yield element("part", element("detail", leaf("number", str(data["number"])), at={"type": "issue"}))


def _pieces(data: Data) -> Iterator[str]:
    for piece in data.get("pieces", []):
        if piece["title"]:
            location = element("location", leaf("url", settings.SITE_URL + piece["url"]))
            yield element("relatedItem", element("titleInfo", leaf("title", piece["title"])), location, at={"type": "constituent"})
