"""MODS 3.8 of sheets: who, what, where and when in its own elements; all that the sheet tells, in words, in notes.

Codes are in `fiche.json`, to which every record leads.
"""

from collections.abc import Iterator
from urllib.parse import urljoin

from django.urls import reverse
from django.utils.translation import gettext as _

from practices import citations, content, sheet
from practices.citations import SITE, Data
from practices.display import shown
from practices.identifiers import is_identifier
from practices.linked_data import licence_address

from ..xml import element, leaf, schema

NAMESPACE = "http://www.loc.gov/mods/v3"
SCHEMA = "http://www.loc.gov/standards/mods/v3/mods-3-8.xsd"
FRENCH = {"lang": "fre"}
DATE = {"encoding": "w3cdtf"}

#: Fields that have an element of their own, and whom to write to: a catalogue keeps no addresses of people.
NOT_IN_NOTES = frozenset(
    ["title", "summary", "authors", "organisation.name", "start_date", "end_date", "point.lat", "point.lon", "adapted_from", "licence"]
)
SAID_IN_WORDS = frozenset(["line", "text", "texts", "choice", "choices", "number", "decimal", "rows"])


def write(data: Data) -> str:
    parts = [
        element("titleInfo", leaf("title", data["title"]), at=FRENCH),
        *_names(data),
        leaf("typeOfResource", "text"),
        leaf("genre", _("practice sheet"), FRENCH),
        _origin(data),
        element("language", leaf("languageTerm", "fre", {"type": "code", "authority": "iso639-2b"})),
        element(
            "physicalDescription",
            leaf("form", "electronic", {"authority": "marcform"}),
            leaf("internetMediaType", "text/html"),
            leaf("digitalOrigin", "born digital"),
        ),
        leaf("abstract", data["summary"], FRENCH),
        *_notes(data),
        *_subjects(data),
        element("relatedItem", element("titleInfo", leaf("title", SITE)), at={"type": "host"}),
        *_related(data),
        leaf("identifier", citations.permanent_address(data), {"type": "uri"}),
        leaf("identifier", data["id"], {"type": "local"}),
        _location(data),
        leaf("accessCondition", licence_address(data["licence"]), {"type": "use and reproduction"}),
        record_info(data),
    ]
    return element("mods", *parts, at={"xmlns": NAMESPACE, "version": "3.8", **schema(NAMESPACE, SCHEMA)})


def _names(data: Data) -> Iterator[str]:
    """Those who sign, as authors; the organisation, as author if nobody does, else as the one that carried the action."""
    for author in data["authors"]:
        yield element("name", leaf("namePart", author["name"]), role("aut"), leaf("description", author.get("role", "")))
    organisation = leaf("namePart", data["organisation"]["name"])
    yield element("name", organisation, role("orm" if data["authors"] else "aut"), at={"type": "corporate"})


def role(code: str) -> str:
    """What somebody did, by a code of MARC."""
    return element("role", leaf("roleTerm", code, {"type": "code", "authority": "marcrelator"}))


def _origin(data: Data) -> str:
    issued, modified = citations.published_on(data), citations.updated_on(data)
    return element(
        "originInfo",
        leaf("publisher", SITE),
        leaf("dateIssued", issued.isoformat() if issued else "", DATE | {"keyDate": "yes"}),
        leaf("dateModified", modified.isoformat() if modified else "", DATE),
    )


def _notes(data: Data) -> Iterator[str]:
    """Each other field that is filled, in words, under its key and its label; one note for each value or row."""
    values, _unknown = content.flatten({key: value for key, value in data.items() if key != "contact"})
    for field in sheet.FIELDS:
        value = values.get(field.key)
        if field.public and field.kind in SAID_IN_WORDS and field.key not in NOT_IN_NOTES and not field.is_empty(value):
            attributes = {"type": field.key, "displayLabel": str(field.label)}
            yield from (leaf("note", part, attributes) for part in shown(field, value, {}).parts)


def _subjects(data: Data) -> Iterator[str]:
    for theme in filter(None, [data["main_theme"], *data["themes"]]):
        address = urljoin(data["url"], reverse("themes:theme", args=[theme["slug"]]))
        yield element("subject", leaf("topic", theme["label"], FRENCH), at={"valueURI": address})
    for keyword in data["keywords"]:
        yield element("subject", leaf("topic", keyword, FRENCH))
    for place in data["territories"]:
        address = urljoin(data["url"], reverse("territories:territory", args=[place["code"]]))
        yield element("subject", leaf("geographic", place["label"], FRENCH), at={"valueURI": address})
    if data["point"]:
        coordinates = leaf("coordinates", f"{data['point']['lat']}, {data['point']['lon']}")
        yield element("subject", element("cartographics", coordinates))
    dates = [leaf("temporal", data[f"{point}_date"] or "", DATE | {"point": point}) for point in ("start", "end")]
    if any(dates):
        yield element("subject", *dates)


def _related(data: Data) -> Iterator[str]:
    """What the action was adapted from, when it is a sheet of ours; the files that come with it."""
    source = data["adapted_from"] or ""
    if is_identifier(source):
        address = urljoin(data["url"], reverse("practices:permanent", args=[source]))
        yield element("relatedItem", element("location", leaf("url", address)), at={"type": "original"})
    for document in data["documents"]:
        parts = [
            element("titleInfo", leaf("title", document["title"])),
            element("location", leaf("url", document["url"])),
            leaf("accessCondition", licence_address(document["licence"]), {"type": "use and reproduction"}),
        ]
        yield element("relatedItem", *parts, at={"type": "constituent"})


def _location(data: Data) -> str:
    return element(
        "location",
        leaf("url", data["url"], {"usage": "primary", "access": "object in context"}),
        leaf("url", f"{data['url']}fiche.json", {"access": "raw object", "note": "application/ld+json"}),
        leaf("url", data["image"]["url"] if data["image"] else "", {"access": "preview"}),
    )


def record_info(data: Data) -> str:
    """Where the record comes from; sheets and contents alike."""
    return element(
        "recordInfo",
        leaf("recordContentSource", SITE),
        leaf("recordCreationDate", data["published_at"] or "", DATE),
        leaf("recordChangeDate", data["updated_at"] or "", DATE),
        leaf("recordIdentifier", data["id"], {"source": SITE}),
        element("languageOfCataloging", leaf("languageTerm", "fre", {"type": "code", "authority": "iso639-2b"})),
    )
