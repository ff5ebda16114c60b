"""The JSON-LD context of a sheet: our keys on public vocabularies (schema.org and Dublin Core terms)."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from .vocabulary import Licence

#: Where each licence can be read; machines know it by this address.
LICENCE_ADDRESSES = {
    str(Licence.CC_BY): "https://creativecommons.org/licenses/by/4.0/",
    str(Licence.CC_BY_SA): "https://creativecommons.org/licenses/by-sa/4.0/",
    str(Licence.ETALAB): "https://spdx.org/licenses/etalab-2.0.html",
}

CONTEXT = {
    "schema": "https://schema.org/",
    "dcterms": "http://purl.org/dc/terms/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "CreativeWork": "schema:CreativeWork",
    "title": "dcterms:title",
    "summary": "dcterms:abstract",
    "authors": "dcterms:creator",
    "name": "schema:name",
    "organisation": "dcterms:publisher",
    "keywords": "schema:keywords",
    "main_theme": "dcterms:subject",
    "themes": "dcterms:subject",
    "label": "skos:prefLabel",
    "slug": "dcterms:identifier",
    "code": "dcterms:identifier",
    "territories": "dcterms:spatial",
    "licence": "dcterms:license",
    "published_at": "dcterms:issued",
    "updated_at": "dcterms:modified",
    "adapted_from": "dcterms:isVersionOf",
    "url": {"@id": "schema:url", "@type": "@id"},
}


def licence_address(code: str) -> str:
    """Where the licence can be read; the code itself of one that we do not know."""
    return LICENCE_ADDRESSES.get(code, code)


def absolute(data: Mapping[str, Any]) -> dict[str, Any]:
    """The public object with absolute addresses, as it leaves the site."""
    image = data["image"] and {**data["image"], "url": settings.SITE_URL + data["image"]["url"]}
    documents = [{**document, "url": settings.SITE_URL + document["url"]} for document in data["documents"]]
    genealogy = data.get("genealogy") or {"of": None, "by": []}
    family = {"of": genealogy["of"] and _absolute_link(genealogy["of"]), "by": [_absolute_link(each) for each in genealogy["by"]]}
    return {**data, "url": settings.SITE_URL + data["url"], "image": image, "documents": documents, "genealogy": family}


def _absolute_link(link: Mapping[str, str]) -> dict[str, str]:
    return {**link, "url": settings.SITE_URL + link["url"]}
