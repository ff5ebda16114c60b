"""What the page of a sheet tells machines in its head: to reference managers, catalogues, social networks and search engines.

Each function reads the public object with absolute addresses.
"""

from typing import Any

from . import citations
from .citations import LANGUAGE, SITE, Data
from .linked_data import licence_address

Pairs = list[tuple[str, str]]


def citation_tags(data: Data) -> Pairs:
    """The tags that Zotero and Google Scholar read."""
    published = citations.published_on(data)
    return _filled(
        [
            ("citation_title", data["title"]),
            *(("citation_author", name) for name in citations.authors(data)),
            ("citation_publication_date", f"{published:%Y/%m/%d}" if published else ""),
            ("citation_publisher", SITE),
            ("citation_language", LANGUAGE),
            *(("citation_keywords", subject) for subject in citations.subjects(data)),
            ("citation_abstract", data["summary"]),
            ("citation_public_url", citations.permanent_address(data)),
        ]
    )


def dublin_core_tags(data: Data) -> Pairs:
    """Dublin Core as pages write it, with the dates of its later terms."""
    published, updated = citations.published_on(data), citations.updated_on(data)
    terms = [
        ("DCTERMS.issued", published.isoformat() if published else ""),
        ("DCTERMS.modified", updated.isoformat() if updated else ""),
    ]
    return [(f"DC.{name}", value) for name, value in dublin_core(data)] + _filled(terms)


def dublin_core(data: Data) -> Pairs:
    """The fifteen elements of Dublin Core, those that a sheet has, as often as it has them."""
    published = citations.published_on(data)
    return _filled(
        [
            ("title", data["title"]),
            *(("creator", name) for name in citations.authors(data)),
            ("contributor", data["organisation"]["name"] if data["authors"] else ""),
            ("publisher", SITE),
            ("date", published.isoformat() if published else ""),
            ("type", "Text"),
            ("format", "text/html"),
            ("language", LANGUAGE),
            *(("subject", subject) for subject in citations.subjects(data)),
            ("description", data["summary"]),
            *(("coverage", place["label"]) for place in data["territories"]),
            ("identifier", citations.permanent_address(data)),
            ("relation", f"{data['url']}fiche.json"),
            ("rights", licence_address(data["licence"])),
        ]
    )


def open_graph_tags(data: Data) -> Pairs:
    """What shared links show."""
    image = data["image"]
    return _filled(
        [
            ("og:type", "article"),
            ("og:site_name", SITE),
            ("og:locale", "fr_FR"),
            ("og:title", data["title"]),
            ("og:description", data["summary"]),
            ("og:url", data["url"]),
            ("og:image", image["url"] if image else ""),
            ("og:image:alt", image["alt"] if image else ""),
            ("article:published_time", data["published_at"]),
            ("article:modified_time", data["updated_at"]),
        ]
    )


def schema_org(data: Data) -> dict[str, Any]:
    """The sheet in the words of search engines; without what it does not say."""
    described = {
        "@context": "https://schema.org",
        "@type": "Article",
        "@id": citations.permanent_address(data),
        "identifier": data["id"],
        "url": data["url"],
        "headline": data["title"],
        "abstract": data["summary"],
        "inLanguage": LANGUAGE,
        "isAccessibleForFree": True,
        # Whether a person or a team signs is not said.
        "author": [{"name": name} for name in citations.authors(data)],
        "sourceOrganization": {"@type": "Organization", "name": data["organisation"]["name"]},
        "publisher": {"@type": "Organization", "name": SITE},
        "datePublished": data["published_at"],
        "dateModified": data["updated_at"],
        "keywords": citations.subjects(data),
        "spatialCoverage": [{"@type": "Place", "name": place["label"], "identifier": place["code"]} for place in data["territories"]],
        "license": licence_address(data["licence"]),
        "image": data["image"] and data["image"]["url"],
    }
    return {key: value for key, value in described.items() if value}


def _filled(pairs: list[tuple[str, str | None]]) -> Pairs:
    """Those that say something, each on one line."""
    return [(name, text) for name, value in pairs if value and (text := citations.one_line(value))]
