"""How to cite a content, in the formats of reference managers, and what its page tells machines. Pure functions of the public object.

A cahier is a numbered issue of a series, an article a part of one: both are known so to reference managers. The rest are pages.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from core.typography import french
from practices import citations as of_sheets
from practices.citations import LANGUAGE, SITE, listed, one_line, tex
from practices.linked_data import licence_address

from .vocabulary import Kind

Data = Mapping[str, Any]
Pairs = list[tuple[str, str]]

#: What each kind is to BibTeX, to RIS and to search engines; the rest are pages.
BIBTEX = {Kind.CAHIER: "book", Kind.ARTICLE: "article"}
RIS = {Kind.CAHIER: "BOOK", Kind.ARTICLE: "JOUR"}
SCHEMA = {Kind.CAHIER: "PublicationIssue", Kind.ARTICLE: "ScholarlyArticle", Kind.NEWS: "NewsArticle", Kind.DOSSIER: "Collection"}


def plain(data: Data, cahier: Data | None = None) -> str:
    """The reference as one copies it into a bibliography."""
    published = published_on(data, cahier)
    title = french(data["title"])
    closing = "" if title.endswith(("?", "!", "…", ".")) else "."
    who = french(", ".join(authors(data))) + (f" ({published.year})" if published else "")
    where = f"{french(place)}." if (place := _place(data, cahier)) else ""
    return " ".join(filter(None, [f"{who}.", f"{title}{closing}", where, _said_doi(data) or permanent_address(data)]))


def bibtex(data: Data, cahier: Data | None = None) -> str:
    """One entry of BibTeX, in UTF-8; ends with an empty line."""
    published, issue = published_on(data, cahier), _issue(data, cahier)
    who = " and ".join(f"{{{tex(name)}}}" for name in authors(data))
    fields = {
        "editor" if data["kind"] == Kind.CAHIER else "author": who,
        "title": f"{{{tex(data['title'])}}}",
        ("series" if data["kind"] == Kind.CAHIER else "journal"): tex(issue["series"]) if issue else "",
        "number": str(issue["number"] or "") if issue else "",
        "issn": tex(issue["issn"]) if issue else "",
        "year": f"{published:%Y}" if published else "",
        "date": f"{published:%Y-%m-%d}" if published else "",
        "publisher": tex(SITE),
        "doi": tex(data.get("doi", "")),
        "url": permanent_address(data),
        "langid": "french",
        "language": LANGUAGE,
        "copyright": tex(data["licence"]),
        "keywords": ", ".join(listed(tex(subject)) for subject in subjects(data)),
        "abstract": tex(data["summary"]),
    }
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{BIBTEX.get(data['kind'], 'online')}{{{data['id']},\n{body}}}\n\n"


def ris(data: Data, cahier: Data | None = None) -> str:
    """One record of RIS; ends with an empty line."""
    published, issue = published_on(data, cahier), _issue(data, cahier)
    lines = [
        ("TY", RIS.get(data["kind"], "ELEC")),
        ("ID", data["id"]),
        *(("ED" if data["kind"] == Kind.CAHIER else "AU", name) for name in authors(data)),
        ("TI", data["title"]),
        ("T2", issue["series"] if issue else SITE),
        ("IS", str(issue["number"] or "") if issue else ""),
        ("SN", issue["issn"] if issue else ""),
        ("PB", SITE),
        ("PY", f"{published:%Y}" if published else ""),
        ("DA", f"{published:%Y/%m/%d}" if published else ""),
        ("LA", LANGUAGE),
        ("AB", data["summary"]),
        *(("KW", subject) for subject in subjects(data)),
        ("DO", data.get("doi", "")),
        ("UR", permanent_address(data)),
    ]
    return "".join(f"{tag}  - {text}\r\n" for tag, value in lines if (text := one_line(value))) + "ER  - \r\n\r\n"


def authors(data: Data) -> list[str]:
    """Who signs: the authors, the one who speaks, else the observatory."""
    signed = [data["said_by"]] if data["kind"] == Kind.VOICE else [author["name"] for author in data["authors"]]
    return list(filter(None, map(one_line, signed))) or [SITE]


def subjects(data: Data) -> list[str]:
    return list(filter(None, (one_line(theme["label"]) for theme in data["themes"])))


def permanent_address(data: Data) -> str:
    return settings.SITE_URL + reverse("publications:permanent", args=[data["id"]])


def published_on(data: Data, cahier: Data | None = None) -> date | None:
    """The date that it bears, an article that of its cahier; else the day of its first publication."""
    said = data.get("date") or (cahier or {}).get("date")
    return parse_date(said) if said else of_sheets.published_on(data)


def citation_tags(data: Data, cahier: Data | None = None) -> Pairs:
    """The tags that Zotero and Google Scholar read."""
    published, issue = published_on(data, cahier), _issue(data, cahier)
    return _filled(
        [
            ("citation_title", data["title"]),
            *(("citation_author", name) for name in authors(data)),
            *(("citation_author_institution", author["affiliation"]) for author in data["authors"] if author["affiliation"]),
            ("citation_publication_date", f"{published:%Y/%m/%d}" if published else ""),
            ("citation_journal_title", issue["series"] if issue else ""),
            ("citation_issue", str(issue["number"] or "") if issue else ""),
            ("citation_issn", issue["issn"] if issue else ""),
            ("citation_doi", data.get("doi", "")),
            ("citation_publisher", SITE),
            ("citation_language", LANGUAGE),
            *(("citation_keywords", subject) for subject in subjects(data)),
            ("citation_abstract", data["summary"]),
            ("citation_public_url", permanent_address(data)),
        ]
    )


def dublin_core(data: Data, cahier: Data | None = None) -> Pairs:
    """The fifteen elements of Dublin Core, those that a content has, as often as it has them."""
    published = published_on(data, cahier)
    return _filled(
        [
            ("title", data["title"]),
            *(("creator", name) for name in authors(data)),
            ("publisher", SITE),
            ("date", published.isoformat() if published else ""),
            ("type", "Text"),
            ("format", "text/html"),
            ("language", LANGUAGE),
            *(("subject", subject) for subject in subjects(data)),
            ("description", data["summary"]),
            *(("coverage", place["label"]) for place in data["territories"]),
            ("identifier", permanent_address(data)),
            ("identifier", f"doi:{data['doi']}" if data.get("doi") else ""),
            ("source", _place(data, cahier)),
            ("rights", licence_address(data["licence"])),
        ]
    )


def open_graph_tags(data: Data, image: str = "") -> Pairs:
    """What shared links show. `image`: its address."""
    return _filled(
        [
            ("og:type", "article"),
            ("og:site_name", SITE),
            ("og:locale", "fr_FR"),
            ("og:title", data["title"]),
            ("og:description", data["summary"]),
            ("og:url", settings.SITE_URL + data["url"]),
            ("og:image", settings.SITE_URL + image if image else ""),
            ("og:image:alt", data["image"]["alt"] if image and data["image"] else ""),
            ("article:published_time", data["published_at"]),
            ("article:modified_time", data["updated_at"]),
        ]
    )


def schema_org(data: Data, cahier: Data | None = None) -> dict[str, Any]:
    """The content in the words of search engines; without what it does not say."""
    issue, published = _issue(data, cahier), published_on(data, cahier)
    series = {"@type": "Periodical", "name": issue["series"], "issn": issue["issn"]} if issue else {}
    whole = {key: value for key, value in series.items() if value}
    if cahier is not None:
        whole = {
            "@type": SCHEMA[Kind.CAHIER],
            "name": cahier["title"],
            "issueNumber": cahier["number"],
            "@id": permanent_address(cahier),
            "isPartOf": whole,
        }
    described = {
        "@context": "https://schema.org",
        "@type": SCHEMA.get(data["kind"], "CreativeWork"),
        "@id": permanent_address(data),
        "identifier": data.get("doi") or data["id"],
        "url": settings.SITE_URL + data["url"],
        "name" if data["kind"] == Kind.CAHIER else "headline": data["title"],
        "issueNumber": data.get("number"),
        "abstract": data["summary"],
        "inLanguage": LANGUAGE,
        "isAccessibleForFree": True,
        "editor" if data["kind"] == Kind.CAHIER else "author": [{"name": name} for name in authors(data)],
        "publisher": {"@type": "Organization", "name": SITE},
        "datePublished": published.isoformat() if published else None,
        "dateModified": data["updated_at"],
        "keywords": subjects(data),
        "spatialCoverage": [{"@type": "Place", "name": place["label"], "identifier": place["code"]} for place in data["territories"]],
        "license": licence_address(data["licence"]),
        "isPartOf": whole,
        "hasPart": [{"name": piece["title"], "url": settings.SITE_URL + piece["url"]} for piece in data.get("pieces", [])],
    }
    return {key: value for key, value in described.items() if value}


def _issue(data: Data, cahier: Data | None) -> Data | None:
    """The issue that it is, or is part of."""
    return data if data["kind"] == Kind.CAHIER else cahier


def _place(data: Data, cahier: Data | None) -> str:
    """« Cahiers de l’observatoire, n° 3, Titre du cahier »."""
    issue = _issue(data, cahier)
    if issue is None:
        return SITE
    number = _("no. %(number)d") % {"number": issue["number"]} if issue["number"] else ""
    return ", ".join(filter(None, [issue["series"], number, cahier["title"] if cahier else SITE]))


def _said_doi(data: Data) -> str:
    return f"https://doi.org/{data['doi']}" if data.get("doi") else ""


def _filled(pairs: list[tuple[str, str | None]]) -> Pairs:
    """Those that say something, each on one line."""
    return [(name, text) for name, value in pairs if value and (text := one_line(value))]
