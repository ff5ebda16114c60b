"""The schemas of OAI-PMH 2.0, Dublin Core and MODS, as far as our answers use them, checked by hand: order, number, form."""

import re
from urllib.parse import urlsplit

from lxml import etree

OAI = "{http://www.openarchives.org/OAI/2.0/}"
OAI_DC = "{http://www.openarchives.org/OAI/2.0/oai_dc/}"
DC = "{http://purl.org/dc/elements/1.1/}"
MODS = "{http://www.loc.gov/mods/v3}"
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
SET = re.compile(r"[A-Za-z0-9\-_.!~*'()]+(:[A-Za-z0-9\-_.!~*'()]+)*")
IDENTIFIER = re.compile(r"oai:[a-zA-Z0-9.-]+:o[pc]-[0-9a-hjkmnp-tv-z]{8}")
ERRORS = {
    "cannotDisseminateFormat",
    "idDoesNotExist",
    "badArgument",
    "badVerb",
    "noMetadataFormats",
    "noRecordsMatch",
    "badResumptionToken",
    "noSetHierarchy",
}
DUBLIN_CORE = {
    "title",
    "creator",
    "subject",
    "description",
    "publisher",
    "contributor",
    "date",
    "type",
    "format",
    "identifier",
    "source",
    "language",
    "relation",
    "coverage",
    "rights",
}
MODS_PARTS = {
    "titleInfo",
    "name",
    "typeOfResource",
    "genre",
    "originInfo",
    "language",
    "physicalDescription",
    "abstract",
    "tableOfContents",
    "targetAudience",
    "note",
    "subject",
    "classification",
    "relatedItem",
    "identifier",
    "location",
    "accessCondition",
    "part",
    "extension",
    "recordInfo",
}
IDENTIFY = [
    "repositoryName",
    "baseURL",
    "protocolVersion",
    "adminEmail",
    "earliestDatestamp",
    "deletedRecord",
    "granularity",
    "compression",
]


def check(content: bytes) -> etree._Element:
    """The answer, parsed; every rule that is broken fails."""
    root = etree.fromstring(content)
    assert root.tag == f"{OAI}OAI-PMH"
    assert root.get(f"{XSI}schemaLocation").split() == [OAI.strip("{}"), "http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"]
    date, request, *answers = root
    assert (date.tag, request.tag) == (f"{OAI}responseDate", f"{OAI}request")
    assert MOMENT.fullmatch(date.text)
    assert urlsplit(request.text).path == "/oai"
    for answer in answers:
        CHECKS[name(answer)](answer)
    assert len(answers) == 1
    if name(answers[0]) != "error":
        assert request.get("verb") == name(answers[0])
    return root


def name(element):
    return etree.QName(element).localname


def names(element):
    return [name(child) for child in element]


def _error(element):
    assert element.get("code") in ERRORS
    assert element.text


def _identify(element):
    assert names(element)[: len(IDENTIFY)] == IDENTIFY
    assert set(names(element)[len(IDENTIFY) :]) <= {"description"}
    said = {name(child): child.text for child in element}
    assert (said["protocolVersion"], said["deletedRecord"]) == ("2.0", "persistent")
    assert MOMENT.fullmatch(said["earliestDatestamp"])
    assert re.fullmatch(r"\S+@(\S+\.)+\S+", said["adminEmail"])


def _formats(element):
    assert {tuple(names(child)) for child in element} == {("metadataPrefix", "schema", "metadataNamespace")}


def _sets(element):
    specs = [child.findtext(f"{OAI}setSpec") for child in element]
    assert {tuple(names(child)) for child in element} == {("setSpec", "setName")}
    assert all(SET.fullmatch(spec) for spec in specs)
    assert len(set(specs)) == len(specs)
    assert all(spec.rpartition(":")[0] in {"", *specs} for spec in specs)


def _list(element):
    *items, last = element
    if name(last) == "resumptionToken":
        assert int(last.get("completeListSize")) >= 0
        assert int(last.get("cursor")) >= 0
    else:
        items.append(last)
    assert items
    check_item = _header if name(element) == "ListIdentifiers" else _record
    for item in items:
        check_item(item)


def _record(element):
    assert names(element) in (["header"], ["header", "metadata"])
    _header(element[0])
    assert (element[0].get("status") == "deleted") == (len(element) == 1)
    if len(element) == 2:
        [metadata] = element[1]
        (_dublin_core if metadata.tag == f"{OAI_DC}dc" else _mods)(metadata)


def _header(element):
    first, second, *rest = element
    assert (name(element), name(first), name(second)) == ("header", "identifier", "datestamp")
    assert IDENTIFIER.fullmatch(first.text)
    assert MOMENT.fullmatch(second.text)
    assert {name(child) for child in rest} <= {"setSpec"}
    assert all(SET.fullmatch(child.text) for child in rest)
    assert dict(element.attrib) in ({}, {"status": "deleted"})


def _dublin_core(element):
    assert {etree.QName(child).namespace for child in element} == {DC.strip("{}")}
    assert set(names(element)) <= DUBLIN_CORE
    assert all(child.text and not len(child) for child in element)


def _mods(element):
    assert (element.tag, element.get("version")) == (f"{MODS}mods", "3.8")
    assert {etree.QName(child).namespace for child in element.iter()} == {MODS.strip("{}")}
    assert set(names(element)) <= MODS_PARTS
    assert all(child.text or len(child) for child in element.iter())


CHECKS = {
    "error": _error,
    "Identify": _identify,
    "ListMetadataFormats": _formats,
    "ListSets": _sets,
    "GetRecord": lambda element: _record(*element),
    "ListRecords": _list,
    "ListIdentifiers": _list,
}
