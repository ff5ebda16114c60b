"""The letter of the protocol: verbs, arguments, errors, dates, tokens."""

import base64
import gzip
import json
from datetime import UTC, datetime

import pytest
from lxml import etree

from accounts.models import User
from oai import tokens
from oai.protocol import Refusal, Span, read_span
from oai.xml import element, leaf
from practices.domain.drafts import create_draft
from practices.models import PublicPractice

from .conftest import error, identifiers
from .factories import bury, copies, publish
from .rules import OAI, OAI_DC, names

MARCH = datetime(2026, 3, 1, 10, tzinfo=UTC)


@pytest.fixture
def sheet(reference_data):
    record, _owner = publish()
    PublicPractice.objects.update(updated_at=MARCH)
    return PublicPractice.objects.get(identifier=record.identifier)


def ours(identifier):
    return f"oai:observatoire.example.org:{identifier}"


def test_the_repository_presents_itself(oai, sheet):
    said = {etree.QName(child).localname: child.text for child in oai(verb="Identify").find(f"{OAI}Identify")}
    said.pop("description")
    assert said == {
        "repositoryName": "Observatoire des pratiques",
        "baseURL": "https://observatoire.example.org/oai",
        "protocolVersion": "2.0",
        "adminEmail": "contact@observatoire.example.org",
        "earliestDatestamp": "2026-03-01T10:00:00Z",
        "deletedRecord": "persistent",
        "granularity": "YYYY-MM-DDThh:mm:ssZ",
        "compression": "gzip",
    }


def test_identifiers_are_described_under_a_domain_name_only(oai, settings):
    assert names(oai(verb="Identify")[2])[-1] == "description"
    settings.SITE_URL = "http://127.0.0.1:8000"
    assert names(oai(verb="Identify")[2])[-1] == "compression"


def test_an_empty_repository_begins_now(oai):
    root = oai(verb="Identify")
    assert root.find(f".//{OAI}earliestDatestamp").text == root.findtext(f"{OAI}responseDate")
    assert error(oai(verb="ListRecords", metadataPrefix="oai_dc")) == "noRecordsMatch"


def test_formats_are_those_of_any_record(oai, sheet):
    def prefixes(**arguments):
        return [found.text for found in oai(verb="ListMetadataFormats", **arguments).iter(f"{OAI}metadataPrefix")]

    assert prefixes() == prefixes(identifier=ours(sheet.identifier)) == ["oai_dc", "mods"]
    assert error(oai(verb="ListMetadataFormats", identifier=ours("op-00000000"))) == "idDoesNotExist"


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    ("code", "arguments"),
    [
        ("badVerb", {}),
        ("badVerb", {"verb": ""}),
        ("badVerb", {"verb": "identify"}),
        ("badVerb", {"verb": ["Identify", "Identify"]}),
        ("badVerb", {"verb": "Ident\x00ify"}),
        ("badArgument", {"verb": "Identify", "metadataPrefix": "oai_dc"}),
        ("badArgument", {"verb": "ListMetadataFormats", "identifier": ["a", "b"]}),
        ("badArgument", {"verb": "GetRecord", "metadataPrefix": "oai_dc"}),
        ("badArgument", {"verb": "GetRecord", "identifier": "x"}),
        ("badArgument", {"verb": "ListRecords"}),
        ("badArgument", {"verb": "ListRecords", "metadataPrefix": "oai_dc", "autre": "1"}),
        ("badArgument", {"verb": "ListRecords", "metadataPrefix": "oai_dc", "resumptionToken": "x"}),
        ("badArgument", {"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2026-02-30"}),
        ("badArgument", {"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "hier"}),
        ("badArgument", {"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": ""}),
        ("badArgument", {"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2026-01-01", "until": "2026-01-02T00:00:00Z"}),
        ("badArgument", {"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2026-01-02", "until": "2026-01-01"}),
        ("badArgument", {"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "theme:"}),
        ("badArgument", {"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "a\x00b"}),
        ("badArgument", {str(number): "1" for number in range(2000)}),
        ("cannotDisseminateFormat", {"verb": "ListRecords", "metadataPrefix": "marc21"}),
        ("cannotDisseminateFormat", {"verb": "GetRecord", "metadataPrefix": "OAI_DC", "identifier": "x"}),
        ("idDoesNotExist", {"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": "op-00000000"}),
        ("idDoesNotExist", {"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": "oai:observatoire.example.org:op-00000000"}),
        ("idDoesNotExist", {"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": "oai:observatoire.example.org:op-\x00\ud7ff"}),
        ("noRecordsMatch", {"verb": "ListRecords", "metadataPrefix": "oai_dc", "until": "2001-01-01"}),
        ("noRecordsMatch", {"verb": "ListIdentifiers", "metadataPrefix": "mods", "set": "theme:isolement"}),
        ("noRecordsMatch", {"verb": "ListIdentifiers", "metadataPrefix": "mods", "set": "region:atlantide"}),
        ("badResumptionToken", {"verb": "ListSets", "resumptionToken": "x"}),
        ("badResumptionToken", {"verb": "ListRecords", "resumptionToken": ""}),
        ("badResumptionToken", {"verb": "ListRecords", "resumptionToken": "é" * 3000}),
    ],
)
def test_each_error_has_its_code(oai, method, code, arguments):
    root = oai(method=method, **{("from_" if key == "from" else key): value for key, value in arguments.items()})
    assert error(root) == code
    repeated = {} if code in ("badVerb", "badArgument") else arguments
    assert set(root.find(f"{OAI}request").keys()) == {key for key, value in repeated.items() if value}


def test_both_methods_give_the_same_record_and_no_other_is_served(oai, client, sheet):
    asked = {"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": ours(sheet.identifier)}
    one, other = oai(**asked), oai(method="post", **asked)
    assert etree.tostring(one.find(f"{OAI}GetRecord")) == etree.tostring(other.find(f"{OAI}GetRecord"))
    assert identifiers(one)[0] == sheet.identifier
    assert client.put("/oai").status_code == 405


def test_the_request_is_repeated_as_it_came(oai, sheet):
    asked = {"verb": "ListIdentifiers", "metadataPrefix": "oai_dc", "set": "region", "until": "2026-12-31"}
    request = oai(**asked).find(f"{OAI}request")
    assert (dict(request.attrib), request.text) == (asked, "https://observatoire.example.org/oai")


@pytest.mark.parametrize(
    ("arguments", "span"),
    [
        ({}, Span()),
        ({"from": "2026-03-01"}, Span(since=datetime(2026, 3, 1, tzinfo=UTC))),
        ({"until": "2026-03-01"}, Span(before=datetime(2026, 3, 2, tzinfo=UTC))),
        ({"until": "2026-03-01T10:00:59Z"}, Span(before=datetime(2026, 3, 1, 10, 1, tzinfo=UTC))),
        ({"until": "9999-12-31"}, Span()),
        ({"from": "0001-01-01"}, Span(since=datetime(1, 1, 1, tzinfo=UTC))),
    ],
)
def test_dates_count_whole_days_or_seconds_both_ends_included(arguments, span):
    assert read_span(arguments) == span


@pytest.mark.parametrize(
    "text", ["2026-3-1", "2026-03-01T10:00Z", "2026-03-01T10:00:00+00:00", "2026-03-01T10:00:00.5Z", "٢٠٢٦-٠٣-٠١", "0000-01-01"]
)
def test_other_writings_of_a_date_are_refused(text):
    with pytest.raises(Refusal) as refused:
        read_span({"from": text})
    assert refused.value.code == "badArgument"


def test_the_gone_are_told_by_their_header_only(oai, sheet):
    gone = bury(sheet_owner(), at=MARCH)
    root = oai(verb="GetRecord", metadataPrefix="mods", identifier=ours(gone))
    header = root.find(f".//{OAI}header")
    assert (header.get("status"), [child.text for child in header]) == (
        "deleted",
        [ours(gone), "2026-03-01T10:00:00Z", "theme:lien-social:isolement", "region:hauts-de-france", "kind:sheet"],
    )
    assert b"canari" not in etree.tostring(root)


def sheet_owner():
    return User.objects.order_by("pk").first()


def test_what_was_never_public_does_not_exist(oai, sheet):
    draft = create_draft(owner=sheet_owner(), title="Un brouillon").record.identifier
    assert error(oai(verb="GetRecord", metadataPrefix="oai_dc", identifier=ours(draft))) == "idDoesNotExist"
    assert identifiers(oai(verb="ListIdentifiers", metadataPrefix="oai_dc")) == [sheet.identifier]


def forged(*parts):
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


GOOD = ["ListRecords", {"metadataPrefix": "oai_dc"}, "2026-01-01T00:00:00+00:00", "op-00000000", 100, 250]


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (0, "ListIdentifiers"),
        (1, {"metadataPrefix": "marc21"}),
        (1, {"metadataPrefix": "oai_dc", "from": "hier"}),
        (1, {"metadataPrefix": "oai_dc", "set": "theme:rien"}),
        (1, {"metadataPrefix": "oai_dc", "verb": "Identify"}),
        (1, {"metadataPrefix": 3}),
        (1, {}),
        (1, None),
        (2, "2026-01-01T00:00:00"),
        (2, "2026-01-01T00:00:00+02:00"),
        (2, "jamais"),
        (2, 5),
        (3, "op-\x00"),
        (3, None),
        (4, -1),
        (4, True),
        (4, 10**30),
        (5, "250"),
        (5, float("nan")),
    ],
)
def test_a_token_that_was_changed_is_refused(oai, sheet, place, value):
    changed = [value if place == index else part for index, part in enumerate(GOOD)]
    assert error(oai(verb="ListRecords", resumptionToken=forged(*GOOD))) is None
    assert error(oai(verb="ListRecords", resumptionToken=forged(*changed))) == "badResumptionToken"


@pytest.mark.parametrize("text", ["", "!", "e30", "W10", "bnVsbA", "/" * 90, "A" * 5000, forged(*GOOD, 1), forged(*GOOD)[:-3]])
def test_what_is_no_token_is_refused(text):
    with pytest.raises(Refusal) as refused:
        tokens.read(text, "ListRecords")
    assert refused.value.code == "badResumptionToken"


def test_a_list_of_which_nothing_is_left_ends_quietly(client, oai, sheet):
    """A harvester that was told to come back finds an empty end, not an error."""
    token = forged("ListIdentifiers", {"metadataPrefix": "oai_dc"}, "2030-01-01T00:00:00+00:00", "op-00000000", 100, 250)
    root = etree.fromstring(client.get("/oai", {"verb": "ListIdentifiers", "resumptionToken": token}).content)
    [end] = root.find(f"{OAI}ListIdentifiers")
    assert (end.tag, end.text, dict(end.attrib)) == (f"{OAI}resumptionToken", None, {"completeListSize": "250", "cursor": "100"})


def test_any_text_becomes_text(oai, sheet):
    hostile = "]]></dc:title> & \"a\" 'b' \x85 \ufffe \u2028 \U0001f9f5 é"
    sheet.data = sheet.data | {"title": hostile, "summary": hostile, "keywords": [hostile], "context": "a\n\nb & c"}
    sheet.save()
    for prefix in ("oai_dc", "mods"):
        root = oai(verb="GetRecord", metadataPrefix=prefix, identifier=ours(sheet.identifier))
        titles = [found.text for found in root.iter("{*}title")]
        assert titles[0].replace("\x85", " ").split() == hostile.replace("\ufffe", " ").replace("\x85", " ").split()


def test_characters_that_xml_cannot_write_are_left_out():
    forbidden = "".join(map(chr, [*range(9), 11, 12, *range(14, 32), 0xD800, 0xDFFF, 0xFFFE, 0xFFFF]))
    assert etree.fromstring(leaf("a", f"x{forbidden}y")).text.split() == ["x", "y"]
    assert etree.fromstring(element("a", at={"b": f"x{forbidden}\"'<&\ny"})).get("b").split() == ["x", "\"'<&", "y"]


def test_answers_are_compressed_for_who_asks(client, sheet):
    response = client.get("/oai?verb=Identify", headers={"Accept-Encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.content).startswith(b"<?xml")


def test_dublin_core_says_what_pages_say(oai, sheet):
    PublicPractice.objects.update(data=sheet.data | {"published_at": "2026-01-01T23:30:00Z"})
    root = oai(verb="GetRecord", metadataPrefix="oai_dc", identifier=ours(sheet.identifier))
    said = [(etree.QName(child).localname, child.text) for child in root.find(f".//{OAI_DC}dc")]
    site, path = "https://observatoire.example.org", sheet.get_absolute_url()
    assert said == [
        ("title", "Le banc des parents"),
        ("creator", "Centre social des Tilleuls"),
        ("publisher", "Observatoire des pratiques"),
        ("date", "2026-01-02"),
        ("type", "Text"),
        ("format", "text/html"),
        ("language", "fr"),
        ("subject", "Lutte contre l'isolement"),
        ("description", sheet.data["summary"]),
        ("coverage", "Lille"),
        ("identifier", f"{site}/p/{sheet.identifier}/"),
        ("relation", f"{site}{path}fiche.json"),
        ("rights", "https://creativecommons.org/licenses/by/4.0/"),
    ]


def test_one_answer_costs_few_queries(oai, sheet, django_assert_num_queries):
    for number, many in ((0, False), (150, True)):
        copies(sheet, number, first=MARCH)
        asked = {"verb": "ListRecords", "metadataPrefix": "mods"}
        with django_assert_num_queries(3 if many else 2):
            root = oai(**asked)
        token = root.findtext(f".//{OAI}resumptionToken")
        assert (token is not None) == many
    with django_assert_num_queries(2):
        oai(verb="ListRecords", resumptionToken=token)
    for asked in (
        {"verb": "Identify"},
        {"verb": "ListSets"},
        {"verb": "GetRecord", "metadataPrefix": "mods", "identifier": ours(sheet.identifier)},
    ):
        with django_assert_num_queries(2):
            oai(**asked)
